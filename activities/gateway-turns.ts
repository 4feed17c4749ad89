import { cancellationSignal } from '@temporalio/activity';
import type { Pool } from 'pg';
import { Authentication } from '../clients/errors';
import type { RequestPriority, RequestSlots } from '../db/request-slots';
import type { CompanyProfile } from '../domain/company-profile';
import type { CallMeter } from './call-meter';
import { holdWhilePaused, pauseOnRefusedSignIn, refuseWhilePaused, resumeAfterProbe } from './company-pause';
import { requestSlot } from './company-slot';

export interface GatewayDeps {
  pool: Pool;
  slots: RequestSlots;
  meter: CallMeter;
  /** How soon a company whose sign-in is refused is tried again. */
  signInProbeSeconds: number;
}

/** For what the gateway is asked: the cost meter's words, and whom it goes before. */
export interface GatewayErrand {
  flow: string;
  documentKey: string | null;
  priority: RequestPriority;
}

/** Runs a request when it is its turn among the company's requests in flight. */
export type InTurn = <T>(request: () => Promise<T>) => Promise<T>;

/**
 * Runs work that asks Intacct, metered: held while the company's sign-in is refused (a paused company's one probe resumes it), each request
 * in its turn. Rejects with CompanyPaused, NoRequestSlot, and what the work throws.
 */
export async function whileSignedIn<T>(
  deps: GatewayDeps,
  profile: CompanyProfile,
  errand: GatewayErrand,
  act: (inTurn: InTurn) => Promise<T>,
): Promise<T> {
  const { company } = profile;
  const isProbe = await holdWhilePaused(deps.pool, company, deps.signInProbeSeconds);
  const { flow, documentKey } = errand;
  const result = await deps.meter.during({ company, flow, documentKey }, () =>
    act(turnsOf(deps, profile, errand, isProbe)),
  );
  if (isProbe) await resumeAfterProbe(deps.pool, company);
  return result;
}

/**
 * Turns of one attempt. A refused sign-in pauses the company before the next in line gets its turn, and who waited in
 * line while that happened is not sent: each refused sign-in brings the user nearer to a lock-out.
 */
function turnsOf(deps: GatewayDeps, profile: CompanyProfile, errand: GatewayErrand, isProbe: boolean): InTurn {
  const { company } = profile;
  const slot = requestSlot(profile, errand.priority);
  return (request) =>
    deps.slots.run(slot, async (assertHeld) => {
      // The flow may have been ended, or our place taken, while we waited: then nothing is sent any more.
      cancellationSignal().throwIfAborted();
      if (!isProbe) await refuseWhilePaused(deps.pool, company);
      assertHeld();
      try {
        return await request();
      } catch (error) {
        if (error instanceof Authentication) {
          const probe = { isProbe, probeSeconds: deps.signInProbeSeconds };
          await pauseOnRefusedSignIn(deps.pool, company, errand.flow, error, probe);
        }
        throw error;
      }
    });
}
