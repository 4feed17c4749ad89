import type { TrueUpReport } from '../../../activities/true-up/true-up-report';
import { trueUpText } from '../../../cli/output/true-up-text';

type Entry = TrueUpReport['entries'][number];

const entry: Entry = {
  key: 'employee/E-7',
  employeeId: 'E-7',
  userId: '41',
  userIds: ['41'],
  finding: 'deleted',
  matchedBy: null,
  fields: [],
  actions: [{ kind: 'create', changes: [{ field: 'firstName', from: null, to: 'Ana' }] }],
  risks: ['recreate'],
  because: 'E-7: worker 41 was deleted in Assignar',
  unpostedTimesheets: 2,
  before: {},
  waitingDocuments: 1,
  state: 'awaiting-approval',
  entryId: '12',
  after: null,
  decision: null,
  decidedBy: null,
  decidedAt: null,
  reason: null,
  attempts: 0,
  changesMet: 0,
  error: null,
  released: 0,
  settledAt: null,
};
const text = (changes: Partial<Entry>) =>
  trueUpText(
    {
      trueUpId: 'run-1',
      company: 'harbor-civil',
      workflowId: 'worker-true-up/harbor-civil',
      requestedBy: 'ann',
      isPreview: false,
      named: null,
      state: 'finished',
      workersRead: 1,
      employeesRead: 1,
      findings: null,
      startedAt: '2026-11-20T08:00:00.000Z',
      plannedAt: null,
      finishedAt: null,
      planSeconds: null,
      tookSeconds: 1,
      byFinding: [{ finding: 'deleted', cases: 1, repaired: 0, left: 1 }],
      byState: {},
      released: 0,
      left: 1,
      entries: [{ ...entry, ...changes }],
    },
    200,
  );

it('shows what a worker who is made will be, field by field, and what waits', () => {
  expect(text({})).toContain('+ a worker with firstName Ana');
  expect(text({})).toContain('2 unposted, 1 parked');
  expect(text({})).toContain('risky (recreate): waits for an approval');
});

it('shows an empty list as nothing', () => {
  const changes = [{ field: 'roleIds', from: '', to: '101' }];
  const actions: Entry['actions'] = [{ kind: 'update', userId: '41', purpose: 'put-right', changes }];
  expect(text({ actions })).toContain('~ worker 41: roleIds — → 101');
});

it('says who decided, when and why', () => {
  const decided = { decision: 'approved', decidedBy: 'ben', decidedAt: '2026-11-20T09:01:02.000Z' } as const;
  expect(text({ ...decided, reason: 'checked', state: 'repaired' })).toContain(
    'approved by ben, 2026-11-20 09:01:02Z: checked',
  );
});

it('says why nobody decided', () => {
  expect(text({ state: 'skipped', reason: 'nobody decided within 7 days' })).toContain(
    'not decided on: nobody decided within 7 days',
  );
});
