import { formatCents, sumAmounts } from '../../domain/money';
import type { SampleDayResult } from './sample-day';
import type { OpenException } from './sample-day-hub';
import { drawTable, printAmount, printCount, shorten } from './text-table';

/** How each flow is called, which way it goes, and what the hub counts its calls under. */
const flows = [
  ['customers', 'Intacct → iMetal', 'customers'],
  ['contacts', 'both ways', 'contacts'],
  ['vendors', 'Intacct → iMetal', 'vendors'],
  ['terms', 'Intacct → iMetal', 'terms'],
  ['taxes', 'Intacct → iMetal', 'taxes'],
  ['sales invoices', 'iMetal → Intacct', 'order-to-invoice'],
  ['sales credits', 'iMetal → Intacct', 'sales-credit'],
  ['  applied to invoices', 'in Intacct', 'credit-application'],
  ['purchase invoices', 'iMetal → Intacct', 'purchase-invoice'],
  ['ledger entries', 'iMetal → Intacct', 'ledger-entry'],
  ['open items', 'Intacct → iMetal', 'open-items'],
  ['credit position', 'Intacct → iMetal', 'credit-position'],
] as const;

interface FlowCounts {
  seen: number;
  done: number;
  waiting: number;
  /** Abandoned, or none of operations' business. */
  leftOut: number;
}

/** One row for each flow: what it saw and what became of it, and what that cost. */
export function flowsTable(result: SampleDayResult): string {
  const rows = flows.map(([name, direction, flow]) => {
    const { seen, done, waiting, leftOut } = countsOf(flow, result);
    const meter = result.meter.find((counted) => counted.flow === flow);
    return [
      name,
      direction,
      ...[seen, done, waiting, leftOut, meter?.requests ?? 0, meter?.transactions ?? 0].map(printCount),
    ];
  });
  const named = new Set<string>(flows.map(([, , flow]) => flow));
  const others = result.meter.filter(({ flow }) => !named.has(flow));
  const total = (of: 'requests' | 'transactions', meters: SampleDayResult['meter']) =>
    meters.reduce((sum, meter) => sum + meter[of], 0);
  const cost = (meters: SampleDayResult['meter']) => [
    printCount(total('requests', meters)),
    printCount(total('transactions', meters)),
  ];
  return drawTable(
    ['Flow', '', 'Seen', 'Done', 'Waiting', 'Left out', 'Requests', 'API transactions'],
    ['left', 'left', 'right', 'right', 'right', 'right', 'right', 'right'],
    [
      ...rows,
      ['looks for changes', '', '', '', '', '', ...cost(others)],
      ['all', '', '', '', '', '', ...cost(result.meter)],
    ],
  );
}

function countsOf(flow: string, result: SampleDayResult): FlowCounts {
  const records = result.records.find((counted) => counted.flow === flow);
  if (records !== undefined) {
    const { in_step: done, filtered: leftOut, parked: waiting } = records;
    return { seen: done + leftOut + waiting, done, waiting, leftOut };
  }
  if (flow === 'open-items') return openItemsCounts(result);
  if (flow === 'credit-position') {
    return { seen: result.credit.length, done: result.credit.length, waiting: 0, leftOut: 0 };
  }
  if (flow === 'credit-application') return applicationCounts(result);
  const documents = result.documents.filter((document) => document.flow === flow);
  const count = (fate: string) => documents.filter((document) => document.fate === fate).length;
  return { seen: documents.length, done: count('posted'), waiting: count('parked'), leftOut: count('abandoned') };
}

function applicationCounts({ hubDocuments }: SampleDayResult): FlowCounts {
  const states = hubDocuments.filter(({ flow }) => flow === 'credit-application').map(({ state }) => state);
  const count = (wanted: string) => states.filter((state) => state === wanted).length;
  return { seen: states.length, done: count('posted'), waiting: count('rejected'), leftOut: count('abandoned') };
}

function openItemsCounts({ receivables }: SampleDayResult): FlowCounts {
  const customers = new Set(receivables.map(({ customerId }) => customerId));
  const unknown = new Set(receivables.filter(({ isInImetal }) => !isInImetal).map(({ customerId }) => customerId));
  return { seen: customers.size, done: customers.size - unknown.size, waiting: unknown.size, leftOut: 0 };
}

