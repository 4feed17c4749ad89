import { isZeroAmount } from '../../domain/money';
import { decimalText, divideRounded, scaledInteger } from '../../sandbox/sample-day/cents';
import type { FinancePort, OpenInvoice } from '../../sandbox/sample-day/finance-port';
import { defaultBusinessDate } from '../../sandbox/sample-day/generate-sample-day';
import type { Random } from '../../sandbox/sample-day/random';
import { isForEdits } from './source-edits';
import type { Verdicts } from './verdicts';

/** What finance does with a customer's account: one of these each time, every one before any comes again. */
export const financeVariants = [
  'pays in full',
  'pays a part',
  'takes a discount',
  'pays too much',
  'pays in advance, a part is applied',
  'cheque comes back',
  'credited by finance',
  'billed by finance',
  'part written off',
] as const;
export type FinanceVariant = (typeof financeVariants)[number];

/** Numbers that finance gives begin so; the hub's never do. */
export const FINANCE_PREFIX = 'FIN-';
/** Where finance bills and credits: an account of each entity that needs no department. */
const SUNDRY_ACCOUNT = '4400';
const BAD_DEBTS_ACCOUNT = '6810';

/** Where finance works, and what it keeps its hands off. */
export interface FinancePlace {
  finance: FinancePort;
  verdicts: Verdicts;
  claimed: Set<string>;
}

/** Does something with some open invoice; a refusal (the month is closed, it was paid meanwhile) is a person's bad luck. */
export async function actInFinance(
  { finance, verdicts, claimed }: FinancePlace,
  variant: FinanceVariant,
  random: Random,
): Promise<boolean> {
  const open = (await finance.openInvoices()).filter(
    ({ invoiceNumber, openAmount }) =>
      !isForEdits(invoiceNumber) && !verdicts.has(invoiceNumber) && !isZeroAmount(openAmount),
  );
  if (open.length === 0) return false;
  const invoice = random.pick(open);
  // What was paid is not edited and reversed as well.
  claimed.add(invoice.invoiceNumber);
  try {
    await carryOut(finance, variant, invoice, random);
    return true;
  } catch (error) {
    if (error instanceof Error && / came 422 /.test(error.message)) return false;
    throw error;
  }
}

async function carryOut(
  finance: FinancePort,
  variant: FinanceVariant,
  invoice: OpenInvoice,
  random: Random,
): Promise<void> {
  const { invoiceNumber, openAmount, customerId, entityId, currency } = invoice;
  const who = { customerId, entityId, currency, date: defaultBusinessDate };
  const number = `${FINANCE_PREFIX}${random.below(2 ** 31)}`;
  const part = shareOf(openAmount, random.between(5, 80));
  const pay = (amount: string, apply: object[], more: object = {}) =>
    finance.act('payment', { ...who, method: 'EFT', reference: number, amount, apply, ...more });
  switch (variant) {
    case 'pays in full':
      await pay(openAmount, [{ invoiceNumber, amount: openAmount }]);
      return;
    case 'pays a part':
      await pay(part, [{ invoiceNumber, amount: part }]);
      return;
    case 'takes a discount':
      await pay(part, [{ invoiceNumber, amount: part, discount: shareOf(part, 1) }]);
      return;
    case 'pays too much':
      await pay(plus(openAmount, '250.00'), [{ invoiceNumber, amount: openAmount }]);
      return;
    case 'pays in advance, a part is applied': {
      await finance.act('advance', { ...who, method: 'EFT', amount: plus(part, '100.00'), reference: number });
      const apply = [{ invoiceNumber, amount: part }];
      await finance.act('apply-advance', { customerId, date: defaultBusinessDate, apply });
      return;
    }
    case 'cheque comes back': {
      const { paymentKey } = await pay(part, [{ invoiceNumber, amount: part }], { method: 'Printed Check' });
      await finance.act('reverse-payment', { paymentKey, date: defaultBusinessDate, nsf: random.chance(50) });
      return;
    }
    case 'credited by finance':
      await finance.act('credit-memo', { ...who, number, amount: '75.00', accountNo: SUNDRY_ACCOUNT });
      return;
    case 'billed by finance':
      await finance.act('invoice', {
        ...who,
        number,
        amount: '310.00',
        accountNo: SUNDRY_ACCOUNT,
        dueDate: defaultBusinessDate,
      });
      return;
    case 'part written off':
      await finance.act('write-off', { ...who, number, amount: '1.00', accountNo: BAD_DEBTS_ACCOUNT, invoiceNumber });
  }
}

function shareOf(amount: string, perCent: number): string {
  const cents = divideRounded(scaledInteger(amount, 2) * BigInt(perCent), 100n);
  return decimalText(cents > 1n ? cents : 2n, 2);
}

function plus(amount: string, more: string): string {
  return decimalText(scaledInteger(amount, 2) + scaledInteger(more, 2), 2);
}
