import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSiteSheets } from '../../../cli/start/harbor-books';
import { linkProfiles } from '../../../cli/start/sample-companies';
import type { AssignarCompanyInput } from '../../../sandbox/assignar/company-file';
import { startAssignarSandbox } from '../../../sandbox/assignar/start-assignar-sandbox';

const directory = mkdtempSync(join(tmpdir(), 'harbor-books-'));
afterAll(() => rmSync(directory, { recursive: true }));

const shift = {
  worker: 'E-1',
  project: 'P-1',
  start: '2026-11-16T12:00:00Z',
  end: '2026-11-16T20:30:00Z',
  breakMinutes: 30,
};
const company: AssignarCompanyInput = {
  tenant: 'harbor',
  credentials: [{ clientId: 'a', clientSecret: 'b' }],
  roles: [{ name: 'Operator', externalId: 'LAB-OPER' }],
  assets: [{ name: 'Excavator', externalId: 'EQ-1' }, { name: 'Hired' }],
  clients: [{ name: 'Port', companyName: 'Port', externalId: 'C-1' }],
  activities: [
    { name: 'Footings', externalId: '01-100' },
    { name: 'Rain', payable: false },
  ],
  projects: [{ name: 'Quay', externalId: 'P-1', client: 'C-1' }],
  workers: [{ firstName: 'Ana', lastName: 'Silva', externalId: 'E-1', employeeId: 'E-1', roles: ['LAB-OPER'] }],
  timesheets: [
    {
      ...shift,
      ...{ travelToMinutes: 24, travelFromMinutes: 6, state: 'processed' },
      activities: [
        { activity: '01-100', minutes: 240, assets: [{ asset: 'EQ-1', minutes: 90 }] },
        { activity: 2, minutes: 60 },
      ],
      assets: [{ asset: 'EQ-1' }, { asset: 2, minutes: 45 }],
    },
    { ...shift, state: 'submitted' },
  ],
};

test('an approved shift counts what was worked and travelled, not what nobody is paid for, and each machine by activity and beside', async () => {
  const rates = 'equipmentTime: { debitAccount: "5300", ratePerHour: { EQ-1: "98.50" } }\n';
  writeFileSync(join(directory, 'harbor-civil.yaml'), rates);
  const profiles = linkProfiles(mkdtempSync(join(directory, 'state-')), directory, ['harbor-civil']);
  const sandbox = await startAssignarSandbox({ port: 0, adminPort: 0, company });
  try {
    expect(await readSiteSheets(sandbox.adminUrl, profiles)).toEqual([
      {
        documentKey: 'TS-1',
        projectId: 'P-1',
        isProcessed: true,
        // 8 hours worked, less 1 of rain, and half an hour of travel.
        hours: '7.50',
        machines: [
          { itemId: 'EQ-1', hours: '1.50', cost: '147.75' },
          { itemId: 'EQ-1', hours: '6.50', cost: '640.25' },
          { itemId: 'no item', hours: '0.75', cost: '0.00' },
        ],
      },
    ]);
  } finally {
    await sandbox.stop();
  }
});
