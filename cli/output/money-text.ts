import { type Amount, formatCents, isWholeCents } from '../../domain/money';
import { emptyCell } from './table';

/** Money without its currency, or hours: `7.50 h`. */
export function measureText(amount: Amount, isHours: boolean): string {
  return isHours ? `${moneyText(amount)} h` : moneyText(amount);
}

/** An amount with thousands separators and its currency: `12,340.55 USD`; `—` when there is none. All printed money goes through here. */
export function moneyText(amount: Amount | null, currency: string | null = null): string {
  if (amount === null) return emptyCell;
  const [whole = '', decimals = ''] = (isWholeCents(amount) ? formatCents(amount) : amount).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return [`${grouped}.${decimals}`, ...(currency === null ? [] : [currency])].join(' ');
}
