import type { Command } from 'commander';
import type { PostedDocumentKind } from '../../activities/document-kinds/document-kind';
import { postedDocumentKinds } from '../../activities/document-kinds/document-kinds';
import { findDocumentKind, triggerDocument } from '../../activities/trigger-document';
import { documentFlows } from '../../clients/temporal/document-flows';
import type { CompanyProfile } from '../../domain/company-profile';
import { systemNames } from '../../domain/document-source';
import { exitCodes, NegativeAnswer, UsageError } from '../exit-codes';
import { parseInput } from '../failure-report';
import { sourceDocumentKey } from '../inputs';
import type { Operator } from '../operator';
import { webUiLink } from '../output/web-ui-link';
import type { Answer, CommandRunner } from '../run-command';

const meaning = {
  started: 'its flow has started',
  'already-running': 'its flow is running already',
  'already-finished': 'it is finished, and unchanged since',
  'changed-after-posting': 'it was changed after it was posted: a new revision is parked until a person decides',
  retried: 'it was parked and has been corrected at its source since: its flow tries again',
} as const;

/** `trigger <document>`: `{ document, company, flow, outcome, workflowId, webUi }`. The kind may be named before it: `imetal sales-invoice`. */
export function registerTrigger(program: Command, run: CommandRunner): void {
  program
    .command('trigger')
    .description('say that a document of a source system is final; twice the same is one posting')
    .argument(
      '<document...>',
      'branch, type and number of iMetal, or TS- and the id of an Assignar timesheet; unless `imetal <kind>` or `assignar timesheet` stands before it',
    )
    .addHelpText(
      'after',
      '\nKinds: of iMetal sales-invoice, sales-credit, supplier-document, stock-movement; of Assignar timesheet.\n\nExamples:\n  intacct-pipelines trigger HOU-DIV-104233\n  intacct-pipelines trigger imetal sales-credit HOU-CRN-700012\n  intacct-pipelines trigger TS-9001',
    )
    .action((words: string[], _options, command: Command) =>
      run(command, (operator) => answerTrigger(operator, words)),
    );
}

async function answerTrigger(operator: Operator, words: readonly string[]): Promise<Answer> {
  const named = kindNamed(words);
  const document = parseInput('document', sourceDocumentKey, words.at(-1) ?? '');
  const profile = await operator.profile();
  const kind = named ?? kindOfType(document, profile);
  const { company } = profile;
  const { noun, flow } = documentFlows[kind.kind];
  const deps = {
    pool: operator.pool(),
    client: (await operator.temporal()).client,
    taskQueue: operator.config().TASK_QUEUE,
    profiles: operator.profiles(),
    imetal: operator.clients().imetal,
    assignar: operator.clients().assignar,
  };
  const result = await triggerDocument(deps, kind, company, document);
  if (result.kind === 'no-such-document')
    throw new NegativeAnswer(`${systemNames[kind.system]} has no ${noun} ${document} of ${company}`);
  const webUi = webUiLink(operator.environment, result.workflowId);
  const lines = [`${document}: ${meaning[result.kind]}`, ...(webUi === null ? [] : [`  ${webUi}`])];
  return {
    exitCode: exitCodes.done,
    document: { document, company, flow, outcome: result.kind, workflowId: result.workflowId, webUi },
    text: lines.join('\n'),
  };
}

/** Null when only the document is named. Throws UsageError. */
function kindNamed(words: readonly string[]): PostedDocumentKind | null {
  if (words.length === 1) return null;
  const [system, name] = words;
  const kind = Object.values(postedDocumentKinds).find((each) => each.kind === name);
  if (words.length === 3 && kind?.system === system && kind !== undefined) return kind;
  const kinds = Object.keys(postedDocumentKinds).join(', ');
  throw new UsageError(
    `expected a document, or its system, one of ${kinds}, and a document; came "${words.join(' ')}"`,
  );
}

function kindOfType(document: string, profile: CompanyProfile): PostedDocumentKind {
  const kind = findDocumentKind(document, profile);
  if (kind !== null) return kind;
  const types = Object.values(postedDocumentKinds).flatMap((each) => each.types(profile));
  throw new UsageError(`${document}: expected a document of type ${types.join(', ')}, as the profile names them`);
}
