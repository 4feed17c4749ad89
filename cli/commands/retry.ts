import type { Command } from 'commander';
import { selectDocumentOutcomes } from '../../db/document-outcomes';
import type { Correction } from '../../domain/posting';
import { actingPerson } from '../acting-person';
import { awaitOutcomes, type Settled, watermarksOf } from '../await-outcomes';
import { decide, refuseFinished } from '../decisions';
import { exitCodes } from '../exit-codes';
import { parseInput } from '../failure-report';
import { documentKey, postingDate, reason, seconds } from '../inputs';
import type { Operator } from '../operator';
import type { Answer, CommandRunner } from '../run-command';
import { unknownDocument } from './show';

interface RetryOptions {
  postingDate?: string;
  reverseAndRepost?: true;
  reason: string;
  as?: string;
  wait: string;
}

/** `retry <document>`: `{ document, company, workflowId, actor, reason, correction, outcome }`; exit code 0 only when posted. */
export function registerRetry(program: Command, run: CommandRunner): void {
  program
    .command('retry')
    .description('try a parked document again, and wait for what comes of it')
    .argument('<document>', 'branch, type and number')
    .option('--reason <words>', 'what was fixed; kept in the history', 'tried again')
    .option('--posting-date <day>', 'post into another period, YYYY-MM-DD; the invoice date stays')
    .option('--reverse-and-repost', 'for CHANGED_AFTER_POSTING: reverse what was posted, post what the source says now')
    .option('--as <name>', 'who decides (default: $USER)')
    .option('--wait <seconds>', 'how long to wait for the outcome', '30')
    .addHelpText(
      'after',
      "\nExit code 0 when it is posted; 1 when it is parked again, was not parked, or is still under way.\n\nExamples:\n  intacct-pipelines retry HOU-DIV-104233 --reason 'customer created'\n  intacct-pipelines retry HOU-DIV-104233 --posting-date 2026-11-01 --reason 'October is closed'",
    )
    .action((document: string, options: RetryOptions, command: Command) =>
      run(command, (operator) => answerRetry(operator, parseInput('document', documentKey, document), options)),
    );
}

async function answerRetry(operator: Operator, document: string, options: RetryOptions): Promise<Answer> {
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
    exitCode: outcome.kind === 'posted' ? exitCodes.done : exitCodes.no,
    document: { document, company, workflowId: standing.workflow_id, ...request, outcome },
    text: `${document}: ${outcomeText(outcome, waitSeconds)}`,
  };
}

/** What came of a decision, in words. */
export function outcomeText(outcome: Settled, waitSeconds: number): string {
  switch (outcome.kind) {
    case 'posted':
      return `posted as Intacct record ${outcome.intacctKey}, and acknowledged`;
    case 'parked':
      return `parked again: ${outcome.code}: ${outcome.message}`;
    case 'abandoned':
      return 'abandoned';
    case 'under-way':
      return `taken up, and still ${outcome.state} after ${waitSeconds} s; it goes on by itself`;
  }
}
