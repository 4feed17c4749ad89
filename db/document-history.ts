import { z } from 'zod';
import { exceptionCodes } from '../domain/exception';
import type { Database } from './pool';
import { postingPurpose } from './posting-purpose';
import { postingState } from './posting-state';

const historyPosting = z.object({
  posting_id: z.string(),
  flow: z.string(),
  source_system: z.string(),
  document_key: z.string(),
  revision: z.number(),
  purpose: postingPurpose,
  is_leading: z.boolean(),
  state: postingState,
  plan_id: z.string().nullable(),
  version: z.number(),
  mapping_version: z.string().nullable(),
  control_id: z.string().nullable(),
  entity_id: z.string().nullable(),
  party: z.string().nullable(),
  party_name: z.string().nullable(),
  currency: z.string().nullable(),
  amount: z.string().nullable(),
  hours: z.string().nullable(),
  period: z.string().nullable(),
  intacct_key: z.string().nullable(),
  workflow_id: z.string(),
  run_id: z.string(),
  triggered_at: z.date(),
  sent_at: z.date().nullable(),
  settled_at: z.date().nullable(),
  acknowledged_at: z.date().nullable(),
});

const historyEvent = z.object({
  at: z.date(),
  revision: z.number(),
  purpose: postingPurpose,
  from_state: postingState.nullable(),
  to_state: postingState,
  actor: z.string(),
  note: z.string(),
});

const historyException = z.object({
  exception_id: z.string(),
  code: z.enum(exceptionCodes),
  cause_key: z.string().nullable(),
  message: z.string(),
  field: z.string(),
  expected: z.string(),
  actual: z.string(),
  opened_at: z.date(),
  closed_at: z.date().nullable(),
  closed_because: z.string().nullable(),
});

export type HistoryPosting = z.infer<typeof historyPosting>;
export type HistoryEvent = z.infer<typeof historyEvent>;
export type HistoryException = z.infer<typeof historyException>;

/** Every posting of a document, newest revision first and its leading posting before the others; empty when unknown. */
export async function selectPostingHistory(
  database: Database,
  company: string,
  documentKey: string,
): Promise<HistoryPosting[]> {
  const result = await database.query(
    `select posting_id, flow, source_system, document_key, revision, purpose, is_leading, state, plan_id, version,
        mapping_version, control_id, entity_id, party, party_name, currency, amount, hours, period, intacct_key,
        workflow_id, run_id, triggered_at, sent_at, settled_at, acknowledged_at
      from postings where company = $1::text and document_key = $2::text
      order by revision desc, is_leading desc, posting_id`,
    [company, documentKey],
  );
  return z.array(historyPosting).parse(result.rows);
}

/** What happened to a document's postings, in the order it happened. */
export async function selectPostingEvents(
  database: Database,
  company: string,
  documentKey: string,
): Promise<HistoryEvent[]> {
  const result = await database.query(
    `select event.at, posting.revision, posting.purpose, event.from_state, event.to_state, event.actor, event.note
      from posting_events event join postings posting using (posting_id)
      where posting.company = $1::text and posting.document_key = $2::text order by event.event_id`,
    [company, documentKey],
  );
  return z.array(historyEvent).parse(result.rows);
}

/** Every exception that a document ever had, in the order they were opened. */
export async function selectExceptionHistory(
  database: Database,
  company: string,
  documentKey: string,
): Promise<HistoryException[]> {
  const result = await database.query(
    `select exception_id, code, cause_key, message, field, expected, actual, opened_at, closed_at, closed_because
      from exceptions where company = $1::text and document_key = $2::text order by exception_id`,
    [company, documentKey],
  );
  return z.array(historyException).parse(result.rows);
}
