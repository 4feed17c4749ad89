import { fullSizes, needsOf, quickSizes } from '../../bench/bench-sizes';
import { benchShift, benchShifts, constructionAssignar, constructionIntacct } from '../../bench/construction-company';
import { assignarCompanySchema, shiftSchema } from '../../sandbox/assignar/company-file';
import { sandboxCompanySchema } from '../../sandbox/intacct/company-file';

test('the construction company of the bench is one that both sandboxes take, with that many employees and no workers yet', () => {
  const intacct = sandboxCompanySchema.parse(constructionIntacct(12));
  expect(intacct.employees.map(({ employeeId }) => employeeId)).toHaveLength(12);
  expect(new Set(intacct.contacts.map(({ email1 }) => email1)).size).toBe(12);
  expect(assignarCompanySchema.parse(constructionAssignar()).workers).toEqual([]);
});

test('two shifts of a day do not overlap, and their cost codes take all of the time that is paid', () => {
  const [early, late] = benchShifts(3, '2026-11-02', 1, true).map((shift) => shiftSchema.parse(shift));
  expect(Date.parse(late?.start ?? '')).toBeGreaterThan(Date.parse(early?.end ?? ''));
  for (const shift of [early, late, shiftSchema.parse(benchShift(3, '2026-11-02'))]) {
    const minutes = (Date.parse(shift?.end ?? '') - Date.parse(shift?.start ?? '')) / 60_000;
    const coded = shift?.activities.reduce((sum, activity) => sum + activity.minutes, 0);
    expect(coded).toBe(minutes - (shift?.breakMinutes ?? 0));
  }
});

test('without a part of construction its company does not take part', () => {
  expect(needsOf(['latency', 'growth'], fullSizes).constructionWorkers).toBe(0);
  expect(needsOf(['true-up'], fullSizes).constructionWorkers).toBe(5_000);
});

test('there are workers enough for every timesheet that is measured', () => {
  for (const sizes of [fullSizes, quickSizes]) {
    const alone = needsOf(['timesheets'], sizes).constructionWorkers;
    expect(sizes.workers).toBeGreaterThanOrEqual(alone);
  }
});
