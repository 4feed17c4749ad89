import { Context, log } from '@temporalio/activity';
import { isGrpcServiceError, ServiceError } from '@temporalio/client';
import { Rejected, UnexpectedResponse } from '../clients/errors';

// Starts of flows in parallel: each is a round trip to the engine.
const atOnce = 8;

// The engine's answers to a request that is wrong in itself; all others are about the engine, and hold for every document.
const grpcInvalidArgument = 3;
const grpcFailedPrecondition = 9;
const grpcOutOfRange = 11;

/**
 * Does it for a few items at once, in order, and beats in between: an activity of many starts must not look dead. Begins no batch
 * but the first after the deadline (milliseconds since 1970); returns how many items it came to.
 */
export async function inBatches<Item>(
  items: readonly Item[],
  act: (item: Item) => Promise<unknown>,
  deadline = Number.POSITIVE_INFINITY,
): Promise<number> {
  for (let first = 0; first < items.length; first += atOnce) {
    if (first > 0 && Date.now() >= deadline) return first;
    await Promise.all(
      items.slice(first, first + atOnce).map(async (item) => {
        await act(item);
        Context.current().heartbeat();
      }),
    );
  }
  return items.length;
}

/**
 * True when it was done; false when it failed for a reason of this document alone, which is logged: one bad document holds up no
 * other, and a later sweep tries it again. Throws what holds for all of them.
 */
export async function oneOfMany(documentKey: string, act: () => Promise<unknown>): Promise<boolean> {
  try {
    await act();
    return true;
  } catch (error) {
    if (!isOfOneDocument(error)) throw error;
    log.warn('document left out of this look', { documentKey, verdict: error.name, message: error.message });
    return false;
  }
}

function isOfOneDocument(error: unknown): error is Error {
  if (error instanceof Rejected || error instanceof UnexpectedResponse) return true;
  if (!(error instanceof ServiceError) || !isGrpcServiceError(error.cause)) return false;
  const { code } = error.cause;
  return code === grpcInvalidArgument || code === grpcFailedPrecondition || code === grpcOutOfRange;
}
