import Table from 'cli-table3';
import { formatCents } from '../../domain/money';

type Alignment = 'left' | 'right';

/** A table of text with a line around it. */
export function drawTable(head: string[], alignment: Alignment[], rows: string[][]): string {
  const drawn = new Table({ head, colAligns: alignment, style: { head: [], border: [], compact: true } });
  drawn.push(...rows);
  return drawn.toString();
}

/** An amount as an accountant reads it: `-12,340.55`; zero is a dash. */
export function printAmount(amount: string): string {
  const [whole = '', cents = ''] = formatCents(amount).split('.');
  const printed = `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${cents}`;
  return printed === '0.00' || printed === '-0.00' ? '-' : printed;
}

/** A number with its thousands told apart; zero is a dash. */
export function printCount(count: number): string {
  return count === 0 ? '-' : count.toLocaleString('en-US');
}

/** A text of at most so many characters; what is cut off is shown by `…`. */
export function shorten(text: string, lengthMax: number): string {
  return text.length <= lengthMax ? text : `${text.slice(0, lengthMax - 1)}…`;
}
