import { z } from 'zod';
import type { JournalEntry } from '../domain/journal-entry';
import type { DocumentReference, PlannedDocument, PostingPurpose, PostingState } from '../domain/posting';
import type { TraceEntry } from '../domain/posting-plan';
import type { Hours } from '../domain/timesheet';
import type { Database } from './pool';
import { postingPurpose } from './posting-purpose';
import { postingState } from './posting-state';
import { sourceVersion } from './source-version';

const postingRow = z.object({
  posting_id: z.string(),
  company: z.string(),
  flow: z.string(),
  document_key: z.string(),
  revision: z.number(),
  purpose: postingPurpose,
  is_leading: z.boolean(),
  state: postingState,
  plan_id: z.string().nullable(),
  version: z.number(),
  content_hash: z.string().nullable(),
  source_version: sourceVersion.nullable(),
  control_id: z.string().nullable(),
  request_control_id: z.string().nullable(),
  entity_id: z.string().nullable(),
  party: z.string().nullable(),
  party_name: z.string().nullable(),
  currency: z.string().nullable(),
  amount: z.string().nullable(),
  hours: z.string().nullable(),
  intacct_key: z.string().nullable(),
  workflow_id: z.string(),
  sent_at: z.date().nullable(),
  acknowledged_at: z.date().nullable(),
});

/** A row of `postings`: one intended Intacct document and how far it got. */
export type PostingRow = z.infer<typeof postingRow>;

/** What a flow knows of its document when it first touches the ledger. */
export interface PostingOrigin extends DocumentReference {
  flow: string;
  sourceSystem: string;
  workflowId: string;
  runId: string;
  triggeredAt: string;
}

/** What a plan, or a refusal to make one, says of a posting. */
export interface PostingContent {
  state: 'planned' | 'rejected';
  isLeading: boolean;
  planId: string | null;
  version: number;
  contentHash: string | null;
  sourceVersion: number | null;
  mappingVersion: string;
  controlId: string | null;
  requestControlId: string | null;
  /** Of what Intacct keeps one of, so that one posting at a time may write to it: a worker's timesheet of a period; null for others. */
  serialKey: string | null;
  entityId: string | null;
  party: string | null;
  partyName: string | null;
  currency: string | null;
  amount: string | null;
  /** Labour hours of the whole document, with the posting that stands for it; null for others, and for what is no time. */
  hours: Hours | null;
  /** YYYY-MM. */
  period: string | null;
}

/** One activity at a time writes a document's rows; the lock ends with the transaction. */
export async function lockDocument(database: Database, company: string, documentKey: string): Promise<void> {
  await database.query('select pg_advisory_xact_lock(hashtextextended($1::text, 0))', [`${company}/${documentKey}`]);
}

/** All postings of a document's revision, the leading one first; empty when the ledger does not know it. */
export async function selectPostings(database: Database, document: DocumentReference): Promise<PostingRow[]> {
  const result = await database.query(
    `select * from postings
      where company = $1::text and document_key = $2::text and revision = $3::integer
      order by is_leading desc, posting_id`,
    [document.company, document.documentKey, document.revision],
  );
  return result.rows.map((row) => postingRow.parse(row));
}

const writtenRow = z.object({ posting_id: z.string().nullable(), state_before: postingState.nullable() });

/**
 * Inserts a posting or gives it a new plan, one too that a plan before no longer had. Returns its id and the state before; throws for one
 * whose outcome may be in Intacct, or that a person gave up.
 */
