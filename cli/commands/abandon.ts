import type { Command } from 'commander';
import { selectDocumentOutcomes } from '../../db/document-outcomes';
import { actingPerson } from '../acting-person';
import { awaitOutcomes, type Settled, watermarksOf } from '../await-outcomes';
import { decideRecord } from '../decide-record';
import { decide, refuseFinished } from '../decisions';
import { exitCodes } from '../exit-codes';
import { parseInput } from '../failure-report';
import { documentKey, reason, subjectHelp } from '../inputs';
import { namedSubject } from '../named-subject';
import type { Operator } from '../operator';
import { outcomeText, recordOutcomeText } from '../outcome-text';
import type { Answer, CommandRunner } from '../run-command';
import { unknownDocument } from './show';

// Giving up is one statement in the hub's database.
const waitSeconds = 30;

/** `abandon <document>`: `{ document, company, workflowId, actor, reason, outcome }`. */
export function registerAbandon(program: Command, run: CommandRunner): void {
  program
    .command('abandon')
    .description('give a parked document up for good, or a record or account until it changes again')
    .argument('<document>', subjectHelp)
    .requiredOption('--reason <words>', 'why; kept in the history')
    .option('--as <name>', 'who decides (default: $USER)')
    .addHelpText(
      'after',
      "\nWhat is in Intacct already stays there; then only its open question is closed.\n\nExample:\n  intacct-pipelines abandon HOU-DIV-104233 --reason 'posted by hand as invoice 4711'",
    )
    .action((document: string, options: { reason: string; as?: string }, command: Command) =>
      run(command, (operator) => answerAbandon(operator, parseInput('document', documentKey, document), options)),
    );
}

async function answerAbandon(
  operator: Operator,
  document: string,
  options: { reason: string; as?: string },
): Promise<Answer> {
  const request = {
    actor: actingPerson(operator, options.as),
    reason: parseInput('--reason', reason, options.reason),
  };
  const subject = namedSubject(document);
  if (subject.kind !== 'document') {
    const decided = await decideRecord(operator, subject, 'abandon', request, waitSeconds);
    return {
      exitCode: decided.outcome.kind === 'abandoned' ? exitCodes.done : exitCodes.no,
      document: { ...decided, ...request },
      text: `${decided.document}: ${recordOutcomeText(decided.outcome, waitSeconds)}`,
    };
  }
  const company = await operator.company();
  const before = await selectDocumentOutcomes(operator.pool(), company, [document]);
  const [standing] = before;
  if (standing === undefined) throw unknownDocument(company, document);
  refuseFinished(standing);
  await decide((await operator.temporal()).client, standing.workflow_id, 'abandon', request);
  const outcomes = await awaitOutcomes(operator.pool(), company, watermarksOf(before), waitSeconds);
  const outcome = outcomes.get(document) ?? { kind: 'under-way' as const, state: standing.state };
  const isDone = outcome.kind === 'abandoned' || outcome.kind === 'posted';
  const words: Partial<Record<Settled['kind'], string>> = {
    abandoned: standing.posted_before
      ? 'the change is ignored; what was posted before stays in Intacct as it is'
      : 'abandoned; nothing of it is in Intacct',
    posted: 'its question is closed; what was posted stays in Intacct',
    parked: 'parked again',
    'under-way': `taken up, and not written down after ${waitSeconds} s; it goes on by itself`,
  };
  return {
    exitCode: isDone ? exitCodes.done : exitCodes.no,
    document: { document, company, workflowId: standing.workflow_id, ...request, outcome },
    text: `${document}: ${words[outcome.kind] ?? outcomeText(outcome, waitSeconds)}`,
  };
}
