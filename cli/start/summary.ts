import { resolve } from 'node:path';
import Table from 'cli-table3';
import { formatCents, sumAmounts } from '../../domain/money';
import { DEFAULT_STATE_DIRECTORY } from './addresses';
import type { SampleDayResult } from './sample-day';
import type { OpenException } from './sample-day-hub';
import type { Stack } from './stack';

type Alignment = 'left' | 'right';

function table(head: string[], alignment: Alignment[], rows: string[][]): string {
  const drawn = new Table({ head, colAligns: alignment, style: { head: [], border: [], compact: true } });
  drawn.push(...rows);
  return drawn.toString();
}

/** An amount as an accountant reads it: `-12,340.55`; zero is a dash. */
export function printAmount(amount: string): string {
  const [whole = '', cents = ''] = formatCents(amount).split('.');
  const printed = `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${cents}`;
  return printed === '0.00' ? '-' : printed;
}

/** The summary of a sample day as text: counts, both books side by side, exceptions with their money. */
export function summaryText(result: SampleDayResult): string {
  return [countsTable(result), booksTable(result), exceptionsTable(result.exceptions), verdict(result)]
    .filter((part) => part !== '')
    .join('\n\n');
}

function countsTable({ invoices, documents, requests, transactions, tookMs }: SampleDayResult): string {
  const count = (fate: string) => invoices.filter((invoice) => invoice.fate === fate).length;
  const posted = documents.filter(({ state }) => state === 'posted');
  const lines = (of: 'source_lines' | 'target_lines') => posted.reduce((sum, document) => sum + (document[of] ?? 0), 0);
  const [linesIn, linesOut] = [lines('source_lines'), lines('target_lines')];
  const abandoned = count('abandoned');
  const parts = [`${count('posted')} posted`, `${count('parked')} parked`];
  if (abandoned > 0) parts.push(`${abandoned} abandoned`);
  return table(
    ['Sample day', ''],
    ['left', 'right'],
    [
      ['Invoices seen', `${invoices.length} = ${parts.join(' + ')}`],
      ['Lines in the source, of posted invoices', linesIn.toLocaleString('en-US')],
      ['Lines in the ledger', linesOut.toLocaleString('en-US')],
      ['Requests to Intacct', requests.toLocaleString('en-US')],
      ['Intacct API transactions used', transactions.toLocaleString('en-US')],
      ['Time', `${(tookMs / 1000).toFixed(1)} s`],
    ],
  );
}

function booksTable({ rows }: SampleDayResult): string {
  return table(
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

function exceptionsTable(exceptions: OpenException[]): string {
  if (exceptions.length === 0) return '';
  const firstOfEach = exceptions.filter(
    ({ code, document_key }, index) =>
      index === exceptions.findIndex((other) => other.code === code && other.document_key === document_key),
  );
  return table(
    ['Parked: code', 'Document', 'Money', 'Why'],
    ['left', 'left', 'right', 'left'],
    firstOfEach.map(({ code, document_key, amount, currency, message }) => [
      code,
      document_key,
      amount === null ? '?' : `${printAmount(amount)} ${currency ?? ''}`,
      shorten(message, 70),
    ]),
  );
}

function shorten(text: string, lengthMax: number): string {
  return text.length <= lengthMax ? text : `${text.slice(0, lengthMax - 1)}…`;
}

function verdict({ faults, invoices }: SampleDayResult): string {
  if (faults.length > 0) return ['IT DOES NOT TIE OUT:', ...faults.map((fault) => `  ${fault}`)].join('\n');
  const parked = invoices.filter(({ fate }) => fate === 'parked').length;
  const named = parked === 0 ? '' : `; what is parked is named above`;
  return `Everything ties out: every invoice has its effect in Intacct once${named}.`;
}

/** Where to look and what to try, for the person in front of the stack; `staysUp` is false when it ends after this. */
export function addressesText(stack: Stack, exceptions: OpenException[], staysUp: boolean): string {
  const { addresses, stateDirectory } = stack;
  const document = exceptions.find(({ document_key }) => document_key !== '*')?.document_key ?? 'HOU-DIV-104233';
  const query = encodeURIComponent('`PostingStatus`="parked"');
  const webUi =
    addresses.webUi === null
      ? []
      : [
          ['Temporal Web UI', `${addresses.webUi}/namespaces/default/workflows`],
          ['  parked postings', `${addresses.webUi}/namespaces/default/workflows?query=${query}`],
        ];
  const look = [
    ...webUi,
    ['Server', `${addresses.server}/readyz`],
    ['  metrics', `${addresses.server}/metrics`],
    ['Intacct sandbox, ledger', `${addresses.intacctAdmin}/admin/ledger?by=account,entity,currency`],
    ['  invoices', `${addresses.intacctAdmin}/admin/invoices`],
  ];
  const attempt = ['status', 'exceptions', `show ${document}`, 'trace HOU-DIV-104233', `retry ${document}`, 'doctor'];
  const where = stateDirectory === resolve(DEFAULT_STATE_DIRECTORY) ? '' : ` --state-directory ${stateDirectory}`;
  return [
    staysUp ? 'Look at' : 'Look at, when started without --once',
    ...look.map(([name = '', url = '']) => `  ${name.padEnd(26)}${url}`),
    'Try',
    ...attempt.map((command) => `  npx intacct-pipelines${where} ${command}`),
  ].join('\n');
}
