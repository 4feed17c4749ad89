import type { Pool } from 'pg';
import { z } from 'zod';

const postedDocumentSchema = z.object({
  document_key: z.string(),
  state: z.enum(['planned', 'sending', 'posted', 'rejected', 'unknown', 'abandoned']),
  acknowledged: z.boolean(),
  source_lines: z.number().int().nullable(),
  target_lines: z.number().int().nullable(),
});

/** How far the hub got with a document: its leading posting, and the lines of its plan. */
export type HubDocument = z.infer<typeof postedDocumentSchema>;

/** The hub's word on every document that it has seen: the revision that is in Intacct, else the newest. */
export async function readHubDocuments(hub: Pool): Promise<HubDocument[]> {
  const { rows } = await hub.query(
    `select distinct on (posting.document_key) posting.document_key, posting.state,
        posting.acknowledged_at is not null as acknowledged,
        (plan.totals ->> 'sourceLines')::integer as source_lines, (plan.totals ->> 'targetLines')::integer as target_lines
      from postings posting left join plans plan using (plan_id)
      where posting.is_leading and posting.flow = 'order-to-invoice'
      order by posting.document_key, (posting.state <> 'posted'), posting.revision desc`,
  );
  return rows.map((row) => postedDocumentSchema.parse(row));
}

const openExceptionSchema = z.object({
  document_key: z.string(),
  code: z.string(),
  message: z.string(),
  amount: z.string().nullable(),
  currency: z.string().nullable(),
});

export type OpenException = z.infer<typeof openExceptionSchema>;

/** Every open exception, by code and document. */
export async function readOpenExceptions(hub: Pool): Promise<OpenException[]> {
  const { rows } = await hub.query(
    `select document_key, code, message, amount::text, currency from exceptions
      where closed_at is null order by code, document_key`,
  );
  return rows.map((row) => openExceptionSchema.parse(row));
}

const meterSchema = z.object({ requests: z.number().int(), transactions: z.number().int() });

/** What the hub's cost meter counted: requests to Intacct, and the API transactions that they are billed as. */
export async function readMeter(hub: Pool): Promise<z.infer<typeof meterSchema>> {
  const { rows } = await hub.query(
    'select count(*)::integer as requests, coalesce(sum(transactions), 0)::integer as transactions from api_calls',
  );
  return meterSchema.parse(rows[0]);
}
