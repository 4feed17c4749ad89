import { setTimeout as pause } from 'node:timers/promises';
import type { Pool } from 'pg';
import { kindOfFlow } from '../clients/temporal/document-flows';
import { type DocumentOutcome, selectDocumentOutcomes } from '../db/document-outcomes';

// Often enough for a person who waits, seldom enough for a thousand documents at once.
const lookEveryMs = 250;

/** What came of a decision so far. */
export type Settled =
  | { kind: 'posted'; intacctKey: string }
  | { kind: 'parked'; code: string; message: string }
  | { kind: 'abandoned' }
  /** A record that both sides have alike. */
  | { kind: 'in-step' }
  /** A record or an account that operations need not know. */
  | { kind: 'nothing-to-do'; because: string }
  /** iMetal shows what Intacct had at that time (ISO 8601). */
  | { kind: 'told'; asOf: string }
  /** Ended by hand, in the engine's word: it waits for a retry, which starts it again. */
  | { kind: 'ended'; status: string }
  /** Still being worked on when the wait ended. */
  | { kind: 'under-way'; state: string };

/** The newest exception of each document before a decision: a newer one means that it was parked again. */
export type Watermarks = ReadonlyMap<string, bigint>;

/** Where documents stood, to be taken before deciding on them. */
export function watermarksOf(outcomes: readonly DocumentOutcome[]): Watermarks {
  return new Map(outcomes.map((outcome) => [outcome.document_key, outcome.newest_exception_id]));
}

/**
 * Watches the ledger until every document is posted, parked again or abandoned, for so many seconds at most.
 * `settledSoFar` hears of progress.
 */
export async function awaitOutcomes(
  pool: Pool,
  company: string,
  before: Watermarks,
  waitSeconds: number,
  settledSoFar: (count: number) => void = () => undefined,
): Promise<Map<string, Settled>> {
  const deadline = Date.now() + waitSeconds * 1000;
  const settled = new Map<string, Settled>();
  for (;;) {
    const open = [...before.keys()].filter((document) => (settled.get(document)?.kind ?? 'under-way') === 'under-way');
    for (const outcome of await selectDocumentOutcomes(pool, company, open)) {
      settled.set(outcome.document_key, settledOf(outcome, before.get(outcome.document_key) ?? 0n));
    }
    const done = [...settled.values()].filter(({ kind }) => kind !== 'under-way').length;
    settledSoFar(done);
    if (done === before.size || Date.now() >= deadline) return settled;
    await pause(Math.min(lookEveryMs, Math.max(0, deadline - Date.now())));
  }
}

function settledOf(outcome: DocumentOutcome, watermark: bigint): Settled {
  const { state, code, message, intacct_key: intacctKey } = outcome;
  if (code !== null && message !== null && outcome.newest_exception_id > watermark)
    return { kind: 'parked', code, message };
  // An open exception from before: the decision has not been carried out yet.
  if (outcome.open_exceptions > 0) return { kind: 'under-way', state };
  if (state === 'abandoned') return { kind: 'abandoned' };
  // A day's journal and an application have no source that is told.
  const isTold = outcome.acknowledged || kindOfFlow(outcome.flow) === null;
  if (state === 'posted' && intacctKey !== null && isTold) return { kind: 'posted', intacctKey };
  return { kind: 'under-way', state };
}
