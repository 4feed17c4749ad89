import type { IntacctTerm } from '../../domain/master-records';

/** Intacct's words for how often a penalty is charged (facts/intacct.md 8.4), iMetal's code (assumed), and a salesperson's words. */
export const penaltyPeriods: Readonly<Record<string, { code: string; words: string }>> = {
  Daily: { code: 'DAY', words: 'a day' },
  Weekly: { code: 'WEK', words: 'a week' },
  Biweekly: { code: '2WK', words: 'every two weeks' },
  Monthly: { code: 'MTH', words: 'a month' },
  Bimonthly: { code: '2MT', words: 'every two months' },
  Quarterly: { code: 'QTR', words: 'a quarter' },
  'Half yearly': { code: 'HYR', words: 'every half year' },
  Annually: { code: 'YR', words: 'a year' },
};

/** The term as one says it to a customer: "1% if paid within 5 days, otherwise net 30 days". */
export function termNarrative(term: IntacctTerm): string {
  const due = dueWords(term.due);
  const discount = discountWords(term);
  const agreed = discount === null ? due : `${discount}, otherwise ${due}`;
  const penalty = penaltyWords(term.penalty);
  return penalty === null ? agreed : `${agreed}; ${penalty}`;
}

function dueWords(due: IntacctTerm['due']): string {
  if (due === null) return 'no due date';
  if (due.from === 'from invoice/bill date') return due.day === 0 ? 'due at once' : `net ${due.day} days`;
  const month = due.from
    .replace(/^of /, '')
    .replace(' from invoice/bill date', '')
    .replace(' of invoice/bill date', '');
  const words =
    month === 'the month' ? 'the month of the invoice' : month === 'next month' ? 'the next month' : `the ${month}`;
  return due.day === 31 ? `due at the end of ${words}` : `due on day ${due.day} of ${words}`;
}

function discountWords({ discount, discountCalculatedOn }: IntacctTerm): string | null {
  if (discount === null) return null;
  const amount = discount.unit === '%' ? `${short(discount.amount)}%` : `${discount.amount} off`;
  const base = discountCalculatedOn === 'Line items total' ? ' of the goods before tax' : '';
  return `${amount}${base} if paid within ${discount.day} days`;
}

function penaltyWords(penalty: IntacctTerm['penalty']): string | null {
  if (penalty === null) return null;
  const amount = penalty.unit === '%' ? `${short(penalty.amount)}%` : penalty.amount;
  return `${amount} ${penaltyPeriods[penalty.type]?.words ?? penalty.type} on what is late`;
}

/** 1.50 is said as 1.5, and 1.00 as 1. */
function short(amount: string): string {
  return amount.includes('.') ? amount.replace(/\.?0+$/, '') : amount;
}
