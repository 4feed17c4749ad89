import { randomInt } from 'node:crypto';
import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import {
  Authentication,
  OutcomeUnknown,
  RateLimited,
  Rejected,
  Transport,
  UnexpectedResponse,
} from '../clients/errors';
import { NoRequestSlot } from '../db/request-slots';

const seconds = (count: number) => count * 1000;

/**
 * The one place where a verdict becomes Temporal's business: type = verdict, retryable or not, how soon. What is not
 * a verdict passes as it is, and is retried by the activity's policy.
 */
export function toFailure(error: unknown, documentKey: string): unknown {
  if (error instanceof RateLimited) {
    return retryable('RateLimited', error, documentKey, {
      nextRetryDelay: error.retryAfterMs ?? seconds(5),
      category: ApplicationFailureCategory.BENIGN,
    });
  }
  if (error instanceof NoRequestSlot) {
    return retryable('NoRequestSlot', error, documentKey, {
      nextRetryDelay: seconds(1),
      category: ApplicationFailureCategory.BENIGN,
    });
  }
  // Another attempt is running at the gateway: it ends within its own time, so look again soon.
  if (error instanceof OutcomeUnknown && error.reason === 'in-process') {
    return retryable('OutcomeUnknown', error, documentKey, { nextRetryDelay: seconds(2) });
  }
  if (error instanceof OutcomeUnknown) return retryable('OutcomeUnknown', error, documentKey, {});
  if (error instanceof Transport) return retryable('Transport', error, documentKey, {});
  // An interface that changed, or a fault of ours: a fix is deployed, and the retry goes through.
  if (error instanceof UnexpectedResponse) return retryable('UnexpectedResponse', error, documentKey, {});
  if (error instanceof Authentication) return retryable('Authentication', error, documentKey, {});
  // A refusal is data for a person; where nobody made data of it, it is tried again: a flow never fails over one document.
  if (error instanceof Rejected) return retryable('Rejected', error, documentKey, {});
  return error;
}

/** A company that is paused: nothing was sent, try again when the next probe is due. */
export function companyPaused(company: string, message: string, nextProbeAt: Date): ApplicationFailure {
  const untilProbeMs = Math.min(Math.max(nextProbeAt.getTime() - Date.now(), seconds(1)), seconds(60));
  return ApplicationFailure.create({
    type: 'CompanyPaused',
    message: `${company} is paused: ${message}`,
    // Spread out: thousands may wait, and should not all come back in one second.
    nextRetryDelay: untilProbeMs + randomInt(untilProbeMs),
    category: ApplicationFailureCategory.BENIGN,
  });
}

/** A document that a person gave up: what still asks for it, such as a reset of its finished flow, ends here. */
export function documentAbandoned(documentKey: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(`${documentKey} was abandoned: nothing more of it is sent`, 'Abandoned');
}

/** A plan that another attempt settled or replaced while this one waited: nothing was sent, look again. */
export function planOutdated(documentKey: string): ApplicationFailure {
  return ApplicationFailure.create({
    type: 'PlanOutdated',
    message: `${documentKey}: its plan was settled or replaced meanwhile, nothing was sent`,
    nextRetryDelay: seconds(1),
    category: ApplicationFailureCategory.BENIGN,
  });
}

/** Another sheet of the worker is on its way to the same timesheet: nothing was sent, its turn comes when that one is settled. */
export function timesheetInUse(documentKey: string, serialKeys: readonly string[]): ApplicationFailure {
  return ApplicationFailure.create({
    type: 'TimesheetInUse',
    message: `${documentKey}: another document is on its way to ${serialKeys.join(' or ')}, nothing was sent`,
    // A posting takes about a second; spread out, for many may wait for one.
    nextRetryDelay: seconds(1) + randomInt(seconds(2)),
    category: ApplicationFailureCategory.BENIGN,
  });
}

/** A document whose rows are not all there yet: read again shortly. */
export function documentIncomplete(documentKey: string, missing: string): ApplicationFailure {
  return ApplicationFailure.create({
    type: 'DocumentIncomplete',
    message: `${documentKey} is not complete yet, it lacks ${missing}`,
    nextRetryDelay: seconds(2),
    category: ApplicationFailureCategory.BENIGN,
  });
}

function retryable(
  type: string,
  error: Error,
  documentKey: string,
  how: { nextRetryDelay?: number; category?: ApplicationFailureCategory },
): ApplicationFailure {
  return ApplicationFailure.create({ type, message: error.message, details: [documentKey], cause: error, ...how });
}