export async function upsertPosting(
  database: Database,
  origin: PostingOrigin,
  purpose: PostingPurpose,
  content: PostingContent,
): Promise<{ postingId: string; stateBefore: PostingState | null }> {
  const result = await database.query(
    `with before as (
        select state, is_leading from postings
          where company = $1::text and document_key = $4::text and revision = $5::integer and purpose = $6::text
          for update),
      written as (
        insert into postings (company, flow, source_system, document_key, revision, purpose, is_leading, state, plan_id,
          version, content_hash, mapping_version, control_id, request_control_id, entity_id, party, party_name, currency,
          amount, period, workflow_id, run_id, triggered_at, planned_at, source_version, serial_key, hours)
        select $1::text, $2::text, $3::text, $4::text, $5::integer, $6::text, $7::boolean, $8::text, $9::bigint,
          $10::integer, $11::text, $12::text, $13::text, $14::text, $15::text, $16::text, $17::text, $18::text,
          $19::numeric, $20::text, $21::text, $22::text, $23::timestamptz, now(), $24::bigint, $25::text,
          $26::numeric
          where not exists (select from before where state not in ('planned', 'rejected') and (is_leading or state <> 'abandoned'))
        on conflict (company, document_key, revision, purpose) do update set
          state = excluded.state, is_leading = excluded.is_leading, plan_id = excluded.plan_id, version = excluded.version,
          source_version = excluded.source_version, content_hash = excluded.content_hash, mapping_version = excluded.mapping_version,
          control_id = excluded.control_id, request_control_id = excluded.request_control_id, serial_key = excluded.serial_key,
          entity_id = excluded.entity_id, party = excluded.party, party_name = excluded.party_name,
          currency = excluded.currency, amount = excluded.amount, hours = excluded.hours, period = excluded.period,
          workflow_id = excluded.workflow_id, run_id = excluded.run_id, planned_at = now(), settled_at = null
        returning posting_id)
      select (select posting_id from written) as posting_id, (select state from before) as state_before`,
    [
      origin.company,
      origin.flow,
      origin.sourceSystem,
      origin.documentKey,
      origin.revision,
      purpose,
      content.isLeading,
      content.state,
      content.planId,
      content.version,
      content.contentHash,
      content.mappingVersion,
      content.controlId,
      content.requestControlId,
      content.entityId,
      content.party,
      content.partyName,
      content.currency,
      content.amount,
      content.period,
      origin.workflowId,
      origin.runId,
      origin.triggeredAt,
      content.sourceVersion,
      content.serialKey,
      content.hours,
    ],
  );
  const { posting_id: postingId, state_before: stateBefore } = writtenRow.parse(result.rows[0]);
  if (postingId !== null) return { postingId, stateBefore };
  throw new Error(`${origin.documentKey} ${purpose} is ${stateBefore}: its plan cannot be replaced`);
}

/** Gives up what a new plan of the document no longer has: planned or refused postings of other purposes, which stand for it no longer. */
export async function abandonOtherPurposes(
  database: Database,
  document: DocumentReference,
  kept: readonly PostingPurpose[],
): Promise<void> {
  await database.query(
    `with others as (
        select posting_id, state from postings
          where company = $1::text and document_key = $2::text and revision = $3::integer
            and purpose <> all($4::text[]) and state in ('planned', 'rejected') for update),
      given_up as (
        update postings set state = 'abandoned', settled_at = now(), is_leading = false
          from others where postings.posting_id = others.posting_id
          returning postings.posting_id, others.state, postings.plan_id)
      insert into posting_events (posting_id, from_state, to_state, actor, note, plan_id)
        select posting_id, state, 'abandoned', 'flow', 'not in the new plan', plan_id from given_up`,
    [document.company, document.documentKey, document.revision, kept],
  );
}

/** Moves a posting to a state; `intacctKey` only with `posted`. */
export async function updatePostingState(
  database: Database,
  postingId: string,
  change: { state: PostingState; intacctKey?: string },
): Promise<void> {
  await database.query(
    `update postings set state = $2::text,
        intacct_key = coalesce($3::text, intacct_key),
        sent_at = case when $2::text = 'sending' then now() else sent_at end,
        settled_at = case when $2::text in ('posted', 'rejected', 'abandoned') then now() else null end
      where posting_id = $1::bigint`,
    [postingId, change.state, change.intacctKey ?? null],
  );
}

