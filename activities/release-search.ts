import type { IntacctClient } from '../clients/intacct/intacct-client';
import type { IntacctConstruction } from '../clients/intacct/intacct-construction';
import type { CompanyProfiles } from '../companies/company-profiles';
import { selectDocumentStandings } from '../db/document-standings';
import {
  forgetSettledCauses,
  recordCauseLook,
  selectDocumentsWaitingFor,
  selectOpenExceptionFor,
  selectWaitingCauses,
  type WaitingCause,
} from '../db/waiting-causes';
import type { CompanyProfile } from '../domain/company-profile';
import { causeParts } from './cause-parts';
import { type CauseVerdict, judgeByMasters, judgeLocally, type MastersReader } from './cause-verdicts';
import { toFailure } from './failure';
import { type GatewayDeps, whileSignedIn } from './gateway-turns';
import type { Releasable } from './release';
import { readSettingsHash } from './settings-hash';

// At the profile's pace this much is let through within the time of one activity.
const secondsPerLook = 40;
// Whoever knows that a cause is gone says so at once: this is for what nobody says. In the first half hour somebody may be at it.
const promptLooks = 30;
const promptLookMaxSeconds = 60;
const nextLookMaxSeconds = 300;
// An attempt costs a posting's requests; a look shares one query with all others.
const tryPerLooks = 6;

export interface ReleaseSearchDeps extends GatewayDeps {
  profiles: CompanyProfiles;
  intacct: (company: string) => Promise<Pick<IntacctClient, 'query'>>;
  intacctConstruction: (company: string) => Promise<IntacctConstruction>;
}

export interface ReleaseSearchActivities {
  /** Documents whose cause to wait is gone, and one of each cause of which only an attempt tells; with a back-off per cause. */
  findReleasable(request: { company: string }): Promise<Releasable[]>;
}

/** The look behind `releaseParked`; it asks the gateway, and only where a record of Intacct decides. */
export function createReleaseSearchActivities(deps: ReleaseSearchDeps): ReleaseSearchActivities {
  return {
    async findReleasable({ company }) {
      try {
        return await findReleasable(deps, company);
      } catch (error) {
        throw toFailure(error, `release of ${company}`);
      }
    },
  };
}

async function findReleasable(deps: ReleaseSearchDeps, company: string): Promise<Releasable[]> {
  const profile = await deps.profiles.profile(company);
  await forgetSettledCauses(deps.pool, company);
  const causes = await selectWaitingCauses(deps.pool, company);
  if (causes.length === 0) return [];
  const local = await judgeLocally(deps.pool, company, causes, await readSettingsHash(deps.pool, profile));
  const open = causes.filter(({ causeKey, isDue, canary }) => !local.has(causeKey) && isDue && canary === null);
  const judged = await judgeInIntacct(deps, profile, open);
  const budget = { left: profile.release.documentsPerSecond * secondsPerLook };
  const releasable: Releasable[] = [];
  for (const cause of causes) {
    const verdict = await verdictOf(deps, company, cause, local.get(cause.causeKey) ?? judged.get(cause.causeKey));
    if (verdict === null) continue;
    releasable.push(...(await act(deps, profile, cause, verdict, budget)));
  }
  return releasable;
}

/** One sign-in at most, and none where no record of Intacct is asked for. */
async function judgeInIntacct(
  deps: ReleaseSearchDeps,
  profile: CompanyProfile,
  causes: WaitingCause[],
): Promise<Map<string, CauseVerdict>> {
  if (causes.length === 0) return new Map();
  const { company } = profile;
  const errand = { flow: 'release-parked', documentKey: null, priority: 'posting' } as const;
  return whileSignedIn(deps, profile, errand, (inTurn) => {
    const reader = async (): Promise<MastersReader> => ({
      client: await deps.intacct(company),
      construction: () => deps.intacctConstruction(company),
      inTurn,
    });
    return judgeByMasters(reader, deps.pool, company, causes);
  });
}

