import type { AssignarObject } from './assignar-client';

/** Where a kind of record lives. */
export interface RecordPaths {
  /** Of the list and of creating. */
  collection: string;
  /** Of one record; `{id}` stands for its id. */
  single: string;
  /** What Assignar calls one in "Object Not Found - Skill (id:987654)"; the nouns but Skill are assumed. */
  noun: string;
  /** What every list is asked for, and every create says: workers are one type of user (facts/assignar.md 4.3). */
  fixed: Readonly<Record<string, number>>;
}

/**
 * The one table of paths, as the published document has them ([S:A1]): the lists of projects and of clients end with a slash (the facts, 4.1,
 * name but the first), single records do not.
 */
export const recordPaths: Record<AssignarObject, RecordPaths> = {
  worker: { collection: '/users', single: '/users/{id}', noun: 'User', fixed: { user_type_id: 2 } },
  role: { collection: '/tasks', single: '/tasks/{id}', noun: 'Task', fixed: {} },
  asset: { collection: '/assets', single: '/assets/{id}', noun: 'Asset', fixed: {} },
  client: { collection: '/clients/', single: '/clients/{id}', noun: 'Client', fixed: {} },
  supplier: { collection: '/suppliers', single: '/suppliers/{id}', noun: 'Supplier', fixed: {} },
  project: { collection: '/projects/', single: '/projects/{id}', noun: 'Project', fixed: {} },
  'work-order': { collection: '/orders', single: '/orders/{id}', noun: 'Order', fixed: {} },
  activity: { collection: '/activities', single: '/activities/{id}', noun: 'Activity', fixed: {} },
};

/** Paths of timesheets, which are read expanded (facts 4.2, 4.3). Completing is not in the published document: assumed beside processing. */
export const timesheetPaths = {
  expanded: '/timesheets-expanded',
  single: '/timesheets-expanded/{id}',
  complete: '/timesheets/{id}/complete',
  process: '/timesheets/{id}/process',
  noun: 'Timesheet',
} as const;

/** The list of employment types, of which a worker names one by id. */
export const employmentTypesPath = '/employment-types';

/** The nouns of every object that is addressed by id. */
export const recordNouns: ReadonlySet<string> = new Set([
  ...Object.values(recordPaths).map(({ noun }) => noun),
  timesheetPaths.noun,
]);
