import type { Command } from 'commander';
import { triggerSalesInvoice } from '../../activities/trigger-sales-invoice';
import { exitCodes, NegativeAnswer } from '../exit-codes';
import { parseInput } from '../failure-report';
import { salesInvoiceKey } from '../inputs';
import type { Operator } from '../operator';
import { webUiLink } from '../output/web-ui-link';
import type { Answer, CommandRunner } from '../run-command';

const meaning = {
  started: 'its flow has started',
  'already-running': 'its flow is running already',
  'already-finished': 'it is finished, and unchanged since',
  'changed-after-posting': 'it was changed after it was posted: a new revision is parked until a person decides',
  retried: 'it was parked and has been corrected in iMetal since: its flow tries again',
} as const;

/** `trigger imetal sales-invoice <document>`: `{ document, company, outcome, workflowId, webUi }`. */
export function registerTrigger(program: Command, run: CommandRunner): void {
  program
    .command('trigger')
    .description('say that a document of a source system is final')
    .command('imetal')
    .description('iMetal')
    .command('sales-invoice')
    .description('post a sales invoice; twice the same is one posting')
    .argument('<document>', 'branch, type and number')
    .addHelpText('after', '\nExample:\n  intacct-pipelines trigger imetal sales-invoice HOU-DIV-104233')
    .action((document: string, _options, command: Command) =>
      run(command, (operator) => triggerDocument(operator, parseInput('document', salesInvoiceKey, document))),
    );
}

async function triggerDocument(operator: Operator, document: string): Promise<Answer> {
  const company = await operator.company();
  const { client } = await operator.temporal();
  const { TASK_QUEUE: taskQueue } = operator.config();
  const deps = { pool: operator.pool(), client, taskQueue, imetal: operator.clients().imetal };
  const result = await triggerSalesInvoice(deps, company, document);
  if (result.kind === 'no-such-document') {
    throw new NegativeAnswer(`iMetal has no sales invoice ${document} of ${company}`);
  }
  const webUi = webUiLink(operator.environment, result.workflowId);
  const lines = [`${document}: ${meaning[result.kind]}`, ...(webUi === null ? [] : [`  ${webUi}`])];
  return {
    exitCode: exitCodes.done,
    document: { document, company, outcome: result.kind, workflowId: result.workflowId, webUi },
    text: lines.join('\n'),
  };
}