/** Null: nothing is to be done about the cause in this look. */
async function verdictOf(
  deps: ReleaseSearchDeps,
  company: string,
  cause: WaitingCause,
  judged: CauseVerdict | undefined,
): Promise<CauseVerdict | null> {
  // The ledger's own word needs no back-off while it says that a cause stands; released in vain, it does.
  if (judged === 'stands' && !cause.isDue) return null;
  if (judged === 'gone' && !cause.isDue && causeParts(cause.causeKey).kind === 'document') return null;
  if (judged !== undefined) return judged;
  if (cause.canary === null) return null;
  const outcome = await outcomeOfCanary(deps, company, cause.causeKey, cause.canary);
  if (outcome === 'passed') return 'gone';
  // One that never answers, its flow ended by hand, must not keep the others waiting for ever.
  return outcome === 'failed' || cause.isDue ? 'stands' : null;
}

async function outcomeOfCanary(
  deps: ReleaseSearchDeps,
  company: string,
  causeKey: string,
  canary: { documentKey: string; exceptionId: bigint },
): Promise<'passed' | 'failed' | 'under-way'> {
  const { documentKey, exceptionId } = canary;
  const newest = await selectOpenExceptionFor(deps.pool, company, documentKey, causeKey);
  if (newest !== null) return newest > exceptionId ? 'failed' : 'under-way';
  const standing = (await selectDocumentStandings(deps.pool, company, [documentKey])).get(documentKey);
  // Planned and on its way: whether Intacct takes it is not known yet.
  const isDecided = standing === undefined || standing.state === 'posted' || standing.state === 'abandoned';
  return isDecided || standing.hasOpenException ? 'passed' : 'under-way';
}

async function act(
  deps: ReleaseSearchDeps,
  { company, release }: CompanyProfile,
  cause: WaitingCause,
  verdict: CauseVerdict,
  budget: { left: number },
): Promise<Releasable[]> {
  const { causeKey } = cause;
  const failures = cause.failures ?? 0;
  const every = release.lookEverySeconds;
  const backOff = (base: number, maxSeconds = nextLookMaxSeconds) =>
    Math.min(maxSeconds, base * 2 ** Math.min(failures, 10));
  const lookBackOff = () => backOff(every, failures < promptLooks ? promptLookMaxSeconds : nextLookMaxSeconds);
  const note = (look: { documents: number; failures: number; nextLookSeconds: number }) =>
    recordCauseLook(deps.pool, company, { causeKey, canary: null, ...look });
  if (verdict === 'stands') {
    const nextLookSeconds = cause.canary === null ? lookBackOff() : backOff(every * tryPerLooks);
    await note({ documents: 0, failures: failures + 1, nextLookSeconds });
    return [];
  }
  if (verdict === 'gone') {
    if (budget.left === 0) return [];
    const waiting = await selectDocumentsWaitingFor(deps.pool, company, causeKey, budget.left);
    budget.left -= waiting.length;
    const isAll = budget.left > 0;
    // What waits behind these is no failure; what comes back to wait for the same cause is.
    const next = isAll
      ? { failures: failures + 1, nextLookSeconds: lookBackOff() }
      : { failures, nextLookSeconds: every };
    await note({ documents: waiting.length, ...next });
    return waiting.map(({ workflowId }) => ({ workflowId, reason: `${causeKey}: what it waited for is there` }));
  }
  // Parked a moment ago, it would meet the same again.
  if (cause.failures === null) {
    await note({ documents: 0, failures: 0, nextLookSeconds: every * tryPerLooks });
    return [];
  }
  const [first] = await selectDocumentsWaitingFor(deps.pool, company, causeKey, 1);
  if (first === undefined) return [];
  await recordCauseLook(deps.pool, company, {
    causeKey,
    documents: 1,
    failures,
    nextLookSeconds: backOff(every * tryPerLooks),
    canary: { documentKey: first.documentKey, exceptionId: first.newestExceptionId },
  });
  return [{ workflowId: first.workflowId, reason: `${causeKey}: one tries whether it is gone` }];
}
