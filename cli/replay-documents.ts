import { setTimeout as pause } from 'node:timers/promises';
import { SingleBar } from 'cli-progress';
import type { DocumentOutcome } from '../db/document-outcomes';
import type { DecisionRequest } from '../workflows/parking';
import { awaitOutcomes, type Settled, watermarksOf } from './await-outcomes';
import { decide } from './decisions';
import { NegativeAnswer } from './exit-codes';
import type { Operator } from './operator';

/** What came of a replay, document by document. */
export interface Replayed {
  documents: {
    document: string;
    amount: string | null;
    currency: string | null;
    /** `refused`: by the time it was asked it was not parked any more. */
    outcome: Settled | { kind: 'refused'; message: string };
  }[];
}

/**
 * Tries parked documents again, so many a second, and waits for what comes of them. A document that is not parked any more
 * is left alone. Throws DecisionUnanswered when no worker takes the decisions; those taken before are carried out.
 */
export async function replayDocuments(
  operator: Operator,
  company: string,
  parked: readonly DocumentOutcome[],
  request: DecisionRequest,
  pace: { perSecond: number; waitSeconds: number },
): Promise<Replayed> {
  const { client } = await operator.temporal();
  const progress = startProgress(operator, parked.length);
  try {
    const refused = new Map<string, string>();
    for (const [index, { document_key: document, workflow_id: workflowId }] of parked.entries()) {
      const nextAt = Date.now() + 1000 / pace.perSecond;
      try {
        await decide(client, workflowId, 'retry', request);
      } catch (error) {
        if (!(error instanceof NegativeAnswer)) throw error;
        refused.set(document, error.message);
      }
      progress.asked(index + 1);
      if (index + 1 < parked.length) await pause(Math.max(0, nextAt - Date.now()));
    }
    const taken = watermarksOf(parked.filter(({ document_key }) => !refused.has(document_key)));
    const settled = await awaitOutcomes(operator.pool(), company, taken, pace.waitSeconds, progress.settled);
    return {
      documents: parked.map(({ document_key: document, amount, currency, state }) => {
        const message = refused.get(document);
        const outcome =
          message === undefined
            ? (settled.get(document) ?? { kind: 'under-way' as const, state })
            : { kind: 'refused' as const, message };
        return { document, amount, currency, outcome };
      }),
    };
  } finally {
    progress.stop();
  }
}

/** A bar for a person who watches; nothing in a log or a pipe. */
function startProgress(operator: Operator, all: number) {
  if (!operator.terminal.isInteractive || operator.options.json) {
    return { asked: () => undefined, settled: () => undefined, stop: () => undefined };
  }
  const bar = new SingleBar({ stream: process.stderr, format: '{step} [{bar}] {value} of {total}', hideCursor: true });
  bar.start(all, 0, { step: 'asked  ' });
  return {
    asked: (count: number) => bar.update(count, { step: 'asked  ' }),
    settled: (count: number) => bar.update(count, { step: 'settled' }),
    stop: () => bar.stop(),
  };
}
