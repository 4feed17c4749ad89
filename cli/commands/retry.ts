import type { Command } from 'commander';
import { selectDocumentOutcomes } from '../../db/document-outcomes';
import type { Correction } from '../../domain/posting';
import { actingPerson } from '../acting-person';
import { awaitOutcomes, watermarksOf } from '../await-outcomes';
import { decideRecord } from '../decide-record';
import { decide, refuseFinished } from '../decisions';
import { exitCodes, UsageError } from '../exit-codes';
import { parseInput } from '../failure-report';
import { documentKey, postingDate, reason, seconds, subjectHelp } from '../inputs';
import { type NamedSubject, namedSubject } from '../named-subject';
import type { Operator } from '../operator';
import { outcomeText, recordOutcomeText, wentThrough } from '../outcome-text';
import type { Answer, CommandRunner } from '../run-command';
import { unknownDocument } from './show';

interface RetryOptions {
  postingDate?: string;
  reverseAndRepost?: true;
  reason: string;
  as?: string;
  wait: string;
}

/** `retry <document>`: `{ document, company, workflowId, actor, reason, correction, outcome }`; exit code 0 only when posted, in step or told. */
export function registerRetry(program: Command, run: CommandRunner): void {
  program
    .command('retry')
    .description('try a parked document, record or account again, and wait for what comes of it')
    .argument('<document>', subjectHelp)
    .option('--reason <words>', 'what was fixed; kept in the history', 'tried again')
    .option('--posting-date <day>', 'post into another period, YYYY-MM-DD; the invoice date stays')
    .option('--reverse-and-repost', 'for CHANGED_AFTER_POSTING: reverse what was posted, post what the source says now')
    .option('--as <name>', 'who decides (default: $USER)')
    .option('--wait <seconds>', 'how long to wait for the outcome', '30')
    .addHelpText(
      'after',
      "\nExit code 0 when it is posted, in step or told; 1 when it is parked again, was not parked, or is still under way.\n\nExamples:\n  intacct-pipelines retry HOU-DIV-104233 --reason 'customer created'\n  intacct-pipelines retry HOU-DIV-104233 --posting-date 2026-11-01 --reason 'October is closed'\n  intacct-pipelines retry CUSTOMER/C00112 --reason 'terms N45 created in iMetal'",
    )
    .action((document: string, options: RetryOptions, command: Command) =>
      run(command, (operator) => answerRetry(operator, parseInput('document', documentKey, document), options)),
    );
}

async function answerRetry(operator: Operator, document: string, options: RetryOptions): Promise<Answer> {
  const subject = namedSubject(document);
  if (subject.kind !== 'document') return answerRecordRetry(operator, subject, options);
  const day = parseInput('--posting-date', postingDate.optional(), options.postingDate);
  const correction: Correction = {
    ...(day === undefined ? {} : { postingDate: day }),
    ...(options.reverseAndRepost === true ? { reverseAndRepost: true } : {}),
  };
  const request = {
    actor: actingPerson(operator, options.as),
    reason: parseInput('--reason', reason, options.reason),
    correction,
  };
  const waitSeconds = parseInput('--wait', seconds, options.wait);
  const company = await operator.company();
  const before = await selectDocumentOutcomes(operator.pool(), company, [document]);
  const [standing] = before;
  if (standing === undefined) throw unknownDocument(company, document);
  refuseFinished(standing);

  await decide((await operator.temporal()).client, standing.workflow_id, 'retry', request);
  const outcomes = await awaitOutcomes(operator.pool(), company, watermarksOf(before), waitSeconds);
  const outcome = outcomes.get(document) ?? { kind: 'under-way' as const, state: standing.state };
  return {
    exitCode: wentThrough(outcome) ? exitCodes.done : exitCodes.no,
    document: { document, company, workflowId: standing.workflow_id, ...request, outcome },
    text: `${document}: ${outcomeText(outcome, waitSeconds)}`,
  };
}

async function answerRecordRetry(
  operator: Operator,
  subject: Exclude<NamedSubject, { kind: 'document' }>,
  options: RetryOptions,
): Promise<Answer> {
  if (options.postingDate !== undefined || options.reverseAndRepost === true) {
    throw new UsageError(
      '--posting-date and --reverse-and-repost: expected a document, came a record, which is not posted',
    );
  }
  const request = {
    actor: actingPerson(operator, options.as),
    reason: parseInput('--reason', reason, options.reason),
  };
  const waitSeconds = parseInput('--wait', seconds, options.wait);
  const decided = await decideRecord(operator, subject, 'retry', request, waitSeconds);
  return {
    exitCode: wentThrough(decided.outcome) ? exitCodes.done : exitCodes.no,
    document: { ...decided, ...request },
    text: `${decided.document}: ${recordOutcomeText(decided.outcome, waitSeconds)}`,
  };
}
