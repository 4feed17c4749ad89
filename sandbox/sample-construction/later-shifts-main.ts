import { Command } from 'commander';
import { z } from 'zod';
import { createRandom } from '../sample-day/random';
import { pauseUnlessStopped, runProcess, stopSignal, tell } from '../until-stopped';
import { daysAfter } from './clock-times';
import { ordinaryWorkers } from './crew';
import { enterShifts } from './enter-shifts';
import { createOfficePort, type OfficePort } from './office-port';
import { firstWorkday, shiftOf } from './ordinary-shifts';

const optionsSchema = z.object({ assignarAdmin: z.url(), everyMs: z.coerce.number().int().min(10) });
/** The last day of the two weeks. */
const NOBODY_WORKED = daysAfter(firstWorkday, 13);

const program = new Command('later-shifts')
  .description('Now and then a worker’s next shift, entered and approved, until stopped.')
  .requiredOption('--assignar-admin <url>', "the Assignar sandbox's admin port")
  .option('--every-ms <n>', 'time from one shift to the next', '15000');

async function main(): Promise<void> {
  const { assignarAdmin, everyMs } = optionsSchema.parse(program.parse().opts());
  const office = createOfficePort(assignarAdmin);
  const stopped = stopSignal();
  tell({ ready: true });
  for (let turn = 0; !stopped.aborted; turn += 1) {
    await pauseUnlessStopped(everyMs, stopped);
    if (!stopped.aborted) tell(await enterOrTell(office, turn));
  }
}

/** What could not be done is told, and the day goes on: a system that is away is back later. */
async function enterOrTell(office: OfficePort, turn: number): Promise<object> {
  try {
    return { entered: await enterNextShift(office, turn) };
  } catch (error) {
    return { failed: String(error) };
  }
}

/** A shift on the day behind the worker's last one; answers its document key. */
async function enterNextShift(office: OfficePort, turn: number): Promise<string> {
  const sheets = await office.rows('timesheets');
  const users = await office.rows('users');
  const random = createRandom(`${sheets.length}/${turn}`);
  const worker = random.pick(ordinaryWorkers);
  const ids = users.filter(({ employee_id }) => employee_id === worker.employeeId).map(({ id }) => id);
  const days = sheets
    .filter(({ user_id }) => ids.includes(Number(user_id)))
    .map(({ submitted_date }) => String(submitted_date));
  const last = [NOBODY_WORKED, ...days].sort().at(-1) ?? NOBODY_WORKED;
  const [key = ''] = await enterShifts(office, [
    { shift: shiftOf(worker, daysAfter(last, 1), random), carried: 'approved' },
  ]);
  return key;
}

runProcess(main);
