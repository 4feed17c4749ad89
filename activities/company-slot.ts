import { OutcomeUnknown, Transport } from '../clients/errors';
import type { RequestPriority, SlotRequest } from '../db/request-slots';
import type { CompanyProfile } from '../domain/company-profile';

// Long enough for a full backlog to drain through a slow gateway; the activity beats meanwhile.
const waitMaxMsDefault = 300_000;

/** A request's place among a company's requests in flight. */
export function requestSlot(
  { company, intacct }: CompanyProfile,
  priority: RequestPriority,
  waitMaxMs = waitMaxMsDefault,
): SlotRequest {
  return {
    company,
    slotsMax: intacct.requestsInFlightMax,
    priority,
    waitMaxMs,
    // A live holder renews it; a killed one's request is over by then, as far as we wait for any.
    heldMaxMs: intacct.requestTimeoutMs + 1_000,
    // What we gave up waiting for still occupies the gateway: a permit given back now would put one more on top.
    mayStillRun: (error) => (error instanceof OutcomeUnknown || error instanceof Transport) && error.mayStillRun,
  };
}
