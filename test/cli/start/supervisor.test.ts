import { join } from 'node:path';
import { isRunning, startServerProcess } from '../../../cli/start/server-process';
import { createSupervisor, type Part, type Running } from '../../../cli/start/supervisor';
import { until } from '../../../cli/start/until';
import { runDirectory } from '../../run-servers';

const WITHIN_MS = 20_000;
const accidents: string[] = [];
let supervisor = createSupervisor({ onAccident: (sentence) => accidents.push(sentence) });

beforeEach(() => {
  accidents.length = 0;
  supervisor = createSupervisor({ onAccident: (sentence) => accidents.push(sentence) });
});
afterEach(() => supervisor.stopAll());

function sleeper(name: string, restarts = false): Part<Running> {
  const logFile = join(runDirectory(), `${name}.log`);
  const command = { command: 'sleep', args: ['600'], logFile, pidDirectory: runDirectory() };
  return { name, restarts, start: () => startServerProcess({ name, ...command }) };
}

test('a part that was killed on request stays down until it is restarted', async () => {
  const { pid } = await supervisor.start(sleeper('asked', true));
  await supervisor.kill('asked');
  expect(isRunning(pid)).toBe(false);
  expect(supervisor.pid('asked')).toBeUndefined();
  await supervisor.restart('asked');
  expect(supervisor.pid('asked')).not.toBe(pid);
  expect(accidents).toEqual([]);
});

test('a part that ends by itself is started again, and somebody is told', async () => {
  const { pid } = await supervisor.start(sleeper('crashing', true));
  process.kill(pid, 'SIGKILL');
  const again = await until(
    'it is up again',
    WITHIN_MS,
    () => supervisor.pid('crashing') !== pid && supervisor.pid('crashing'),
  );
  expect(isRunning(again)).toBe(true);
  expect(accidents).toEqual(['crashing ended by itself (SIGKILL); starting it again']);
});

test('a part that somebody restarts while it recovers by itself runs once', async () => {
  const part = sleeper('twice-wanted', true);
  const pids: number[] = [];
  let startsAt = 0;
  const slow = async () => {
    await until('it takes its time', WITHIN_MS, () => Date.now() >= startsAt);
    const running = await part.start();
    pids.push(running.pid);
    return running;
  };
  const { pid } = await supervisor.start({ ...part, start: slow });
  // Longer than the pause before a recovery, which falls into this start.
  startsAt = Date.now() + 1500;
  process.kill(pid, 'SIGKILL');
  await until('somebody is told', WITHIN_MS, () => accidents.length > 0);
  await supervisor.restart('twice-wanted');
  await supervisor.stopAll();
  await until('what recovers has had its turn', WITHIN_MS, () => Date.now() >= startsAt + 500);
  expect(pids).toHaveLength(2);
  expect(pids.filter(isRunning)).toEqual([]);
});

test('a part without a restart policy stays down when it ends by itself', async () => {
  const { pid } = await supervisor.start(sleeper('mortal'));
  process.kill(pid, 'SIGKILL');
  await until('somebody is told', WITHIN_MS, () => accidents.length > 0);
  expect(accidents).toEqual(['mortal ended by itself (SIGKILL); it stays down']);
});

test('stopping leaves nothing running, the last started first', async () => {
  const order: string[] = [];
  const pids: number[] = [];
  for (const name of ['first', 'second', 'third']) {
    const { pid, ended } = await supervisor.start(sleeper(name));
    pids.push(pid);
    void ended.then(() => order.push(name));
  }
  await supervisor.stopAll();
  expect(order).toEqual(['third', 'second', 'first']);
  expect(pids.filter(isRunning)).toEqual([]);
});
