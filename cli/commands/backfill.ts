import { setTimeout as pause } from 'node:timers/promises';
import { SingleBar } from 'cli-progress';
import type { Command } from 'commander';
import type { LoadProgress } from '../../activities/records/first-load';
import { type FirstLoad, selectFirstLoad, selectRefusedRecords } from '../../db/first-loads';
import type { CompanyProfile } from '../../domain/company-profile';
import { assignarLoads, isAssignarLoad, isImetalLoad, type LoadObject, loadedRecords } from '../../domain/record-sync';
import { firstLoad, firstLoadWorkflowId } from '../../workflows/first-load';
import { exitCodes, UsageError } from '../exit-codes';
import type { Operator } from '../operator';
import { tableText } from '../output/table';
import { answerPreview } from '../preview-load';
import type { Answer, CommandRunner } from '../run-command';

const objects = Object.keys(loadedRecords) as LoadObject[];
const lookEveryMs = 300;
// A person reads so many; the rest is in `exceptions`.
const refusedShownMax = 50;

/** `backfill <object>`: `{ company, object, workflowId, read, written, unchanged, filtered, refused, refusals }`; exit code 0 when none is refused. */
export function registerBackfill(program: Command, run: CommandRunner): void {
  program
    .command('backfill')
    .description(
      'bring every record of a master, or all open items, in step; goes on where it stopped, and is safe to repeat',
    )
    .argument('<object>', objects.join(', '))
    .option(
      '--preview',
      'say what would be done with every record, and write nothing; for a company that runs on Assignar',
    )
    .addHelpText(
      'after',
      '\nFor iMetal terms and taxes first: customers and vendors refer to them. For Assignar items, customers, vendors, projects, project-tasks, employees. Ctrl-C stops watching; the load goes on.\n\nExamples:\n  intacct-pipelines backfill ar-terms\n  intacct-pipelines backfill customers --json\n  intacct-pipelines backfill employees --preview',
    )
    .action((named: string, options: { preview?: boolean }, command: Command) =>
      run(command, (operator) => backfill(operator, named, options)),
    );
}

async function backfill(
  operator: Operator,
  named: string,
  { preview = false }: { preview?: boolean },
): Promise<Answer> {
  const profile = await operator.profile();
  const { company } = profile;
  const object = loadOf(profile, named);
  if (preview) {
    if (profile.source === 'assignar' && isAssignarLoad(object)) return answerPreview(operator, profile, object);
    throw new UsageError(`--preview: ${company} runs on iMetal: expected a company that runs on Assignar`);
  }
  const { client } = await operator.temporal();
  const workflowId = firstLoadWorkflowId(company, object);
  await client.workflow.start(firstLoad, {
    workflowId,
    taskQueue: operator.config().TASK_QUEUE,
    workflowIdConflictPolicy: 'USE_EXISTING',
    args: [{ company, object }],
    staticSummary: `first load of ${object}`,
  });
  const result = client.workflow.getHandle<typeof firstLoad>(workflowId).result();
  const counts = await watch(operator, company, object, result);
  const refusals = await selectRefusedRecords(operator.pool(), company, [...loadedRecords[object], object]);
  const { read, written, unchanged, filtered, refused } = counts;
  return {
    exitCode: refused === 0 ? exitCodes.done : exitCodes.no,
    document: { company, object, workflowId, read, written, unchanged, filtered, refused, refusals },
    text: [reconciliation(object, counts), ...refusalLines(operator, refusals)].join('\n'),
  };
}

/** What is to be loaded, among what the company's source has. */
function loadOf({ source }: CompanyProfile, named: string): LoadObject {
  const known: readonly LoadObject[] = source === 'assignar' ? assignarLoads : objects.filter(isImetalLoad);
  const object = known.find((one) => one === named);
  if (object === undefined) throw new UsageError(`object: expected one of ${known.join(', ')}, came "${named}"`);
  return object;
}

/** Shows how far the load is until it ends. */
async function watch(
  operator: Operator,
  company: string,
  object: LoadObject,
  result: Promise<LoadProgress>,
): Promise<LoadProgress> {
  if (!operator.terminal.isInteractive || operator.options.json) return result;
  const bar = new SingleBar({
    format: `${object} {bar} {value} read, {written} written, {unchanged} unchanged, {filtered} filtered, {refused} refused`,
    stream: process.stderr,
    clearOnComplete: true,
  });
  bar.start(1, 0, { written: 0, unchanged: 0, filtered: 0, refused: 0 });
  const ended = new AbortController();
  const show = (load: FirstLoad | LoadProgress) => {
    // How many there are in all Intacct does not say before the last page.
    bar.setTotal(Math.max(1, load.isFinished ? load.read : load.read + 100));
    bar.update(load.read, { ...load });
  };
  const looking = (async () => {
    while (!ended.signal.aborted) {
      const load = await selectFirstLoad(operator.pool(), company, object);
      if (load !== null) show(load);
      await pause(lookEveryMs, undefined, { signal: ended.signal }).catch(() => undefined);
    }
  })();
  try {
    const counts = await result;
    show(counts);
    return counts;
  } finally {
    ended.abort();
    await looking;
    bar.stop();
  }
}

/** Every record read is accounted for, or the load has a fault. */
function reconciliation(object: LoadObject, counts: LoadProgress): string {
  const { read, written, unchanged, filtered, refused } = counts;
  const sum = `${written} written + ${unchanged} unchanged + ${filtered} filtered + ${refused} refused`;
  return `${object}: ${read} read = ${sum}`;
}

function refusalLines(
  operator: Operator,
  refusals: readonly { record: string; code: string; message: string }[],
): string[] {
  if (refusals.length === 0) return [];
  const rows = refusals.slice(0, refusedShownMax).map(({ record, code, message }) => [record, code, message]);
  const more = refusals.length - rows.length;
  const columns = [{ title: 'record' }, { title: 'code' }, { title: 'why', stretches: true }];
  return [
    '',
    tableText(columns, rows, operator.terminal.width),
    ...(more > 0 ? [`…and ${more} more: intacct-pipelines exceptions`] : []),
  ];
}