/** The counts of sales invoices, and by how much their lines became fewer. */
export function countsTable({ documents, hubDocuments, tookMs }: SampleDayResult): string {
  const invoices = documents.filter(({ flow }) => flow === 'order-to-invoice');
  const count = (fate: string) => invoices.filter((invoice) => invoice.fate === fate).length;
  const posted = hubDocuments.filter(({ flow, state }) => flow === 'order-to-invoice' && state === 'posted');
  const lines = (of: 'source_lines' | 'target_lines') =>
    posted.reduce((sum, document) => sum + (document[of] ?? 0), 0).toLocaleString('en-US');
  const abandoned = count('abandoned');
  const parts = [`${count('posted')} posted`, `${count('parked')} parked`];
  if (abandoned > 0) parts.push(`${abandoned} abandoned`);
  return drawTable(
    ['Sample day', ''],
    ['left', 'right'],
    [
      ['Invoices seen', `${invoices.length} = ${parts.join(' + ')}`],
      ['Lines in the source, of posted invoices', lines('source_lines')],
      ['Lines in the ledger', lines('target_lines')],
      ['Time', `${(tookMs / 1000).toFixed(1)} s`],
    ],
  );
}

/** Both books side by side. */
export function booksTable({ rows }: SampleDayResult): string {
  return drawTable(
    ['', 'Entity', 'Currency', 'iMetal', 'Waiting', 'Posted', 'Intacct ledger', 'Difference'],
    ['left', 'left', 'left', 'right', 'right', 'right', 'right', 'right'],
    rows.map((row) => [
      row.measure,
      row.entity,
      row.currency,
      ...[row.source, sumAmounts([row.parked, row.abandoned]), row.posted, row.ledger, row.difference].map(printAmount),
    ]),
  );
}

/** What customers owe, in both systems: one row for each currency, and one for each customer of whom they do not say the same. */
export function receivablesTable({ receivables }: SampleDayResult): string {
  const currencies = [...new Set(receivables.map(({ currency }) => currency))].sort();
  const told = receivables.filter(({ isInImetal }) => isInImetal);
  const sum = (amounts: string[]) => formatCents(sumAmounts(amounts));
  const totals = currencies.map((currency) => {
    const own = told.filter((row) => row.currency === currency);
    const [intacct, imetal] = [sum(own.map((row) => row.intacct)), sum(own.map((row) => row.imetal))];
    const difference = sum([imetal, `-${intacct}`.replace('--', '')]);
    return [`${own.length} customers`, currency, ...[intacct, imetal, difference].map(printAmount)];
  });
  const single = receivables
    .filter(({ isInImetal, intacct, imetal }) => !isInImetal || intacct !== imetal)
    .map(({ customerId, currency, intacct, imetal, isInImetal }) => {
      const difference = sum([imetal, `-${intacct}`.replace('--', '')]);
      const shown = isInImetal ? printAmount(imetal) : 'not in iMetal';
      return [customerId, currency, printAmount(intacct), shown, isInImetal ? printAmount(difference) : ''];
    });
  return drawTable(
    ['Receivables', 'Currency', 'Intacct', 'iMetal', 'Difference'],
    ['left', 'left', 'right', 'right', 'right'],
    [...totals, ...single],
  );
}

/** Whom sales should not take orders from, and why. */
export function creditTable({ credit }: SampleDayResult): string {
  const over = credit.filter(({ over_extended }) => over_extended);
  if (credit.length === 0) return '';
  return drawTable(
    [`Over-extended: ${over.length} of ${credit.length}`, 'Currency', 'Limit', 'Exposure', 'Why'],
    ['left', 'left', 'right', 'right', 'left'],
    over.map(({ code, name, currency, limit, exposure, reason }) => [
      `${code} ${name}`,
      currency,
      limit === null ? 'none' : printAmount(limit),
      printAmount(exposure),
      shorten(reason ?? '', 70),
    ]),
  );
}

/** What waits for a person, with the money at stake. */
export function exceptionsTable(exceptions: OpenException[]): string {
  if (exceptions.length === 0) return '';
  const firstOfEach = exceptions.filter(
    ({ code, document_key }, index) =>
      index === exceptions.findIndex((other) => other.code === code && other.document_key === document_key),
  );
  return drawTable(
    ['Parked: code', 'Document', 'Money', 'Why'],
    ['left', 'left', 'right', 'left'],
    firstOfEach.map(({ code, document_key, amount, currency, message }) => [
      code,
      document_key,
      amount === null ? '' : `${printAmount(amount)} ${currency ?? ''}`,
      shorten(message, 70),
    ]),
  );
}
