import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AssignarProfile } from '../../domain/assignar-profile';
import type { SourceAssetTime } from '../../domain/source-timesheet';
import {
  buildActivity,
  buildAssignarProfile,
  buildKnown,
  buildTimesheet,
  inZone,
  planTime,
} from './assignar-timesheet-builder';

const page = (name: string) => readFileSync(join(__dirname, '..', '..', 'docs', 'flows', `${name}.md`), 'utf8');

const excavator = (minutes: number | null): SourceAssetTime => ({
  assetId: '71',
  assetExternalId: 'EQ-EXC20',
  assetName: 'Excavator 20 t',
  minutes,
  usesWholeShift: minutes === null,
});
const compactor: SourceAssetTime = {
  ...excavator(100),
  assetId: '74',
  assetExternalId: 'EQ-COMP',
  assetName: 'Compactor',
};
const equipmentTime: AssignarProfile['equipmentTime'] = {
  postAs: 'journal',
  journal: 'EQJ',
  debitAccount: '5300',
  creditAccount: '5390',
  ratePerHour: { 'EQ-EXC20': '145.00', 'EQ-COMP': '62.25' },
};
const profile = buildAssignarProfile(
  {
    overnight: 'split-at-midnight',
    travel: { timeType: 'Travel' },
    earningTypeByRole: { 'LAB-OPER': 'Plant hours' },
  },
  equipmentTime,
);
const shift = buildTimesheet(
  [
    buildActivity('100-200', 200, { assets: [excavator(170)] }),
    buildActivity('100-300', 175, { assets: [compactor] }),
    buildActivity('900-100', 40, { isPayable: false }),
  ],
  {
    documentKey: 'TS-9017',
    role: { roleId: '13', externalId: 'LAB-OPER', name: 'Operator' },
    startsAt: { kind: 'utc', at: '2026-11-16T02:00:00Z' },
    endsAt: { kind: 'utc', at: '2026-11-16T10:20:00Z' },
    totalMinutes: 470,
    travelToMinutes: 25,
    assets: [excavator(null)],
    ...inZone('America/New_York'),
  },
);
const items = ['LAB-OPER', 'EQ-EXC20', 'EQ-COMP'].map((itemId) => ({ itemId, isActive: true }));
const plan = planTime(shift, profile, buildKnown({ items }));

describe('the shift that the pages tell of', () => {
  it('becomes the entries of labour that they print', () => {
    const rows = plan.additions.flatMap(({ entries }, index) =>
      entries.map(({ lineNumber, date, taskId, itemId, timeType, hours }) => {
        const purpose = index === 0 ? 'timesheet' : 'timesheet-next-period';
        const minutes = plan.trace
          .filter(({ target }) => target.kind === 'timesheet-entry' && target.purpose === purpose)
          .filter(({ target }) => target.kind === 'timesheet-entry' && target.lineNumber === lineNumber)
          .reduce((sum, entry) => sum + (entry.minutes ?? 0), 0);
        return `| ${[date, taskId ?? '', itemId, timeType, minutes, hours].join(' | ').replace('|  |', '| |')} |`;
      }),
    );
    expect(rows).toHaveLength(7);
    const told = page('labour-time');
    for (const row of rows) expect(told).toContain(row);
    expect(plan.additions.map(({ beginDate }) => beginDate)).toEqual(['2026-11-09', '2026-11-16']);
    expect(plan.totals).toMatchObject({ labourMinutes: 495, leftOutMinutes: 40, labourHours: '7.58' });
  });

  it('becomes the journal of equipment that they print', () => {
    const amounts = (plan.equipmentCost?.lines ?? []).map(({ side, dimensions, amount }) => {
      const printed = amount.replace(/\B(?=(\d{3})+\.)/g, ',');
      return side === 'debit' ? `| ${dimensions.itemId} | ${printed} | |` : `| ${dimensions.itemId} | | ${printed} |`;
    });
    expect(amounts).toHaveLength(5);
    for (const amount of amounts) expect(page('equipment-time')).toContain(amount);
    expect(plan.totals).toMatchObject({ equipmentMinutes: 570, equipmentHours: '9.50', equipmentCost: '1239.31' });
  });
});
