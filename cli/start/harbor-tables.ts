import { sumAmounts } from '../../domain/money';
import type { WorkerFinding } from '../../domain/true-up';
import type { HarborDayResult } from './harbor-day';
import type { TrueUpCase } from './harbor-hub';
import { hubHours } from './harbor-tie-out';
import { drawTable, printAmount, printCount, shorten } from './text-table';
import type { Fate } from './tie-out';

/** How each flow of masters is called, Intacct's object, and what the hub counts its calls under. */
const flows = [
  ['employees → workers', 'EMPLOYEE', 'employees'],
  ['items → assets and roles', 'ITEM', 'items'],
  ['projects → projects, work orders', 'PROJECT', 'projects'],
  ['project tasks → activities', 'TASK', 'project-tasks'],
  ['customers → clients', 'CUSTOMER', 'customers'],
  ['vendors → suppliers', 'VENDOR', 'vendors'],
] as const;
const LABOUR_FLOW = 'labour-time';

/** The counts of timesheets, and how long the day took. */
export function timesheetsTable({ sheets, tookMs, trueUp }: HarborDayResult): string {
  const count = (fate: Fate) => sheets.filter((sheet) => sheet.fate === fate).length;
  const parts = [`${count('posted')} posted`, `${count('parked')} parked`];
  if (count('abandoned') > 0) parts.push(`${count('abandoned')} abandoned`);
  return drawTable(
    ['Harbor Civil', ''],
    ['left', 'right'],
    [
      ['Timesheets approved in Assignar', `${sheets.length} = ${parts.join(' + ')}`],
      ['Processed in Assignar', String(sheets.filter(({ isProcessed }) => isProcessed).length)],
      ['Workers trued up in', `${(trueUp.seconds ?? 0).toFixed(1)} s`],
      ['Time', `${(tookMs / 1000).toFixed(1)} s`],
    ],
  );
}

/** One row for each flow: what was read, what became of it, and what that cost of Intacct. */
export function harborFlowsTable({ records, sheets, meter }: HarborDayResult): string {
  const cost = (flow: string) => {
    const counted = meter.find((own) => own.flow === flow);
    return [printCount(counted?.requests ?? 0), printCount(counted?.transactions ?? 0)];
  };
  const rows = flows.map(([name, object, flow]) => {
    const counts = records.find((own) => own.object === object) ?? { in_step: 0, drifted: 0, parked: 0, filtered: 0 };
    const { in_step: inStep, drifted, parked, filtered } = counts;
    const cells = [inStep + drifted + parked + filtered, inStep, drifted, parked, filtered].map(printCount);
    return [name, 'Intacct → Assignar', ...cells, ...cost(flow)];
  });
  const count = (fate: Fate) => sheets.filter((sheet) => sheet.fate === fate).length;
  const time = [sheets.length, count('posted'), 0, count('parked'), count('abandoned')].map(printCount);
  const named = new Set<string>([...flows.map(([, , flow]) => flow), LABOUR_FLOW]);
  const sum = (meters: HarborDayResult['meter']) => [
    printCount(meters.reduce((total, { requests }) => total + requests, 0)),
    printCount(meters.reduce((total, { transactions }) => total + transactions, 0)),
  ];
  return drawTable(
    ['Flow', '', 'Read', 'In step', 'Drifted', 'Waiting', 'Left out', 'Requests', 'API transactions'],
    ['left', 'left', ...Array.from({ length: 7 }, () => 'right' as const)],
    [
      ...rows,
      ['labor and equipment time', 'Assignar → Intacct', ...time, ...cost(LABOUR_FLOW)],
      ['looks, loads, true-ups', '', '', '', '', '', '', ...sum(meter.filter(({ flow }) => !named.has(flow)))],
      ['all', '', '', '', '', '', '', ...sum(meter)],
    ],
  );
}

/** Hours of each project on both sides, and what the hub itself says of them. */
export function hoursTable({ projects, sheets: all }: HarborDayResult): string {
  const total = (of: 'approved' | 'waiting' | 'posted' | 'intacct' | 'difference') =>
    printAmount(sumAmounts(projects.map((project) => project[of])));
  const told = hubHours(all);
  const drawn = drawTable(
    ['Hours of labor', 'Sheets', 'Assignar, approved', 'Waiting', 'Posted', 'Intacct timesheets', 'Difference'],
    ['left', 'right', 'right', 'right', 'right', 'right', 'right'],
    [
      ...projects.map(({ projectId, sheets, approved, waiting, posted, intacct, difference }) => [
        projectId,
        printCount(sheets),
        ...[approved, waiting, posted, intacct, difference].map(printAmount),
      ]),
      [
        'all',
        printCount(projects.reduce((sum, { sheets }) => sum + sheets, 0)),
        ...[total('approved'), total('waiting'), total('posted'), total('intacct'), total('difference')],
      ],
    ],
  );
  return `${drawn}\nBy the hub's own count ${printAmount(told.waiting)} hours wait, and ${printAmount(told.posted)} are posted.`;
}

