import type { WorkflowHandle } from '@temporalio/client';
import { startOrderToInvoice } from '../clients/temporal/start-order-to-invoice';
import type { BenchDocument } from './bench-documents';
import { type BenchStack, bareTaskQueue } from './bench-stack';

/** A backlog of hundreds drains through a slow gateway in minutes; a document that is parked never ends. */
const END_WITHIN_MS = 300_000;

/** Carries one document through, to the flow's end. */
export type CarryThrough = (document: BenchDocument) => Promise<void>;

/** The product: a trigger's start of the flow, and its end. Rejects when the document was not posted. */
export function postForCompany(bench: BenchStack, company: string): CarryThrough {
  return async ({ header }) => {
    const { workflowId } = await startOrderToInvoice(bench.client, bench.taskQueue, { company, header, revision: 1 });
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

async function ended(handle: WorkflowHandle): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`${handle.workflowId} has not ended after ${END_WITHIN_MS} ms: is it parked?`)),
      END_WITHIN_MS,
    );
  });
  try {
    return await Promise.race([handle.result(), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Closed loop: that many documents under way at any time. Latencies in ms, from start to end of the flow. */
export async function carryAll(
  documents: readonly BenchDocument[],
  underWay: number,
  carry: CarryThrough,
): Promise<{ tookMs: number; latenciesMs: number[] }> {
  const latenciesMs: number[] = [];
  const began = performance.now();
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let document = documents[next]; document !== undefined; document = documents[next]) {
      next += 1;
      const started = performance.now();
      await carry(document);
      latenciesMs.push(performance.now() - started);
    }
  };
  await Promise.all(Array.from({ length: underWay }, lane));
  return { tookMs: performance.now() - began, latenciesMs };
}
