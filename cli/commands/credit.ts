import type { Command } from 'commander';
import { answerCredit, type CreditAnswer, type CreditOutcome } from '../../activities/receivables/credit-answer';
import type { CreditPosition } from '../../domain/open-items';
import { exitCodes, NegativeAnswer, Unreachable, UsageError } from '../exit-codes';
import { parseInput } from '../failure-report';
import { currencyCode, customerName, orderAmount } from '../inputs';
import type { Operator } from '../operator';
import { tableText } from '../output/table';
import type { Answer, CommandRunner } from '../run-command';

// A person at a prompt may wait longer than a sales screen.
const waitMaxMs = 30_000;

/** `credit <customer>`: what `GET /credit` answers; exit code 0 when an order may be taken, 1 when not. */
export function registerCredit(program: Command, run: CommandRunner): void {
  program
    .command('credit')
    .description('whether sales may take an order of a customer, and why not')
    .argument('<customer>', 'its code in iMetal or its id in Intacct')
    .option('--order <amount>', 'an order that sales would like to take, tax included')
    .option('--currency <code>', "the order's currency (default: the customer's own)")
    .addHelpText('after', '\nExample:\n  intacct-pipelines credit C00102 --order 12500.00')
    .action((customer: string, options: { order?: string; currency?: string }, command: Command) =>
      run(command, (operator) => credit(operator, customer, options)),
    );
}

async function credit(
  operator: Operator,
  named: string,
  options: { order?: string; currency?: string },
): Promise<Answer> {
  const customer = parseInput('customer', customerName, named);
  const amount = options.order === undefined ? null : parseInput('--order', orderAmount, options.order);
  const currency = options.currency === undefined ? null : parseInput('--currency', currencyCode, options.currency);
  if (amount === null && currency !== null) throw new UsageError('--currency: expected --order too, came nothing');
  const { client } = await operator.temporal();
  const deps = {
    pool: operator.pool(),
    client,
    taskQueue: operator.config().TASK_QUEUE,
    profiles: operator.profiles(),
    imetalMasters: operator.clients().imetalMasters,
  };
  const order = amount === null ? null : { amount, currency };
  const outcome = await answerCredit(deps, { company: await operator.company(), customer, order, waitMaxMs });
  const answer = answerOrRefuse(outcome, customer);
  const isRefused = answer.wouldBeOverExtended ?? answer.isOverExtended;
  return {
    exitCode: isRefused ? exitCodes.no : exitCodes.done,
    document: answer,
    text: creditText(answer, isRefused, operator.terminal.width),
  };
}

function answerOrRefuse(outcome: CreditOutcome, customer: string): CreditAnswer {
  switch (outcome.kind) {
    case 'answered':
      return outcome.answer;
    case 'no-such-customer':
      throw new NegativeAnswer(`neither system has a customer ${customer}`);
    case 'wrong-currency':
      throw new UsageError(`--currency: expected ${outcome.expected}, in which the credit of ${customer} is`);
    case 'not-fresh': {
      const { ageSeconds, because } = outcome;
      const known = ageSeconds === null ? 'nothing is known yet' : `what is known is ${ageSeconds} s old`;
      throw new Unreachable(`no fresh answer, ${known}: ${because}`);
    }
  }
}

function creditText(answer: CreditAnswer, isRefused: boolean, width: number): string {
  const { customerId, customerCode, order, reasons, ageSeconds, customer, group } = answer;
  const name = customerCode === null || customerCode === customerId ? customerId : `${customerId} (${customerCode})`;
  const asked = order === null ? '' : ` for an order of ${order.amount} ${order.currency}`;
  const columns = [
    { title: '' },
    ...['limit', 'balance', 'open orders', 'unexported', 'exposure', 'available'].map((title) => ({
      title,
      align: 'right' as const,
    })),
    { title: 'currency' },
  ];
  return [
    `${name}: ${isRefused ? 'NO' : 'yes'}${asked}, as Intacct was ${ageSeconds} s ago`,
    ...reasons.map((reason) => `  ${reason}`),
    '',
    tableText(columns, [positionCells(customer), ...(group === null ? [] : [positionCells(group)])], width),
  ].join('\n');
}

function positionCells(position: CreditPosition): string[] {
  const { level, customerId, limit, balanceDue, openOrders, unexportedInvoices, exposure, available, currency } =
    position;
  return [
    level === 'group' ? `group ${customerId}` : customerId,
    limit ?? 'none',
    balanceDue,
    openOrders,
    unexportedInvoices,
    exposure,
    available ?? '—',
    currency,
  ];
}