/** Hours of each machine, and what they were charged at. */
export function machinesTable({ machines }: HarborDayResult): string {
  return drawTable(
    [
      'Hours of equipment',
      'Assignar, approved',
      'Waiting',
      'Posted',
      'At the rate, USD',
      'Intacct ledger',
      'Difference',
    ],
    ['left', 'right', 'right', 'right', 'right', 'right', 'right'],
    machines.map(({ itemId, approved, waiting, posted, charge, ledger, difference }) => [
      itemId,
      ...[approved, waiting, posted, charge, ledger, difference].map(printAmount),
    ]),
  );
}

/** The true-up's plan, as a preview shows it: one row for each worker with whom something is wrong. */
export function planTable({ preview }: HarborDayResult): string {
  return drawTable(
    ['True-up plan', 'Worker', 'What is wrong', 'Steps', 'Waits for approval', 'Documents that wait'],
    ['left', 'left', 'left', 'left', 'left', 'right'],
    preview.cases.map((found) => [
      found.finding,
      found.employee_id ?? `user ${found.user_ids[0] ?? ''}`,
      shorten(found.because, 64),
      shorten(stepsOf(found), 44),
      found.risks.join(', '),
      printCount(found.waiting_documents),
    ]),
  );
}

/** `update 4 fields, bind`: in the order in which they are done. */
function stepsOf({ actions }: TrueUpCase): string {
  const steps = actions.map(({ kind, purpose, changes }) => {
    const fields = changes?.map(({ field }) => field) ?? [];
    return [purpose ?? kind, fields.length > 3 ? `${fields.length} fields` : fields.join(' + ')].join(' ').trim();
  });
  return steps.length === 0 ? 'none: for a person' : steps.join(', then ');
}

/** What became of the plan, by finding. */
export function trueUpTable({ trueUp, second }: HarborDayResult): string {
  const findings = [...new Set<WorkerFinding>(trueUp.cases.map(({ finding }) => finding))];
  const rows = findings.map((finding) => {
    const own = trueUp.cases.filter((found) => found.finding === finding);
    const count = (states: string[]) => printCount(own.filter(({ state }) => states.includes(state)).length);
    const decided = [...new Set(own.flatMap(({ decided_by }) => decided_by ?? []))];
    return [
      finding,
      String(own.length),
      count(['repaired']),
      decided.join(', '),
      count(['declined']),
      count(['planned', 'awaiting-approval', 'approved', 'repairing', 'failed', 'changed-meanwhile']),
      count(['skipped']),
      printCount(own.reduce((sum, { released }) => sum + released, 0)),
    ];
  });
  const head = [
    'Finding',
    'Workers',
    'Repaired',
    'Approved by',
    'Declined',
    'Not done',
    'For a person',
    'Documents released',
  ];
  const drawn = drawTable(head, ['left', 'right', 'right', 'left', 'right', 'right', 'right', 'right'], rows);
  const {
    workers_read: workers,
    employees_read: employees,
    seconds_to_plan: toPlan,
    seconds,
    requested_by: who,
  } = trueUp;
  const times = `planned in ${(toPlan ?? 0).toFixed(1)} s, done in ${(seconds ?? 0).toFixed(1)} s`;
  const again = second.cases.filter(({ actions }) => actions.length > 0).length;
  return `${drawn}\nTrue-up asked for by ${who}: ${workers} workers and ${employees} employees read, ${times}. A second one finds ${again === 0 ? 'nothing' : again} to repair.`;
}

/** What waits for a person, with the hours at stake. */
export function waitingTable({ exceptions, sheets }: HarborDayResult): string {
  if (exceptions.length === 0) return '';
  const hours = new Map(sheets.map((sheet) => [sheet.documentKey, sheet.hours]));
  return drawTable(
    ['Parked: code', 'Document', 'Hours', 'Why'],
    ['left', 'left', 'right', 'left'],
    exceptions.map(({ code, document_key, message }) => [
      code,
      document_key,
      printAmount(hours.get(document_key) ?? '0'),
      shorten(message, 90),
    ]),
  );
}

/** What somebody changed in Assignar by hand and was not put back. */
export function driftTable({ drifts }: HarborDayResult): string {
  if (drifts.length === 0) return '';
  return drawTable(
    ['Drift in Assignar', 'Row', 'Intacct', 'What', 'Fields'],
    ['left', 'right', 'left', 'left', 'left'],
    drifts.map(({ object, assignar_id, intacct_id, kind, fields }) => [
      object,
      assignar_id,
      intacct_id ?? 'none',
      kind,
      shorten(fields.join(', '), 60),
    ]),
  );
}
