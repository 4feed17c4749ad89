import { resolve } from 'node:path';
import { DEFAULT_STATE_DIRECTORY } from './addresses';
import type { HarborDayResult } from './harbor-day';
import { harborSummaryText } from './harbor-summary';
import type { SampleDayResult } from './sample-day';
import type { OpenException } from './sample-day-hub';
import type { Stack } from './stack';
import { booksTable, countsTable, creditTable, exceptionsTable, flowsTable, receivablesTable } from './summary-tables';

/**
 * The summary of a sample day as text: flows, both books side by side, receivables and credit, exceptions with their money; then Harbor
 * Civil's, and one verdict on both. `harbor` is null where it does not take part.
 */
export function summaryText(result: SampleDayResult, harbor: HarborDayResult | null): string {
  return [
    countsTable(result),
    flowsTable(result),
    booksTable(result),
    receivablesTable(result),
    creditTable(result),
    exceptionsTable(result.exceptions),
    agreementText(result),
    harbor === null ? '' : harborSummaryText(harbor),
    verdict(result, harbor),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function agreementText({ masters, conflicts }: SampleDayResult): string {
  const { compared, differences } = masters;
  const conflicting = conflicts.map(({ record, field, kept }) => `${record} ${field}: ${kept} stands`);
  const told = conflicting.length === 0 ? '' : ` Changed on both sides at once: ${conflicting.join('; ')}.`;
  const waiting = differences.length === 0 ? 'all' : `all but ${differences.length}, which wait for a person,`;
  return `Masters: of ${compared} compared in both systems ${waiting} say the same.${told}`;
}

function verdict({ faults: ofMetals, documents, exceptions }: SampleDayResult, harbor: HarborDayResult | null): string {
  const faults = [...ofMetals, ...(harbor?.faults ?? [])];
  if (faults.length > 0) return ['IT DOES NOT TIE OUT:', ...faults.map((fault) => `  ${fault}`)].join('\n');
  const waits = exceptions.length > 0 || documents.some(({ fate }) => fate === 'parked');
  const named = waits ? '; what waits for a person is named above' : '';
  const hours =
    harbor === null ? '' : ', every approved hour is on its timesheet once, workers are as Intacct has them';
  return `Everything ties out: every document has its effect in Intacct once, every customer owes the same in both systems${hours}${named}.`;
}

const harborAttempts = ['status', 'true-up --preview', 'drift', 'show TS-13', 'trace TS-2', 'doctor'].map(
  (command) => `--company harbor-civil ${command}`,
);

function harborLook(harbor: Stack['addresses']['harbor']): string[][] {
  if (harbor === null) return [];
  return [
    ['Harbor Civil, hours', `${harbor.intacctAdmin}/admin/time-report?by=employee,project,day`],
    ['  timesheets', `${harbor.intacctAdmin}/admin/timesheets`],
    ['Harbor Civil, Assignar', `${harbor.assignarAdmin}/admin/report`],
    ['  workers', `${harbor.assignarAdmin}/admin/rows/users`],
  ];
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
    ['  what customers owe', `${addresses.intacctAdmin}/admin/receivables`],
    ...harborLook(addresses.harbor),
  ];
  // A record's key may have spaces, for it is the name that finance gave it.
  const named = /\s/.test(document) ? `'${document}'` : document;
  // With two companies each command says whose.
  const whose = addresses.harbor === null ? '' : '--company gulf-metals ';
  const commands = ['status', 'exceptions', `show ${named}`, 'trace HOU-DIV-104233', `retry ${named}`, 'doctor'];
  const attempt = commands.map((command) => `${whose}${command}`);
  const where = stateDirectory === resolve(DEFAULT_STATE_DIRECTORY) ? '' : ` --state-directory ${stateDirectory}`;
  return [
    staysUp ? 'Look at' : 'Look at, when started without --once',
    ...look.map(([name = '', url = '']) => `  ${name.padEnd(26)}${url}`),
    'Try',
    ...attempt.map((command) => `  npx intacct-pipelines${where} ${command}`),
    ...(addresses.harbor === null ? [] : harborAttempts.map((command) => `  npx intacct-pipelines${where} ${command}`)),
  ].join('\n');
}
