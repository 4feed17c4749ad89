import { cancellationSignal } from '@temporalio/activity';
import type { Pool } from 'pg';
import { Authentication } from '../clients/errors';
import type { CompanyProfiles } from '../companies/company-profiles';
import type { RequestSlots } from '../db/request-slots';
import type { CallMeter } from './call-meter';
import { holdWhilePaused, pauseOnRefusedSignIn, refuseWhilePaused, resumeAfterProbe } from './company-pause';
import { postingSlot } from './company-slot';

export interface GatewayDeps {
  pool: Pool;
  profiles: CompanyProfiles;
  slots: RequestSlots;
  meter: CallMeter;
  /** How soon a company whose sign-in is refused is tried again. */
  signInProbeSeconds: number;
}

/** For whom the gateway is asked: the cost meter's words. */
export interface GatewayErrand {
  company: string;
  flow: string;
  documentKey: string | null;
}

/** Runs a request when it is its turn among the company's requests in flight. */
export type InTurn = <T>(request: () => Promise<T>) => Promise<T>;

/** Does what needs the gateway, metered, unless the company is paused; a paused company's one probe resumes it. Throws CompanyPaused. */
export async function whileSignedIn<T>(
  deps: GatewayDeps,
  errand: GatewayErrand,
  act: (inTurn: InTurn) => Promise<T>,
): Promise<T> {
  const isProbe = await holdWhilePaused(deps.pool, errand.company, deps.signInProbeSeconds);
  const inTurn = await takeTurns(deps, errand, isProbe);
  const result = await deps.meter.during(errand, () => act(inTurn));
  if (isProbe) await resumeAfterProbe(deps.pool, errand.company);
  return result;
}

/**
 * Turns of one attempt. A refused sign-in pauses the company before the next in line gets its turn, and who waited in
 * line while that happened is not sent: each refused sign-in brings the user nearer to a lock-out.
 */
async function takeTurns(deps: GatewayDeps, { company, flow }: GatewayErrand, isProbe: boolean): Promise<InTurn> {
  const slot = postingSlot(await deps.profiles.profile(company));
  return (request) =>
    deps.slots.run(slot, async () => {
      // The flow may have been ended, or our place taken, while we waited: then nothing is sent any more.
      cancellationSignal().throwIfAborted();
      if (!isProbe) await refuseWhilePaused(deps.pool, company);
      try {
        return await request();
      } catch (error) {
        if (error instanceof Authentication) {
          const probe = { isProbe, probeSeconds: deps.signInProbeSeconds };
          await pauseOnRefusedSignIn(deps.pool, company, flow, error, probe);
        }
        throw error;
      }
    });
}
