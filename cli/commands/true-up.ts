import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { SingleBar } from 'cli-progress';
import type { Command } from 'commander';
import { z } from 'zod';
import { scheduled, stopOrphan } from '../../activities/true-up/begin-true-up';
import { decideTrueUp } from '../../activities/true-up/decide-true-up';
import { requestTrueUp } from '../../activities/true-up/request-true-up';
import { type TrueUpReport, trueUpReport } from '../../activities/true-up/true-up-report';
import { countEntries } from '../../db/true-up-entries';
import { selectNewestTrueUp, selectOpenTrueUp, selectTrueUp, type TrueUp } from '../../db/true-ups';
import type { RepairState } from '../../domain/true-up';
import { actingPerson } from '../acting-person';
import { exitCodes, NegativeAnswer, UsageError } from '../exit-codes';
import { parseInput } from '../failure-report';
import { reason } from '../inputs';
import type { Operator } from '../operator';
import { trueUpText } from '../output/true-up-text';
import type { Answer, CommandRunner } from '../run-command';

const lookEveryMs = 200;
// The flow itself is looked at this often: one that somebody ended would be watched for ever.
const flowEveryMs = 5_000;
// A page, a plan or a batch takes seconds: after this whoever watches is told where to look.
const stillMs = 60_000;
const workerId = z.string().regex(/^[^\p{C}]{1,100}$/u, 'expected an employee id, or the id of a user of Assignar');
const trueUpId = z.string().regex(/^[A-Za-z0-9-]{1,64}$/, 'expected the id of a true-up');
const entryId = z.union([z.literal('all'), z.string().regex(/^\d{1,18}$/, 'expected entries of the plan, or all')]);

/**
 * `true-up`: compares the workers of Assignar with the employees of Intacct, and puts right what is safe; `{ …the plan and report }`, exit
 * code 0 when nothing is left, 1 when something waits, failed, or was only previewed. `approve`, `decline`, `show`.
 */
export function registerTrueUp(program: Command, run: CommandRunner): void {
  const command = program
    .command('true-up')
    .description(
      'bring the workers of Assignar to what Intacct says of its employees, after somebody edited them by hand',
    )
    .option('--worker <id...>', 'employee ids or user ids; everybody without')
    .option('--preview', 'show the plan and write nothing')
    .option('--anew', 'stop a true-up that only waits for approvals, and ask for what is still wrong')
    .option('--as <name>', 'who asks, and so may not approve (default: $USER)')
    .addHelpText(
      'after',
      '\nOne runs at a time: asked again, it shows the one under way. A preview holds none up. Ctrl-C stops watching; the run goes on.\n\nExamples:\n  intacct-pipelines true-up --preview\n  intacct-pipelines true-up --worker E-7 E-9\n  intacct-pipelines true-up approve all --reason "checked with payroll"',
    )
    .action((options: TrueUpOptions, self: Command) => run(self, (operator) => trueUp(operator, options)));
  for (const decision of ['approve', 'decline'] as const) {
    command
      .command(decision)
      .description(decision === 'approve' ? 'let risky repairs go on' : 'leave risky repairs undone')
      .argument('<entries...>', 'entries of the plan, or all')
      .requiredOption('--reason <words>', 'why; kept in the report')
      .option('--as <name>', 'who decides (default: $USER)')
      .action((entries: string[], _options, self: Command) =>
        // `--as` is an option of `true-up` too, which takes it wherever it stands.
        run(self, (operator) => decide(operator, decision, entries, self.optsWithGlobals<DecisionOptions>())),
      );
  }
  command
    .command('show')
    .description('the plan and report of a true-up')
    .argument('[id]', 'the newest without')
    .action((id: string | undefined, _options, self: Command) => run(self, (operator) => show(operator, id)));
}

interface TrueUpOptions {
  worker?: string[];
  preview?: boolean;
  anew?: boolean;
  as?: string;
}

interface DecisionOptions {
  reason: string;
  as?: string;
}

async function trueUp(
  operator: Operator,
  { worker, preview = false, anew = false, as }: TrueUpOptions,
): Promise<Answer> {
  const company = await assignarCompany(operator);
  const workers = worker === undefined ? null : worker.map((id) => parseInput('--worker', workerId, id));
  const requestedBy = actingPerson(operator, as);
  if (requestedBy.trim().toLowerCase() === scheduled) {
    throw new UsageError(
      `--as: expected a person, came ${requestedBy}: anybody may approve what the schedule asked for`,
    );
  }
  const { client } = await operator.temporal();
  const deps = { pool: operator.pool(), client, taskQueue: operator.config().TASK_QUEUE };
  const asked = await requestTrueUp(deps, { company, trueUpId: randomUUID(), workers, preview, anew, requestedBy });
  if (asked.kind === 'already-running') {
    operator.remark(
      `a true-up of ${company} is under way since ${asked.trueUp.startedAt.toISOString()}: this is its standing${asked.trueUp.state === 'awaiting-approval' ? '; --anew takes its place' : ''}`,
    );
  }
  return answerOf(operator, await watch(operator, asked.trueUp.trueUpId));
}

