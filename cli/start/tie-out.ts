import { formatCents, isZeroAmount, subtractAmounts, sumAmounts } from '../../domain/money';

export type Fate = 'posted' | 'parked' | 'abandoned' | 'open';

/** What is measured in both books. */
export const measures = [
  'receivables',
  'sales',
  'sales tax',
  'cost of sales',
  'payables',
  'purchases',
  'purchase tax',
  'goods received',
  'stock movements',
  'weight counted',
] as const;
export type Measure = (typeof measures)[number];

/** An amount of one measure in one book; the currency is the document's, or the entity's where the measure is in base currency. */
export interface MeasuredAmount {
  measure: Measure;
  entity: string;
  currency: string;
  amount: string;
}

/** One line of the proof: what the source says, where it went, and what the ledger says. */
export interface TieOutRow {
  measure: Measure;
  entity: string;
  currency: string;
  source: string;
  posted: string;
  parked: string;
  abandoned: string;
  ledger: string;
  /** Ledger less posted: anything but zero is a fault. */
  difference: string;
}

type Sums = Record<'source' | 'ledger' | Fate, string[]>;

/** Compares source and ledger by measure, entity and currency. */
export function tieOut(
  source: readonly { fate: Fate; amounts: readonly MeasuredAmount[] }[],
  ledger: readonly MeasuredAmount[],
): TieOutRow[] {
  const sums = new Map<string, Sums>();
  const at = ({ measure, entity, currency }: MeasuredAmount): Sums => {
    const key = [String(measures.indexOf(measure)).padStart(2, '0'), entity, currency].join('|');
    const found = sums.get(key) ?? { source: [], ledger: [], posted: [], parked: [], abandoned: [], open: [] };
    sums.set(key, found);
    return found;
  };
  for (const { fate, amounts } of source) {
    for (const measured of amounts) {
      at(measured).source.push(measured.amount);
      at(measured)[fate].push(measured.amount);
    }
  }
  for (const measured of ledger) at(measured).ledger.push(measured.amount);
  return [...sums]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, ofKey]) => row(key, ofKey))
    .filter(hasMoney);
}

function row(key: string, sums: Sums): TieOutRow {
  const [position = '', entity = '', currency = ''] = key.split('|');
  const total = (amounts: string[]) => formatCents(sumAmounts(amounts));
  const posted = total(sums.posted);
  const ledger = total(sums.ledger);
  return {
    measure: measures[Number(position)] as Measure,
    entity,
    currency,
    source: total(sums.source),
    posted,
    parked: total(sums.parked),
    abandoned: total(sums.abandoned),
    ledger,
    difference: formatCents(subtractAmounts(ledger, posted)),
  };
}

function hasMoney({ source, ledger, posted }: TieOutRow): boolean {
  return ![source, ledger, posted].every(isZeroAmount);
}

/** The rows in which the ledger is not what was posted, or in which posted, parked and abandoned do not make up the source. */
export function untied(rows: TieOutRow[]): TieOutRow[] {
  return rows.filter(
    ({ difference, source, posted, parked, abandoned }) =>
      !isZeroAmount(difference) || !isZeroAmount(subtractAmounts(source, sumAmounts([posted, parked, abandoned]))),
  );
}
