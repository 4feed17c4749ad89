import { randomUUID } from 'node:crypto';
import { decideTrueUp } from '../activities/true-up/decide-true-up';
import { type RequestDeps, requestTrueUp } from '../activities/true-up/request-true-up';
import { trueUpReport } from '../activities/true-up/true-up-report';
import type { CompanyProfiles } from '../companies/company-profiles';
import type { Config } from '../config';
import { selectTrueUp } from '../db/true-ups';
import { createBearerCheck } from './bearer-token';
import type { TrueUpRoutesDeps } from './true-up-routes';

/** What the routes of true-ups work with; undefined where no token is set: then they are not served. */
export function openTrueUps(
  deps: RequestDeps & { profiles: CompanyProfiles },
  { TRUE_UP_TOKEN: token }: Pick<Config, 'TRUE_UP_TOKEN'>,
): TrueUpRoutesDeps | undefined {
  if (token === undefined) return undefined;
  return {
    authorise: createBearerCheck(token),
    async request(asked) {
      if (!(await deps.profiles.companies()).includes(asked.company)) return { kind: 'no-such-company' };
      const { source } = await deps.profiles.profile(asked.company);
      if (source !== 'assignar') return { kind: 'no-such-company' };
      const { kind, trueUp } = await requestTrueUp(deps, { ...asked, trueUpId: randomUUID() });
      return { kind, trueUpId: trueUp.trueUpId, state: trueUp.state };
    },
    async report(trueUpId) {
      const trueUp = await selectTrueUp(deps.pool, trueUpId);
      return trueUp === null ? null : trueUpReport(deps.pool, trueUp);
    },
    decide: (trueUpId, decision, by) => decideTrueUp(deps, trueUpId, decision, by),
  };
}
