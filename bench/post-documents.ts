import { setTimeout as pause } from 'node:timers/promises';
import type { WorkflowHandle } from '@temporalio/client';
import { PostingStatus, ReasonCode } from '../clients/temporal/search-attributes';
import { startDocumentFlow } from '../clients/temporal/start-document-flow';
import type { BenchDocument } from './bench-documents';
import { type BenchStack, bareTaskQueue } from './bench-stack';

/** A backlog of hundreds drains through a slow gateway in minutes; a document that is parked never ends. */
const END_WITHIN_MS = 300_000;
const FIRST_LOOK_MS = 3_000;

/** Carries one document through, to the flow's end. */
export type CarryThrough = (document: BenchDocument) => Promise<void>;

/** The product: a trigger's start of the flow, and its end. Rejects when the document was not posted. */
export function postForCompany(bench: BenchStack, company: string): CarryThrough {
  return async ({ kind, header }) => {
    const { workflowId } = await startDocumentFlow(bench.client, bench.taskQueue, {
      company,
      kind,
      header,
      revision: 1,
    });
    const result: unknown = await ended(bench.client.workflow.getHandle(workflowId));
    if ((result as { outcome?: unknown }).outcome !== 'posted') {
      throw new Error(`${header.documentKey}: expected it posted, came ${JSON.stringify(result)}`);
    }
  };
}

/** The yardstick: a bare workflow of as many activities. */
export function runBare(bench: BenchStack): CarryThrough {
  return async ({ header }) => {
    const handle = await bench.client.workflow.start('bare', {
      workflowId: bareWorkflowId(header.documentKey),
      taskQueue: bareTaskQueue,
      args: [header.documentKey],
    });
    await ended(handle);
  };
}

/** Workflow id of the yardstick for a document. */
export function bareWorkflowId(documentKey: string): string {
  return `bare/${documentKey}`;
}

/**
 * The flow's result. The development server now and then forgets to wake who waits for an end, who then learns of it 20 s
 * later: from the third second on we look, ever more rarely.
 */
export async function ended(handle: WorkflowHandle): Promise<unknown> {
  const result = handle.result();
  // Whoever stops listening must not leave a rejection behind.
  result.catch(() => undefined);
  for (let lookAfterMs = FIRST_LOOK_MS; lookAfterMs < END_WITHIN_MS; lookAfterMs *= 2) {
    const heard = await Promise.race([
      result.then((value) => ({ value })),
      pause(lookAfterMs, undefined, { ref: false }),
    ]);
    if (heard !== undefined) return heard.value;
    // Asked anew, the server answers at once.
    const { status, typedSearchAttributes } = await handle.describe();
    if (status.name !== 'RUNNING') return handle.result();
    if (typedSearchAttributes.get(PostingStatus) === 'parked') {
      throw new Error(`${handle.workflowId} is parked: ${typedSearchAttributes.get(ReasonCode)}`);
    }
  }
  throw new Error(`${handle.workflowId} has not ended after ${END_WITHIN_MS} ms`);
}

/** Closed loop: that many documents under way at any time. */
export async function carryAll(
  documents: readonly BenchDocument[],
  underWay: number,
  carry: CarryThrough,
): Promise<{ tookMs: number }> {
  const began = performance.now();
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let document = documents[next]; document !== undefined; document = documents[next]) {
      next += 1;
      await carry(document);
    }
  };
  await Promise.all(Array.from({ length: underWay }, lane));
  return { tookMs: performance.now() - began };
}
