import { checkProfileAgainstIntacct, type Fault } from '../../activities/check-profile';
import { Authentication } from '../../clients/errors';
import type { IntacctClient } from '../../clients/intacct/intacct-client';
import type { ImetalProfile } from '../../domain/imetal-profile';
import type { Check, CheckResult } from './checkup';

export interface IntacctCheckDeps {
  profile: ImetalProfile;
  signIn: IntacctClient['signIn'];
  query: IntacctClient['query'];
}

// What the flows read and write: object, and a field that each has.
const objectsUsed = [
  ['CUSTOMER', 'CUSTOMERID'],
  ['CONTACT', 'CONTACTNAME'],
  ['GLACCOUNT', 'ACCOUNTNO'],
  ['ARINVOICE', 'RECORDID'],
  ['GLBATCH', 'REFERENCENO'],
] as const;

/** Intacct: sign-in at the top level and in each entity, permissions, and all that the profile names. */
export function intacctChecks(deps: IntacctCheckDeps): Check[] {
  // After a refused sign-in nothing more is tried: Intacct locks a user out after a few.
  let signInRefused = false;
  const unlessRefused = (make: () => Promise<CheckResult>) => async (): Promise<CheckResult> => {
    if (signInRefused) throw new Error('not tried, since the sign-in was refused');
    return make();
  };
  const remedy = 'check INTACCT_ENDPOINT and the network; when Intacct is in maintenance, wait';
  return [
    {
      name: 'Intacct sign-in',
      remedy,
      async make() {
        const result = await checkSignIns(deps);
        signInRefused = result.refused;
        return result;
      },
    },
    { name: 'Intacct permissions', remedy, make: unlessRefused(() => checkPermissions(deps)) },
    {
      name: 'profile',
      remedy,
      make: unlessRefused(async () => {
        const faults = await checkProfileAgainstIntacct(deps.profile, deps);
        return { seen: 'all that it names is in Intacct, and active', faults };
      }),
    },
  ];
}

async function checkSignIns({ profile, signIn }: IntacctCheckDeps): Promise<CheckResult & { refused: boolean }> {
  const entities = [...new Set(Object.values(profile.branches).map(({ entity }) => entity))];
  for (const entityId of [null, ...entities]) {
    try {
      await signIn(entityId);
    } catch (error) {
      if (!(error instanceof Authentication)) throw error;
      return { seen: '', faults: [refusedSignIn(entityId, error)], refused: true };
    }
  }
  return { seen: `accepted at the top level and in entities ${entities.join(', ')}`, faults: [], refused: false };
}

function refusedSignIn(entityId: string | null, { message }: Authentication): Fault {
  const remedy =
    entityId === null
      ? 'check INTACCT_SENDER_…, INTACCT_COMPANY_ID and INTACCT_USER_…; that the sender is authorised in the company (Company > Setup > Security > Web Services), and the user not locked'
      : `check that entity ${entityId} of the profile exists, and that the user may work in it`;
  return { subject: entityId === null ? 'top level' : `entity ${entityId}`, what: message, remedy };
}

async function checkPermissions({ profile, query }: IntacctCheckDeps): Promise<CheckResult> {
  const entityId = Object.values(profile.branches)[0]?.entity ?? null;
  const faults: Fault[] = [];
  for (const [object, field] of objectsUsed) {
    try {
      // No record has the number 0: an empty page says as much of the permission as a full one.
      const filter = { op: 'equalto' as const, field: 'RECORDNO', value: '0' };
      for await (const _row of query(entityId, { object, fields: [field], filter })) break;
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'Rejected') throw error;
      const remedy = `give the Intacct user a role that may list ${object}, and check that its module is subscribed`;
      faults.push({ subject: object, what: error.message, remedy });
    }
  }
  return { seen: `may list ${objectsUsed.map(([object]) => object).join(', ')}`, faults };
}
