import { type AssignarClient, assignarFieldNames } from '../../clients/assignar/assignar-client';
import { Authentication, Rejected } from '../../clients/errors';
import type { AssignarProfile } from '../../domain/assignar-profile';
import { type Check, type CheckResult, checkClock } from './checkup';

export interface AssignarCheckDeps {
  profile: AssignarProfile;
  assignar: () => Promise<AssignarClient>;
}

const objects = Object.keys(assignarFieldNames) as (keyof typeof assignarFieldNames)[];

/** Assignar: sign-in, clock, what its API lets the key list, and who owns the work orders. */
export function assignarChecks({ profile, assignar }: AssignarCheckDeps): Check[] {
  let signInRefused = false;
  const remedy = 'check ASSIGNAR_API_URL (its region) and the network';
  const unlessRefused = (make: () => Promise<CheckResult>) => async (): Promise<CheckResult> => {
    if (signInRefused) throw new Error('not tried, since the sign-in was refused');
    return make();
  };
  return [
    {
      name: 'Assignar sign-in',
      remedy: 'check ASSIGNAR_TOKEN_URL and the network',
      async make() {
        const result = await checkSignIn(assignar);
        signInRefused = result.faults.length > 0;
        return result;
      },
    },
    {
      name: 'Assignar clock',
      remedy,
      make: unlessRefused(() => checkClock('Assignar', async () => new Date(await (await assignar()).readClock()))),
    },
    { name: 'Assignar permissions', remedy, make: unlessRefused(() => checkLists(assignar)) },
    { name: 'owner of work orders', remedy, make: unlessRefused(() => checkOrderOwner(profile, assignar)) },
  ];
}

async function checkSignIn(assignar: AssignarCheckDeps['assignar']): Promise<CheckResult> {
  try {
    const { expiresInSeconds } = await (await assignar()).signIn();
    return { seen: `accepted, for ${expiresInSeconds} s`, faults: [] };
  } catch (error) {
    if (!(error instanceof Authentication)) throw error;
    // The client says which of both it was: what 401 and 403 mean here is its business.
    const remedy =
      'credentials: ASSIGNAR_CLIENT_ID and ASSIGNAR_CLIENT_SECRET, from Settings > API Access; scope: ASSIGNAR_SCOPE, and that API access is on for the tenant';
    return { seen: '', faults: [{ subject: 'sign-in', what: error.message, remedy }] };
  }
}

async function checkLists(assignar: AssignarCheckDeps['assignar']): Promise<CheckResult> {
  const client = await assignar();
  const sheets = { statuses: [], after: null, unprocessedOnly: true, workedFrom: null, limit: 1 };
  const lists: [string, () => Promise<unknown>][] = [
    ...objects.map((object): [string, () => Promise<unknown>] => [object, () => client.listRecords(object, '0', 1)]),
    ['timesheet', () => client.listTimesheets(sheets)],
  ];
  const faults: CheckResult['faults'] = [];
  for (const [what, list] of lists) {
    try {
      await list();
    } catch (error) {
      if (!(error instanceof Rejected) && !(error instanceof Authentication)) throw error;
      const remedy = `let the API key list ${what}s (Settings > API Access), or correct the profile's assignar section`;
      faults.push({ subject: what, what: error.message, remedy });
    }
  }
  return { seen: `may list ${lists.map(([what]) => what).join(', ')}`, faults };
}

async function checkOrderOwner(
  { projects }: AssignarProfile,
  assignar: AssignarCheckDeps['assignar'],
): Promise<CheckResult> {
  const { orderOwner } = projects;
  const remedy = "projects.orderOwner: the id of an active user of Assignar's office";
  if (!/^[1-9]\d*$/.test(orderOwner)) {
    const what = `projects.orderOwner "${orderOwner}" is no id of a user`;
    return { seen: '', faults: [{ subject: 'profile', what, remedy }] };
  }
  const owner = await (await assignar()).readRecord('worker', orderOwner);
  // Only mobile workers are listed; whoever works in the office shows first when a work order is made.
  if (owner === null)
    return { seen: `user ${orderOwner}, who is no mobile worker: told when a work order is made`, faults: [] };
  if (owner.deletedAt === null && owner.isActive) return { seen: `user ${orderOwner}, active`, faults: [] };
  const what = `user ${orderOwner} is ${owner.deletedAt === null ? 'inactive' : 'deleted'} in Assignar`;
  return { seen: '', faults: [{ subject: 'profile', what, remedy }] };
}
