import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { PlannedDocument } from '../../domain/posting';
import { useHubDatabase } from '../db/hub-database';
import { company, documentOf, plan } from '../db/planned-document';
import {
  buildActivity,
  buildAsset,
  buildAssignarProfile,
  buildTimesheet,
  planTime,
} from '../mappings/assignar-timesheet-builder';
import { type LineResult, runLine } from './command-line-under-test';

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
  const origin = {
    ...documentOf('TS-9001'),
    flow: 'labour-time',
    sourceSystem: 'assignar',
    workflowId: `labour-time/${company}/TS-9001`,
    runId: 'run-1',
    triggeredAt: '2026-11-17T06:00:00.000Z',
  };
  const party = { party: 'E-7', partyName: 'Maria Santos', entityId: '', currency: null, amount: null };
  const summary = { documentKey: 'TS-9001', ...party };
  await plan(hub.pool(), 'TS-9001', {
    documents,
    trace,
    totals: { ...totals },
    attempt: { origin, summary, leadingPurpose: 'timesheet' },
  });
});

test('show tells a shift in hours, with the lines of its timesheet', async () => {
  const { exitCode, out } = await run('show TS-9001');
  expect(exitCode).toBe(0);
  expect(out).toContain('TS-9001 · PLANNED · E-7 Maria Santos · 8.00 h');
  expect(out).toContain('Timesheet of employee E-7 from 2026-11-16 (timesheet), reference TS-9001: 8.00 h');
  expect(out).toMatch(/1 +2026-11-16 +4\.00 +P-100 +100-200 +LAB-CARP +Regular/);
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
