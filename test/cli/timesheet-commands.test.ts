import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { parkWithoutPlan } from '../../activities/store-plan';
import { inTransaction } from '../../db/pool';
import type { PlannedDocument } from '../../domain/posting';
import { useHubDatabase } from '../db/hub-database';
import { attemptOf, company, documentOf, plan } from '../db/planned-document';
import {
  buildActivity,
  buildAsset,
  buildAssignarProfile,
  buildTimesheet,
  planTime,
} from '../mappings/assignar-timesheet-builder';
import { type LineResult, runLine } from './command-line-under-test';
import { unknownCustomer } from './ledger-fixture';

const hub = useHubDatabase();
const directory = mkdtempSync(join(tmpdir(), 'companies-'));
writeFileSync(join(directory, `${company}.yaml`), stringify({ ...buildAssignarProfile(), company }));

function run(line: string): Promise<LineResult> {
  const environment = { DATABASE_URL: hub.url(), COMPANIES_DIRECTORY: directory, ENVIRONMENT: 'test' };
  return runLine(line, environment);
}

beforeAll(async () => {
  const { additions, equipmentHours, trace, totals } = planTime(
    buildTimesheet([buildActivity('100-200', 240)], { assets: [buildAsset(180)] }),
  );
  const documents = [
    ...additions.map(
      (addition): PlannedDocument => ({ purpose: 'timesheet', kind: 'add-timesheet-entries', addition }),
    ),
    ...(equipmentHours === null
      ? []
      : [{ purpose: 'equipment-hours', kind: 'create-statistical-entry', entry: equipmentHours } as const]),
  ];
  await plan(hub.pool(), 'TS-9001', {
    documents,
    trace,
    totals: { ...totals },
    hours: totals.labourHours,
    attempt: shiftOf('TS-9001', '8.00'),
  });
  for (const [documentKey, hours] of [
    ['TS-9002', '1007.33'],
    ['TS-9003', null],
  ] as const) {
    const attempt = attemptOf(documentKey, shiftOf(documentKey, hours));
    const unknown = { ...unknownCustomer(documentKey), code: 'EMPLOYEE_UNKNOWN' as const };
    await inTransaction(hub.pool(), (transaction) => parkWithoutPlan(transaction, attempt, [unknown]));
  }
});

/** What is said of a shift when it is planned. */
function shiftOf(documentKey: string, hours: string | null) {
  const origin = {
    ...documentOf(documentKey),
    flow: 'labour-time',
    sourceSystem: 'assignar',
    workflowId: `labour-time/${company}/${documentKey}`,
    runId: 'run-1',
    triggeredAt: '2026-11-17T06:00:00.000Z',
  };
  const party = { party: 'E-7', partyName: 'Maria Santos', entityId: '', currency: null, amount: null };
  return { origin, summary: { documentKey, ...party, hours }, leadingPurpose: 'timesheet' as const };
}

test('show tells a shift in hours, with the lines of its timesheet', async () => {
  const { exitCode, out } = await run('show TS-9001');
  expect(exitCode).toBe(0);
  expect(out).toContain('TS-9001 · PLANNED · E-7 Maria Santos · 8.00 h');
  expect(out).toContain('Timesheet of employee E-7 from 2026-11-16 (timesheet), reference TS-9001: 8.00 h');
  expect(out).toMatch(/1 +2026-11-16 +4\.00 +P-100 +100-200 +LAB-CARP +Regular/);
  expect(out).toMatch(/timesheet +planned +— +8\.00 +2026-11/);
  expect(out).toMatch(/equipment-hours +planned +— +— +2026-11/);
  const { json } = await run('show TS-9001 --json');
  expect(json()).toMatchObject({
    amount: null,
    hours: '8.00',
    postings: [
      { purpose: 'timesheet', hours: '8.00' },
      { purpose: 'equipment-hours', hours: null },
    ],
  });
});

test('status tells how many hours wait', async () => {
  const { out } = await run('status');
  expect(out).toMatch(/labour-time +parked +2 +— +no currency +1,007\.33\n/);
  expect(out).toMatch(/labour-time +planned +1 +— +no currency +8\.00\n/);
  const { json } = await run('status --json');
  expect(json()).toMatchObject({
    documents: [
      { flow: 'labour-time', state: 'parked', count: 2, amount: null, hours: '1007.33' },
      { flow: 'labour-time', state: 'planned', count: 1, amount: null, hours: '8.00' },
    ],
  });
});

test('exceptions tell the hours at stake, of each shift and by code; of one without minutes none, and not zero', async () => {
  const { out } = await run('exceptions');
  expect(out).toMatch(/TS-9002 +EMPLOYEE_UNKNOWN +— +1,007\.33 /);
  expect(out).toMatch(/TS-9003 +EMPLOYEE_UNKNOWN +— +— /);
  expect(out).toMatch(/EMPLOYEE_UNKNOWN +2 +— +1,007\.33$/m);
  const { json } = await run('exceptions --json');
  expect(json()).toMatchObject({
    exceptions: [
      { document: 'TS-9002', hours: '1007.33' },
      { document: 'TS-9003', hours: null },
    ],
    totals: [{ code: 'EMPLOYEE_UNKNOWN', documents: 2, hours: '1007.33' }],
  });
});

test('replay --preview tells the hours that would be tried', async () => {
  const { out } = await run('replay --code EMPLOYEE_UNKNOWN --preview');
  expect(out).toMatch(/TS-9002 +— +1,007\.33 +EMPLOYEE_UNKNOWN/);
  expect(out).toContain('EMPLOYEE_UNKNOWN: 2, 1,007.33 h');
});

test('trace leads each part of the shift to its line, in hours, and proves the plan by itself where Assignar is away', async () => {
  const { exitCode, out, err } = await run('trace TS-9001');
  expect(out).toMatch(/activity:100200 +4\.00 h +timesheet entry 1/);
  expect(out).toMatch(/asset:5 +3\.00 h +statistical line 1/);
  expect(out).toContain("Proven by the plan's own sums: all 3 source lines of TS-9001.");
  expect(err).toContain('the source cannot be read');
  expect(exitCode).toBe(0);
});

test.each([
  [
    'trigger TS-0',
    'document: expected branch, type and number, such as HOU-DIV-104233, or a timesheet such as TS-9001',
  ],
  ['trigger HOU-DIV-104233', 'expected a document of type TS'],
  ['trigger imetal timesheet TS-9001', 'expected a document, or its system, one of'],
])('%s is refused: %s', async (line, expected) => {
  const { exitCode, err } = await run(line);
  expect(exitCode).toBe(2);
  expect(err).toContain(expected);
});
