import type { Command } from 'commander';
import { selectDocumentOutcomes } from '../../db/document-outcomes';
import {
  type ExceptionTotal,
  type ListedException,
  selectExceptionList,
  selectExceptionTotals,
} from '../../db/exception-list';
import { selectParkedRecords } from '../../db/record-standings';
import { actingPerson } from '../acting-person';
import { confirmed } from '../confirm';
import { exitCodes, UsageError } from '../exit-codes';
import { parseInput } from '../failure-report';
import { ratePerSecond, reason, seconds } from '../inputs';
import type { Operator } from '../operator';
import { wentThrough } from '../outcome-text';
import { replayedText, toReplayText } from '../output/replay-text';
import { type ParkedSubject, type Replayed, replayDocuments } from '../replay-documents';
import type { Answer, CommandRunner } from '../run-command';
import { addFilterOptions, type FilterOptions, parseFilter } from './exceptions';

interface ReplayOptions extends FilterOptions {
  all?: true;
  preview?: true;
  yes?: true;
  rate: string;
  wait: string;
  reason: string;
  as?: string;
}

/** A document, record or account that a replay would try again. */
export interface ReplayCandidate {
  document: string;
  workflowId: string;
  amount: string | null;
  currency: string | null;
  /** Labour hours of a shift; null for what is no time. */
  hours: string | null;
  codes: string[];
}

/** `replay` as `--json` prints it; `replayed` is null for a preview. */
export interface ReplayAnswer {
  company: string;
  candidates: ReplayCandidate[];
  totals: ExceptionTotal[];
  replayed: Replayed | null;
}

/** `replay`: exit code 0 when all that was replayed is posted, in step or told; a preview's is 0. */
export function registerReplay(program: Command, run: CommandRunner): void {
  addFilterOptions(
    program
      .command('replay')
      .description('try all parked documents, records and accounts again that match; nothing is posted twice'),
  )
    .option('--all', 'whatever is parked')
    .option('--preview', 'only list what would be tried')
    .option('--yes', 'do not ask')
    .option('--rate <n>', 'documents a second', '5')
    .option('--wait <seconds>', 'how long to wait for the outcomes after the last one', '60')
    .option('--reason <words>', 'what was fixed; kept in the history', 'replayed')
    .option('--as <name>', 'who decides (default: $USER)')
    .addHelpText(
      'after',
      "\nA filter, or --all, is required. Exit code 1 when any is parked again or still under way.\n\nExamples:\n  intacct-pipelines replay --cause customer:C00123 --preview\n  intacct-pipelines replay --code PERIOD_CLOSED --since 3d --yes --reason 'October reopened'",
    )
    .action((options: ReplayOptions, command: Command) => run(command, (operator) => answerReplay(operator, options)));
}

async function answerReplay(operator: Operator, options: ReplayOptions): Promise<Answer> {
  const company = await operator.company();
  const filter = parseFilter(company, options, false);
  const isNarrow = [filter.code, filter.causeKey, filter.flow, filter.since].some((each) => each !== null);
  if (!isNarrow && options.all !== true) {
    throw new UsageError('expected --code, --cause, --flow or --since, or --all for whatever is parked; came none');
  }
  const pace = {
    perSecond: parseInput('--rate', ratePerSecond, options.rate),
    waitSeconds: parseInput('--wait', seconds, options.wait),
  };
  const request = {
    actor: actingPerson(operator, options.as),
    reason: parseInput('--reason', reason, options.reason),
  };
  const listed = await selectExceptionList(operator.pool(), filter);
  const outcomes = await selectParked(operator, company, subjectsOf(listed));
  const answer: ReplayAnswer = {
    company,
    candidates: outcomes.map((outcome) => candidateOf(outcome, listed)),
    totals: await selectExceptionTotals(operator.pool(), filter),
    replayed: null,
  };
  const list = toReplayText(answer, operator.terminal.width);
  if (options.preview === true || outcomes.length === 0) {
    return { exitCode: exitCodes.done, document: answer, text: list };
  }
  if (options.yes !== true) {
    if (!operator.terminal.isInteractive)
      throw new UsageError('expected --yes (or --preview) where nobody can be asked');
    operator.remark(list);
    if (!(await confirmed(`Try these ${outcomes.length} again?`))) {
      return { exitCode: exitCodes.no, document: answer, text: 'Nothing was tried.' };
    }
  }
  const replayed = await replayDocuments(operator, company, outcomes, request, pace);
  const isAllThrough = replayed.documents.every(({ outcome }) => wentThrough(outcome));
  return {
    exitCode: isAllThrough ? exitCodes.done : exitCodes.no,
    document: { ...answer, replayed },
    text: replayedText(replayed, operator.terminal.width),
  };
}

/** What stands for the whole company has no flow of its own to try again. */
function subjectsOf(listed: readonly ListedException[]): string[] {
  return [...new Set(listed.map(({ document_key }) => document_key))].filter((document) => document !== '*');
}

/** Documents first, then records and accounts, each in the order of their keys. */
async function selectParked(operator: Operator, company: string, keys: readonly string[]): Promise<ParkedSubject[]> {
  const documents = await selectDocumentOutcomes(operator.pool(), company, keys);
  const records = await selectParkedRecords(operator.pool(), company, keys);
  return [
    ...documents.map((outcome) => ({
      key: outcome.document_key,
      workflowId: outcome.workflow_id,
      amount: outcome.amount,
      currency: outcome.currency,
      hours: outcome.hours,
      state: outcome.state,
      newestExceptionId: outcome.newest_exception_id,
    })),
    ...records.map(({ document_key: key, workflow_id: workflowId, amount, currency }) => {
      return { key, workflowId, amount, currency, hours: null, state: 'parked', newestExceptionId: null };
    }),
  ];
}

function candidateOf({ key, workflowId, amount, currency, hours }: ParkedSubject, listed: readonly ListedException[]) {
  const own = listed.filter(({ document_key }) => document_key === key);
  return { document: key, workflowId, amount, currency, hours, codes: [...new Set(own.map(({ code }) => code))] };
}
