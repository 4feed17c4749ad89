import type { Context } from '@temporalio/activity';
import type { ActivityInterceptors } from '@temporalio/worker';

// Well below the policies' heartbeat timeout, so that one late beat is not taken for a dead worker.
const intervalMs = 4_000;

/** Lets every activity of a worker beat while it runs: a killed worker is noticed within the heartbeat timeout, and a cancellation arrives. */
export function heartbeatInterceptor(context: Context): ActivityInterceptors {
  return {
    inbound: {
      async execute(input, next) {
        const beat = setInterval(() => context.heartbeat(), intervalMs);
        try {
          return await next(input);
        } finally {
          clearInterval(beat);
        }
      },
    },
  };
}
