import { Context } from '@temporalio/activity';

// Starts of flows in parallel: each is a round trip to the engine.
const atOnce = 8;

/** Does it for a few items at once, and beats in between: an activity of many starts must not look dead. */
export async function inBatches<Item>(items: readonly Item[], act: (item: Item) => Promise<unknown>): Promise<void> {
  for (let first = 0; first < items.length; first += atOnce) {
    await Promise.all(items.slice(first, first + atOnce).map(act));
    Context.current().heartbeat();
  }
}
