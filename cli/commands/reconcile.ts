import { SingleBar } from 'cli-progress';
import type { Command } from 'commander';
import { inTurn } from '../../activities/query-in-turn';
import { customerIdOfCode } from '../../activities/receivables/customer-names';
import {
  type CustomerDifference,
  type OpenItemsReconciliation,
  reconcileOpenItems,
} from '../../activities/receivables/reconcile-open-items';
import { createRequestSlots } from '../../db/request-slots';
import { exitCodes, NegativeAnswer } from '../exit-codes';
import { parseInput } from '../failure-report';
import { customerName } from '../inputs';
import type { Operator } from '../operator';
import { tableText } from '../output/table';
import type { Answer, CommandRunner } from '../run-command';

/** `reconcile open-items`: `{ company, customers, openItems, differences }`; exit code 0 only when both systems are equal. */
export function registerReconcile(program: Command, run: CommandRunner): void {
  program
    .command('reconcile')
    .description('read both systems afresh and compare them')
    .command('open-items')
    .description(
      'open items, balances, pending credits and unapplied cash of every customer, in Intacct and as iMetal shows them',
    )
    .option('--customer <name>', 'one customer only: its code in iMetal or its id in Intacct')
    .addHelpText(
      'after',
      '\nWhat moves while it reads shows as a difference; a second run tells it from one that stays.\n\nExamples:\n  intacct-pipelines reconcile open-items\n  intacct-pipelines reconcile open-items --customer C00102 --json',
    )
    .action((options: { customer?: string }, command: Command) =>
      run(command, (operator) => reconcile(operator, options.customer)),
    );
}

async function reconcile(operator: Operator, named: string | undefined): Promise<Answer> {
  const company = await operator.company();
  const profile = await operator.profile();
  const clients = operator.clients();
  const pool = operator.pool();
  const customer =
    named === undefined ? null : await customerIdOfCode(pool, company, parseInput('--customer', customerName, named));
  const slots = createRequestSlots(pool);
  const bar = progressBar(operator);
  try {
    const deps = {
      pool,
      masters: await clients.intacctMasters(company),
      receivables: await clients.intacctReceivables(company),
      imetal: clients.imetalMasters(company),
      inTurn: <T>(request: () => Promise<T>) => inTurn(slots, profile, request),
    };
    const work = { company, flow: 'reconcile', documentKey: null };
    const result = await operator.meter().during(work, () => reconcileOpenItems(deps, company, customer, bar.told));
    // Nothing on both sides is not the same as equal: it was mistyped.
    if (customer !== null && result.customers === 0) {
      throw new NegativeAnswer(`neither system has a customer ${named}`);
    }
    return answerOf(operator, company, result);
  } finally {
    bar.stop();
    await slots.close();
  }
}

function answerOf(operator: Operator, company: string, result: OpenItemsReconciliation): Answer {
  const { customers, openItems, differences } = result;
  const compared = `${customers} customers, ${openItems} open items compared`;
  return {
    exitCode: differences.length === 0 ? exitCodes.done : exitCodes.no,
    document: { company, ...result },
    text:
      differences.length === 0
        ? `${compared}: Intacct and iMetal are equal`
        : [
            differencesText(differences, operator.terminal.width),
            '',
            `${compared}: ${differences.length} differences`,
          ].join('\n'),
  };
}

function differencesText(differences: readonly CustomerDifference[], width: number): string {
  const columns = [
    { title: 'customer' },
    { title: 'what', stretches: true },
    { title: 'currency' },
    { title: 'Intacct', align: 'right' as const },
    { title: 'iMetal', align: 'right' as const },
  ];
  const rows = differences.map(({ customerId, customerCode, what, currency, intacct, imetal }) => [
    customerCode === null ? `${customerId} (not in iMetal)` : customerId,
    what,
    currency,
    intacct ?? '—',
    imetal ?? '—',
  ]);
  return tableText(columns, rows, width);
}

/** How far it is, for a person who watches. */
function progressBar(operator: Operator): { told(done: number, known: number): void; stop(): void } {
  if (!operator.terminal.isInteractive || operator.options.json)
    return { told: () => undefined, stop: () => undefined };
  const bar = new SingleBar({
    format: 'open items {bar} {value} of {total} customers',
    stream: process.stderr,
    clearOnComplete: true,
  });
  bar.start(1, 0);
  return {
    told(done, known) {
      bar.setTotal(Math.max(1, known));
      bar.update(done);
    },
    stop: () => bar.stop(),
  };
}
