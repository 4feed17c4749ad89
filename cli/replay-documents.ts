import { setTimeout as pause } from 'node:timers/promises';
import { SingleBar } from 'cli-progress';
import type { DecisionRequest } from '../workflows/parking';
import { awaitFlows } from './await-flows';
import { awaitOutcomes, type Settled } from './await-outcomes';
import { decide } from './decisions';
import { NegativeAnswer } from './exit-codes';
import type { Operator } from './operator';

/** What a replay tries again. */
export interface ParkedSubject {
  /** As lists name it. */
  key: string;
  workflowId: string;
  amount: string | null;
  currency: string | null;
  hours: string | null;
  state: string;
  /** The newest exception of a document; null for a record or an account, whose flow is asked what came of it. */
  newestExceptionId: bigint | null;
}

/** What came of a replay, document by document. */
export interface Replayed {
  documents: {
    document: string;
    amount: string | null;
    currency: string | null;
    hours: string | null;
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
  parked: readonly ParkedSubject[],
  request: DecisionRequest,
  pace: { perSecond: number; waitSeconds: number },
): Promise<Replayed> {
  const { client } = await operator.temporal();
  const progress = startProgress(operator, parked.length);
  try {
    const refused = new Map<string, string>();
    for (const [index, { key: document, workflowId }] of parked.entries()) {
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
    const taken = parked.filter(({ key }) => !refused.has(key));
    const settled = await awaitAll(operator, company, taken, pace.waitSeconds, progress.settled);
    return {
      documents: parked.map(({ key: document, amount, currency, hours, state }) => {
        const message = refused.get(document);
        const outcome =
          message === undefined
            ? (settled.get(document) ?? { kind: 'under-way' as const, state })
            : { kind: 'refused' as const, message };
        return { document, amount, currency, hours, outcome };
      }),
    };
  } finally {
    progress.stop();
  }
}

/** The ledger says what became of documents, its flow of each record. */
async function awaitAll(
  operator: Operator,
  company: string,
  taken: readonly ParkedSubject[],
  waitSeconds: number,
  settledSoFar: (count: number) => void,
): Promise<Map<string, Settled>> {
  const { client } = await operator.temporal();
  const isDocument = ({ newestExceptionId }: ParkedSubject) => newestExceptionId !== null;
  const watermarks = new Map(
    taken.filter(isDocument).map(({ key, newestExceptionId }) => [key, newestExceptionId ?? 0n]),
  );
  const flows = new Map(taken.filter((one) => !isDocument(one)).map(({ key, workflowId }) => [key, workflowId]));
  const counts = { documents: 0, flows: 0 };
  const tell = (part: keyof typeof counts) => (count: number) => {
    counts[part] = count;
    settledSoFar(counts.documents + counts.flows);
  };
  const outcomes = await Promise.all([
    awaitOutcomes(operator.pool(), company, watermarks, waitSeconds, tell('documents')),
    awaitFlows(client, flows, waitSeconds, tell('flows')),
  ]);
  return new Map(outcomes.flatMap((settled) => [...settled]));
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