async function decide(
  operator: Operator,
  decision: 'approve' | 'decline',
  named: readonly string[],
  options: DecisionOptions,
): Promise<Answer> {
  const company = await assignarCompany(operator);
  const ids = named.map((id) => parseInput('entry', entryId, id));
  const by = {
    actor: actingPerson(operator, options.as),
    reason: parseInput('--reason', reason, options.reason),
    entries: ids.includes('all') ? ('all' as const) : ids,
  };
  const open = await selectOpenTrueUp(operator.pool(), { company, isPreview: false });
  if (open === null) throw new NegativeAnswer(`no true-up of ${company} is under way: nothing waits for a decision`);
  const { client } = await operator.temporal();
  const outcome = await decideTrueUp({ pool: operator.pool(), client }, open.trueUpId, decision, by);
  if (outcome.kind !== 'decided') {
    throw new NegativeAnswer(
      `${decision} refused: ${outcome.kind === 'refused' ? outcome.because : 'the run is gone'}`,
    );
  }
  if (outcome.decided.length === 0) throw new NegativeAnswer('none of these entries waits for a decision');
  return answerOf(operator, await watch(operator, open.trueUpId));
}

async function show(operator: Operator, named: string | undefined): Promise<Answer> {
  const pool = operator.pool();
  const found =
    named === undefined
      ? await selectNewestTrueUp(pool, await assignarCompany(operator))
      : await selectTrueUp(pool, parseInput('id', trueUpId, named));
  if (found === null) throw new NegativeAnswer(named === undefined ? 'no true-up yet' : `there is no true-up ${named}`);
  return answerOf(operator, found);
}

async function answerOf(operator: Operator, found: TrueUp): Promise<Answer> {
  const report: TrueUpReport = await trueUpReport(operator.pool(), found);
  return {
    exitCode: report.left === 0 && report.state !== 'stopped' ? exitCodes.done : exitCodes.no,
    document: report,
    text: trueUpText(report, operator.terminal.width),
  };
}

/** Looks until the run has ended, or only waits for decisions, and shows how far it is. */
async function watch(operator: Operator, id: string): Promise<TrueUp> {
  const bar =
    operator.terminal.isInteractive && !operator.options.json
      ? new SingleBar({
          format: 'true-up {bar} {value} of {total} settled, {state}',
          stream: process.stderr,
          clearOnComplete: true,
        })
      : null;
  const standing = createStillWatch(operator);
  bar?.start(1, 0, { state: 'reading' });
  try {
    for (;;) {
      const found = await selectTrueUp(operator.pool(), id);
      if (found === null) throw new NegativeAnswer(`true-up ${id} is gone`);
      const counts = await countEntries(operator.pool(), id);
      const of = (...states: RepairState[]) => states.reduce((sum, state) => sum + (counts[state] ?? 0), 0);
      const open = of('planned', 'approved', 'repairing');
      const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
      bar?.setTotal(Math.max(1, total));
      bar?.update(total - open - of('awaiting-approval'), { state: found.state });
      const isAtRest = found.finishedAt !== null || (found.state === 'awaiting-approval' && open === 0);
      if (isAtRest) return found;
      await standing.look(found, JSON.stringify([found.state, counts]));
      await pause(lookEveryMs);
    }
  } finally {
    bar?.stop();
  }
}

/** Notices a run whose flow was ended, and says where to look when nothing moves. */
function createStillWatch(operator: Operator) {
  let [moved, movedAt, flowAt, isTold] = ['', Date.now(), Date.now(), false];
  return {
    async look(watched: TrueUp, progress: string): Promise<void> {
      const now = Date.now();
      if (progress !== moved) [moved, movedAt] = [progress, now];
      if (now - movedAt > stillMs && !isTold) {
        isTold = true;
        operator.remark(
          `nothing was written down for ${stillMs / 1000} s: doctor says what is away, the Web UI what ${watched.workflowId} waits for; the run goes on without you`,
        );
      }
      if (now - flowAt < flowEveryMs) return;
      flowAt = now;
      const { client } = await operator.temporal();
      await stopOrphan({ pool: operator.pool(), client }, watched, null);
    },
  };
}

/** The company that is meant: `--company`, or the only one that runs on Assignar. */
async function assignarCompany(operator: Operator): Promise<string> {
  if (operator.options.company !== undefined) return (await operator.assignarProfile()).company;
  const profiles = operator.profiles();
  const all = await Promise.all((await profiles.companies()).map((company) => profiles.profile(company)));
  const [only, ...others] = all.filter(({ source }) => source === 'assignar').map(({ company }) => company);
  if (only === undefined) throw new UsageError('no company runs on Assignar: expected one in companies/');
  if (others.length > 0) {
    throw new UsageError(`--company: expected one of ${[only, ...others].join(', ')}, came nothing`);
  }
  return only;
}
