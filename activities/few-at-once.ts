import { Context, log } from '@temporalio/activity';
import { isGrpcServiceError, ServiceError } from '@temporalio/client';
import pMap from 'p-map';
import { Rejected, UnexpectedResponse } from '../clients/errors';

// Starts of flows, and requests to a system that tells no limit: each is a round trip, and none must keep the others from their turn.
const atOnceDefault = 8;

// The engine's answers to a request that is wrong in itself; all others are about the engine, and hold for every document.
const grpcInvalidArgument = 3;
const grpcFailedPrecondition = 9;
const grpcOutOfRange = 11;

/**
 * Does it for each item, a few at once: the next begins as soon as one is done. Results in the items' order. Beats after each, for an
 * activity of many must not look dead. Begins nothing more when one has failed; behind the deadline (milliseconds since 1970) nothing but
 * the first few, so that the results are those of the items that it came to.
 */
export async function fewAtOnce<Item, Result>(
  items: readonly Item[],
  act: (item: Item) => Promise<Result>,
  { atOnce = atOnceDefault, deadline = Number.POSITIVE_INFINITY }: { atOnce?: number; deadline?: number } = {},
): Promise<Result[]> {
  const results: Result[] = [];
  let isOver = false;
  const actInTime = async (item: Item, index: number) => {
    isOver ||= index >= atOnce && Date.now() >= deadline;
    if (isOver) return;
    results[index] = await act(item);
    Context.current().heartbeat();
  };
  await pMap(items, actInTime, { concurrency: atOnce });
  return results;
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
