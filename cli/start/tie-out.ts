import { formatCents, isZeroAmount, negateAmount, subtractAmounts, sumAmounts } from '../../domain/money';
import type { HubDocument } from './sample-day-hub';
import type { SourceInvoiceKey, SourceInvoiceTotals } from './sample-day-source';

/** A balance of the sandbox's ledger, debit positive. */
export interface LedgerBalance {
  account: string;
  entity: string;
  currency: string;
  documentAmount: string;
  baseAmount: string;
}

export type Fate = 'posted' | 'parked' | 'abandoned' | 'open';

export type SettledInvoice = SourceInvoiceTotals & { fate: Fate };

/** One line of the proof: what the source says, where it went, and what the ledger says. */
export interface TieOutRow {
  measure: Measure;
  entity: string;
  /** Document currency; for cost of sales the entity's base currency. */
  currency: string;
  source: string;
  posted: string;
  parked: string;
  abandoned: string;
  ledger: string;
  /** Ledger less posted: anything but zero is a fault. */
  difference: string;
}

type Measure = 'receivables' | 'sales' | 'sales tax' | 'cost of sales';

interface Reading {
  measure: Measure;
  ofSource(invoice: SourceInvoiceTotals): { currency: string; amount: string };
  ofLedger(balance: LedgerBalance): { currency: string; amount: string } | undefined;
}

/** What each measure is in both books; the sample company's chart of accounts is numbered by kind. */
function readings(receivablesAccount: string, baseCurrencies: ReadonlyMap<string, string>): Reading[] {
  const credits = (prefix: string) => (balance: LedgerBalance) =>
    balance.account.startsWith(prefix)
      ? { currency: balance.currency, amount: negateAmount(balance.documentAmount) }
      : undefined;
  return [
    {
      measure: 'receivables',
      ofSource: ({ currency, net, tax }) => ({ currency, amount: sumAmounts([net, tax]) }),
      ofLedger: ({ account, currency, documentAmount }) =>
        account === receivablesAccount ? { currency, amount: documentAmount } : undefined,
    },
    { measure: 'sales', ofSource: ({ currency, net }) => ({ currency, amount: net }), ofLedger: credits('4') },
    { measure: 'sales tax', ofSource: ({ currency, tax }) => ({ currency, amount: tax }), ofLedger: credits('23') },
    {
      measure: 'cost of sales',
      ofSource: ({ base_currency, cost_of_sales }) => ({ currency: base_currency, amount: cost_of_sales }),
      ofLedger: ({ account, entity, baseAmount }) =>
        account.startsWith('5') ? { currency: baseCurrencies.get(entity) ?? '?', amount: baseAmount } : undefined,
    },
  ];
}

/** The invoices that were this hub's to post, each with its fate; those that an earlier interface exported are not. */
export function settle<T extends SourceInvoiceKey>(source: T[], hub: HubDocument[]): (T & { fate: Fate })[] {
  const known = new Map(hub.map((document) => [document.document_key, document]));
  return source
    .filter((invoice) => invoice.reference === null || known.has(invoice.document_key))
    .map((invoice) => ({ ...invoice, fate: fateOf(known.get(invoice.document_key)) }));
}

function fateOf(document: HubDocument | undefined): Fate {
  if (document?.state === 'posted' && document.acknowledged) return 'posted';
  if (document?.state === 'rejected') return 'parked';
  return document?.state === 'abandoned' ? 'abandoned' : 'open';
}

/** Compares source and ledger by measure, entity and currency; `opening` is what the ledger held before the day. */
export function tieOut(
  invoices: SettledInvoice[],
  ledger: LedgerBalance[],
  opening: LedgerBalance[],
  receivablesAccount: string,
): TieOutRow[] {
  const baseCurrencies = new Map(invoices.map((invoice) => [invoice.entity, invoice.base_currency]));
  return readings(receivablesAccount, baseCurrencies).flatMap((reading) => {
    const amounts = new Map<string, Record<'source' | 'ledger' | Fate, string[]>>();
    const at = (entity: string, currency: string) => {
      const key = `${entity} ${currency}`;
      const found = amounts.get(key) ?? { source: [], ledger: [], posted: [], parked: [], abandoned: [], open: [] };
      amounts.set(key, found);
      return found;
    };
    for (const invoice of invoices) {
      const { currency, amount } = reading.ofSource(invoice);
      at(invoice.entity, currency).source.push(amount);
      at(invoice.entity, currency)[invoice.fate].push(amount);
    }
    for (const balance of [...ledger, ...opening.map(negateBalance)]) {
      const read = reading.ofLedger(balance);
      if (read !== undefined) at(balance.entity, read.currency).ledger.push(read.amount);
    }
    return [...amounts]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, sums]) => row(reading.measure, key, sums))
      .filter(hasMoney);
  });
}

function negateBalance(balance: LedgerBalance): LedgerBalance {
  const { documentAmount, baseAmount } = balance;
  return { ...balance, documentAmount: negateAmount(documentAmount), baseAmount: negateAmount(baseAmount) };
}

function row(measure: Measure, key: string, sums: Record<'source' | 'ledger' | Fate, string[]>): TieOutRow {
  const [entity = '', currency = ''] = key.split(' ');
  const total = (amounts: string[]) => formatCents(sumAmounts(amounts));
  const posted = total(sums.posted);
  const ledger = total(sums.ledger);
  return {
    measure,
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

function hasMoney({ source, ledger }: TieOutRow): boolean {
  return !isZeroAmount(source) || !isZeroAmount(ledger);
}

/** The rows in which the ledger is not what was posted, or in which posted, parked and abandoned do not make up the source. */
export function untied(rows: TieOutRow[]): TieOutRow[] {
  return rows.filter(
    ({ difference, source, posted, parked, abandoned }) =>
      !isZeroAmount(difference) || !isZeroAmount(subtractAmounts(source, sumAmounts([posted, parked, abandoned]))),
  );
}
