import type { Command } from 'commander';
import { selectPostingHistory } from '../../db/document-history';
import { type PlanRow, selectNewestPlan } from '../../db/stored-plans';
import { exitCodes, NegativeAnswer } from '../exit-codes';
import { parseInput } from '../failure-report';
import { documentKey } from '../inputs';
import type { Operator } from '../operator';
import { inTargetOrder, type LineNoun, lineNounOf, summariseTrace, type TraceSummary } from '../output/trace-summary';
import { traceText } from '../output/trace-text';
import { readSource } from '../read-source';
import type { Answer, CommandRunner } from '../run-command';
import { proveStoredPlan, type StoredProof } from '../stored-proof';
import { unknownDocument } from './show';

/** `trace` as `--json` prints it; lines in the order of what they went into, amounts in the currency of the target. */
export interface TracedDocument {
  company: string;
  document: string;
  revision: number;
  version: number;
  /** What `invoice-line` as a target means here. */
  lineNoun: LineNoun;
  lines: {
    sourceLine: string;
    label: string;
    amount: string;
    target: PlanRow['trace'][number]['target'];
    minutes?: number;
  }[];
  summary: TraceSummary;
  proof: StoredProof;
}

/** `trace <document>`: exit code 1 when the sums are not proven, or when there is no plan. */
export function registerTrace(program: Command, run: CommandRunner): void {
  program
    .command('trace')
    .description('every source line and the line it went into, and the proof that the sums agree')
    .argument('<document>', 'branch, type and number, or a timesheet such as TS-9001')
    .addHelpText(
      'after',
      "\nHeld against the source as it is now; where the source cannot be read, the plan's own sums are proven.\nExit code 1 when anything does not add up.\n\nExamples:\n  intacct-pipelines trace HOU-DIV-104233\n  intacct-pipelines trace HOU-DIV-104233 --json | jq .proof",
    )
    .action((document: string, _options, command: Command) =>
      run(command, (operator) => answerTrace(operator, parseInput('document', documentKey, document))),
    );
}

async function answerTrace(operator: Operator, document: string): Promise<Answer> {
  const company = await operator.company();
  const [leading] = await selectPostingHistory(operator.pool(), company, document);
  if (leading === undefined) throw unknownDocument(company, document);
  const plan = await selectNewestPlan(operator.pool(), company, document);
  if (plan === null) {
    throw new NegativeAnswer(`${document} has no plan, so nothing went anywhere: intacct-pipelines show ${document}`);
  }
  const source = await readSource(operator, leading.flow, document);
  const lineNoun = lineNounOf(plan.documents);
  const traced: TracedDocument = {
    company,
    document,
    revision: plan.revision,
    version: plan.version,
    lineNoun,
    lines: inTargetOrder(plan.trace).map(({ sourceLineId, ...entry }) => ({ sourceLine: sourceLineId, ...entry })),
    summary: summariseTrace(plan.trace, lineNoun),
    proof: proveStoredPlan(plan, source),
  };
  return {
    exitCode: traced.proof.ok ? exitCodes.done : exitCodes.no,
    document: traced,
    text: traceText(traced, operator.terminal.width),
  };
}
