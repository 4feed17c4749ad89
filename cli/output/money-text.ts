import { type Amount, formatCents, isWholeCents } from '../../domain/money';

/** An amount with thousands separators and its currency: `12,340.55 USD`; `—` when there is none. All printed money goes through here. */
export function moneyText(amount: Amount | null, currency: string | null = null): string {
  if (amount === null) return '—';
  const [whole = '', decimals = ''] = (isWholeCents(amount) ? formatCents(amount) : amount).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return [`${grouped}.${decimals}`, ...(currency === null ? [] : [currency])].join(' ');
}
