import type { Command } from 'commander';
import {
  applySchedules,
  listSchedules,
  type ScheduleStanding,
  scheduleIds,
  setSchedulesPaused,
} from '../../clients/temporal/schedules';
import { actingPerson } from '../acting-person';
import { exitCodes } from '../exit-codes';
import { parseInput } from '../failure-report';
import { reason } from '../inputs';
import type { Operator } from '../operator';
import { tableText } from '../output/table';
import type { Answer, CommandRunner } from '../run-command';

/** `schedules …`: each prints `{ company, schedules, missing }` as they stand afterwards. */
export function registerSchedules(program: Command, run: CommandRunner): void {
  const schedules = program
    .command('schedules')
    .description("the looks at the source that a company's profile asks for");
  schedules
    .command('list')
    .description('how they stand; exit code 1 when one is missing or paused')
    .addHelpText('after', '\nExample:\n  intacct-pipelines schedules list')
    .action((_options, command: Command) => run(command, (operator) => answerStandings(operator)));
  schedules
    .command('apply')
    .description('create them, or bring them up to the profile; what is paused stays paused')
    .addHelpText('after', '\nExample:\n  intacct-pipelines schedules apply --company gulf-metals')
    .action((_options, command: Command) =>
      run(command, async (operator) => {
        const { client } = await operator.temporal();
        await applySchedules(client, await operator.profile(), operator.config().TASK_QUEUE);
        return done(await answerStandings(operator));
      }),
    );
  for (const [name, paused] of [
    ['pause', true],
    ['resume', false],
  ] as const) {
    schedules
      .command(name)
      .description(paused ? 'stop looking; what is under way goes on' : 'look again')
      .option('--reason <words>', 'why; shown in the Web UI', paused ? 'paused' : 'resumed')
      .option('--as <name>', 'who decides (default: $USER)')
      .addHelpText('after', `\nExample:\n  intacct-pipelines schedules ${name} --reason 'year end'`)
      .action((options: { reason: string; as?: string }, command: Command) =>
        run(command, async (operator) => {
          const note = `${actingPerson(operator, options.as)}: ${parseInput('--reason', reason, options.reason)}`;
          const { client } = await operator.temporal();
          await setSchedulesPaused(client, await operator.profile(), paused, note);
          return done(await answerStandings(operator));
        }),
      );
  }
}

/** What was asked for is done, even where it leaves a schedule paused. */
function done(answer: Answer): Answer {
  return { ...answer, exitCode: exitCodes.done };
}

async function answerStandings(operator: Operator): Promise<Answer> {
  const profile = await operator.profile();
  const standings = await listSchedules((await operator.temporal()).client, profile);
  const present = new Set(standings.map(({ scheduleId }) => scheduleId));
  const missing = scheduleIds(profile).filter((scheduleId) => !present.has(scheduleId));
  const isWell = missing.length === 0 && standings.every(({ paused }) => !paused);
  return {
    exitCode: isWell ? exitCodes.done : exitCodes.no,
    document: { company: profile.company, schedules: standings, missing },
    text: [
      ...(standings.length === 0 ? [] : [standingsText(standings, operator.terminal.width)]),
      ...missing.map((scheduleId) => `${scheduleId} is not there: intacct-pipelines schedules apply`),
    ].join('\n'),
  };
}

function standingsText(standings: readonly ScheduleStanding[], width: number): string {
  const columns = [
    { title: 'schedule' },
    { title: 'state' },
    { title: 'last run' },
    { title: 'next run' },
    { title: 'note', stretches: true },
  ];
  return tableText(
    columns,
    standings.map(({ scheduleId, paused, lastRunAt, nextRunAt, note }) => [
      scheduleId,
      paused ? 'PAUSED' : 'runs',
      lastRunAt ?? '—',
      nextRunAt ?? '—',
      note ?? '',
    ]),
    width,
  );
}
