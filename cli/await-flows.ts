import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { z } from 'zod';
import { statusQuery } from '../workflows/parking';
import type { Settled } from './await-outcomes';

// Each look asks the engine of every flow that is still under way.
const lookEveryMs = 250;

/**
 * Watches flows of records and accounts, by the keys of lists, until each has ended or is parked again, for so many seconds at most. The
 * flow itself is asked: what it is parked for again need not be new in the ledger. `settledSoFar` hears of progress.
 */
export async function awaitFlows(
  client: Client,
  workflowIds: ReadonlyMap<string, string>,
  waitSeconds: number,
  settledSoFar: (count: number) => void = () => undefined,
): Promise<Map<string, Settled>> {
  const deadline = Date.now() + waitSeconds * 1000;
  const settled = new Map<string, Settled>();
  for (;;) {
    for (const [key, workflowId] of workflowIds) {
      if ((settled.get(key)?.kind ?? 'under-way') === 'under-way')
        settled.set(key, await lookAtFlow(client, workflowId));
    }
    const done = [...settled.values()].filter(({ kind }) => kind !== 'under-way').length;
    settledSoFar(done);
    if (done === workflowIds.size || Date.now() >= deadline) return settled;
    await pause(Math.min(lookEveryMs, Math.max(0, deadline - Date.now())));
  }
}

async function lookAtFlow(client: Client, workflowId: string): Promise<Settled> {
  const { status, runId } = await client.workflow.getHandle(workflowId).describe();
  // This run and no later one: a change that comes meanwhile begins another.
  const handle = client.workflow.getHandle(workflowId, runId);
  if (status.name === 'COMPLETED') return settledOf(await handle.result());
  if (status.name !== 'RUNNING') return { kind: 'ended', status: status.name };
  const flow = await handle.query(statusQuery);
  if (flow.status !== 'parked' || flow.reason === null) return { kind: 'under-way', state: 'looked at' };
  return { kind: 'parked', code: flow.reason.code, message: flow.reason.message };
}

const resultSchema = z.union([
  z.object({ outcome: z.literal('in-step') }),
  z.object({ outcome: z.enum(['filtered', 'gone', 'not-wanted']), because: z.string() }),
  z.object({ outcome: z.literal('told'), asOf: z.string() }),
  z.object({ outcome: z.literal('no-such-customer') }),
  z.object({ outcome: z.literal('abandoned') }),
]);

function settledOf(raw: unknown): Settled {
  const result = resultSchema.parse(raw);
  switch (result.outcome) {
    case 'in-step':
    case 'abandoned':
      return { kind: result.outcome };
    case 'told':
      return { kind: 'told', asOf: result.asOf };
    case 'no-such-customer':
      return { kind: 'nothing-to-do', because: 'Intacct has no such customer' };
    default:
      return { kind: 'nothing-to-do', because: result.because };
  }
}
