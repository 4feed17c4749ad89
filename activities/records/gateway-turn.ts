import { cancellationSignal } from '@temporalio/activity';
import type { Pool } from 'pg';
import { Authentication, OutcomeUnknown, Transport } from '../../clients/errors';
import type { RequestPriority, RequestSlots } from '../../db/request-slots';
import type { CompanyProfile } from '../../domain/company-profile';
import type { CallMeter } from '../call-meter';
import { holdWhilePaused, pauseOnRefusedSignIn, refuseWhilePaused, resumeAfterProbe } from '../company-pause';

// Behind postings, which may have a long line; the activity beats meanwhile.
const slotWaitMaxMs = 300_000;

export interface GatewayDeps {
  pool: Pool;
  slots: RequestSlots;
  meter: CallMeter;
  /** How soon a company whose sign-in is refused is tried again. */
  signInProbeSeconds: number;
}

/** Runs one request when it is its turn among the company's requests in flight. */
export type InTurn = <T>(request: () => Promise<T>) => Promise<T>;

/**
 * Runs work that asks Intacct: held while the company's sign-in is refused, each request in its turn behind postings, each counted for
 * the flow and record. Rejects with CompanyPaused, NoRequestSlot, and what the work throws.
 */
export async function duringGatewayWork<T>(
  deps: GatewayDeps,
  profile: CompanyProfile,
  work: { flow: string; documentKey: string | null; priority: RequestPriority },
  run: (inTurn: InTurn) => Promise<T>,
): Promise<T> {
  const { company } = profile;
  const isProbe = await holdWhilePaused(deps.pool, company, deps.signInProbeSeconds);
  const slot = {
    company,
    slotsMax: profile.intacct.requestsInFlightMax,
    priority: work.priority,
    waitMaxMs: slotWaitMaxMs,
    heldMaxMs: profile.intacct.requestTimeoutMs + 1_000,
    mayStillRun: (error: unknown) =>
      (error instanceof OutcomeUnknown || error instanceof Transport) && error.mayStillRun,
  };
  const inTurn: InTurn = (request) =>
    deps.slots.run(slot, async () => {
      cancellationSignal().throwIfAborted();
      if (!isProbe) await refuseWhilePaused(deps.pool, company);
      try {
        return await request();
      } catch (error) {
        if (error instanceof Authentication) {
          const probe = { isProbe, probeSeconds: deps.signInProbeSeconds };
          await pauseOnRefusedSignIn(deps.pool, company, work.flow, error, probe);
        }
        throw error;
      }
    });
  const metered = { company, flow: work.flow, documentKey: work.documentKey };
  const result = await deps.meter.during(metered, () => run(inTurn));
  if (isProbe) await resumeAfterProbe(deps.pool, company);
  return result;
}

/** A client each of whose calls takes a turn of its own. */
export function eachInTurn<Port extends object>(port: Port, inTurn: InTurn): Port {
  return new Proxy(port, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return (...parameters: unknown[]) => inTurn(() => Reflect.apply(member, target, parameters));
    },
  });
}
