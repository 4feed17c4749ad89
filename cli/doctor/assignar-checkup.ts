import { inTurn, queryInTurn } from '../../activities/query-in-turn';
import { aroundEachCall } from '../../clients/around-each-call';
import { selectOpenDrifts } from '../../db/drifts';
import { createRequestSlots, type RequestSlots } from '../../db/request-slots';
import type { AssignarProfile } from '../../domain/assignar-profile';
import type { Operator } from '../operator';
import { assignarChecks } from './assignar-checks';
import { type Check, type CheckReport, makeCheckup } from './checkup';
import { constructionChecks } from './construction-checks';
import { constructionFeedChecks } from './record-feed-checks';

/** Assignar and Intacct of a company that runs on Assignar; the hub and Temporal are checked before. */
export async function checkAssignarCompany(
  operator: Operator,
  profile: AssignarProfile,
  isHubWell: boolean,
): Promise<CheckReport[]> {
  const { company } = profile;
  return [
    ...(await makeCheckup(assignarChecks({ profile, assignar: () => operator.clients().assignar(company) }))),
    ...(isHubWell ? await checkIntacct(operator, profile) : []),
    ...(isHubWell ? await makeCheckup([driftCheck(operator, company)]) : []),
  ];
}

/** In turn with the postings, and metered. */
async function checkIntacct(operator: Operator, profile: AssignarProfile): Promise<CheckReport[]> {
  const slots = createRequestSlots(operator.pool());
  try {
    const metered = { company: profile.company, flow: 'doctor', documentKey: null };
    return await operator.meter().during(metered, () => checkInTurn(operator, profile, slots));
  } finally {
    await slots.close();
  }
}

async function checkInTurn(operator: Operator, profile: AssignarProfile, slots: RequestSlots): Promise<CheckReport[]> {
  const { company } = profile;
  const clients = operator.clients();
  const turn = <T>(request: () => Promise<T>) => inTurn(slots, profile, request);
  const client = await clients.intacct(company);
  const masters = aroundEachCall(await clients.intacctMasters(company), turn);
  const reports = await makeCheckup(
    constructionChecks({
      profile,
      signIn: (entityId) => turn(() => client.signIn(entityId)),
      query: (entityId, request) => queryInTurn(client, slots, profile).query(entityId, request),
      construction: aroundEachCall(await clients.intacctConstruction(company), turn),
      masters,
    }),
  );
  // After a refused sign-in nothing more is tried: Intacct locks a user out after a few.
  if (reports[0]?.ok !== true) return reports;
  return [...reports, ...(await makeCheckup(constructionFeedChecks({ pool: operator.pool(), profile, masters })))];
}

/** What somebody changed in Assignar by hand is told, and no fault of the hub. */
function driftCheck(operator: Operator, company: string): Check {
  return {
    name: 'drift in Assignar',
    remedy: 'see the faults of the hub database',
    async make() {
      const { length } = await selectOpenDrifts(operator.pool(), company, null);
      const seen = length === 0 ? 'none' : `${length} record${length === 1 ? '' : 's'}: intacct-pipelines drift`;
      return { seen, faults: [] };
    },
  };
}
