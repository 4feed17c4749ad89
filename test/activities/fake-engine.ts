import type { Client } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/common';

/** An engine of a few lines: which flows were started, and which parked ones were told something. */
export interface FakeEngine {
  client: Client;
  started: string[];
  /** Flows that were signalled, and started where they did not run. */
  touched: string[];
  /** Flows that say that they are parked. */
  parked: Set<string>;
  told: { workflowId: string; decision: { actor: string; reason: string } }[];
}

/** The handle of a flow that does not run. */
export function absentFlow(workflowId: string) {
  const signal = async (): Promise<never> => {
    throw new WorkflowNotFoundError('not found', workflowId, undefined);
  };
  return { signal };
}

/** A client of no engine. */
export function createFakeEngine(): FakeEngine {
  const fake: Omit<FakeEngine, 'client'> = { started: [], touched: [], parked: new Set(), told: [] };
  const workflow = {
    async start(_workflow: unknown, { workflowId }: { workflowId: string }) {
      fake.started.push(workflowId);
    },
    async signalWithStart(_workflow: unknown, { workflowId }: { workflowId: string }) {
      fake.touched.push(workflowId);
    },
    getHandle: (workflowId: string) => ({
      async describe() {
        if (!fake.parked.has(workflowId)) throw new WorkflowNotFoundError('not found', workflowId, undefined);
        return { typedSearchAttributes: { get: () => 'parked' } };
      },
      async signal(_definition: unknown, decision: { actor: string; reason: string }) {
        fake.told.push({ workflowId, decision });
      },
    }),
  };
  return { ...fake, client: { workflow } as unknown as Client };
}