/** Writes down that the source has Intacct's reference, and closes what was open for the document; harmless to repeat. */
export async function markAcknowledged(
  database: Database,
  document: DocumentReference,
  sourceVersion: number | null,
): Promise<void> {
  await database.query(
    `with closed as (
        update exceptions set closed_at = now(), closed_because = 'acknowledged'
          where company = $1::text and document_key = $2::text and closed_at is null
            -- A newer revision's questions are not answered by this one's acknowledgement.
            and not exists (
              select from postings newer
                where newer.company = $1::text and newer.document_key = $2::text and newer.revision > $3::integer))
      update postings set acknowledged_at = coalesce(acknowledged_at, now()), acknowledged_version = $4::bigint
        where company = $1::text and document_key = $2::text and revision = $3::integer and is_leading`,
    [document.company, document.documentKey, document.revision, sourceVersion],
  );
}

/** Appends to the history of a posting. */
export async function insertPostingEvent(
  database: Database,
  event: {
    postingId: string;
    fromState: PostingState | null;
    toState: PostingState;
    actor: string;
    note: string;
    planId: string | null;
  },
): Promise<void> {
  await database.query(
    `insert into posting_events (posting_id, from_state, to_state, actor, note, plan_id)
      values ($1::bigint, $2::text, $3::text, $4::text, $5::text, $6::bigint)`,
    [event.postingId, event.fromState, event.toState, event.actor, event.note, event.planId],
  );
}

/** A plan as it is stored: never changed afterwards. */
export interface StoredPlan extends DocumentReference {
  version: number;
  contentHash: string;
  mappingVersion: string;
  documents: PlannedDocument[];
  pooledEntry: JournalEntry | null;
  trace: TraceEntry[];
  totals: Record<string, unknown>;
  /** Of what decided how it was coded; null where settings decide nothing. */
  settingsHash: string | null;
}

/** Stores a plan under the document's next version, and returns both ids. */
export async function insertPlan(
  database: Database,
  plan: Omit<StoredPlan, 'version'>,
): Promise<{ planId: string; version: number }> {
  const result = await database.query(
    `insert into plans (company, document_key, revision, version, content_hash, mapping_version, documents, trace, totals, pooled_entry,
        settings_hash)
      select $1::text, $2::text, $3::integer, 1 + coalesce(max(version), 0), $4::text, $5::text, $6::jsonb, $7::jsonb, $8::jsonb,
        $9::jsonb, $10::text
        from plans where company = $1::text and document_key = $2::text and revision = $3::integer
      returning plan_id, version`,
    [
      plan.company,
      plan.documentKey,
      plan.revision,
      plan.contentHash,
      plan.mappingVersion,
      JSON.stringify(plan.documents),
      JSON.stringify(plan.trace),
      JSON.stringify(plan.totals),
      plan.pooledEntry === null ? null : JSON.stringify(plan.pooledEntry),
      plan.settingsHash,
    ],
  );
  return { planId: result.rows[0].plan_id, version: result.rows[0].version };
}

/** The exact documents of a plan, and its settings hash. Throws when there is no such plan: a ledger row points at nothing. */
export async function selectPlanToSend(
  database: Database,
  planId: string,
): Promise<Pick<StoredPlan, 'documents' | 'settingsHash'>> {
  const result = await database.query('select documents, settings_hash from plans where plan_id = $1::bigint', [
    planId,
  ]);
  if (result.rowCount !== 1) throw new Error(`plan ${planId} does not exist`);
  return { documents: result.rows[0].documents, settingsHash: result.rows[0].settings_hash };
}

/** True when a plan was made of this content before, in the document's same revision. */
export async function isPlanned(
  database: Database,
  document: DocumentReference,
  contentHash: string,
): Promise<boolean> {
  const result = await database.query(
    `select from plans
      where company = $1::text and document_key = $2::text and revision = $3::integer and content_hash = $4::text limit 1`,
    [document.company, document.documentKey, document.revision, contentHash],
  );
  return result.rowCount === 1;
}
