import { z } from 'zod';
import type { Database } from './pool';

/** What somebody did to a record in Assignar. */
export const driftKinds = ['edited', 'deleted', 'created-in-assignar', 'duplicate', 'missing'] as const;

export type DriftKind = (typeof driftKinds)[number];

/** By field: what both systems had when they were last in step, what Assignar has, and what Intacct says. */
export type DriftFields = Record<string, { agreed: string | null; assignar: string | null; intacct: string | null }>;

/** A record of Assignar that differs by somebody's hand. */
export interface Drift {
  company: string;
  object: string;
  assignarId: string;
  /** Null for a record that stands for none of Intacct. */
  intacctObject: string | null;
  intacctId: string | null;
  kind: DriftKind;
  fields: DriftFields;
}

/** A drift as it is listed. */
export interface OpenDrift extends Drift {
  firstSeen: Date;
  lastSeen: Date;
}

/** Writes down a drift, or that one that is open is still there; one record has one, which says what is the matter now. */
export async function recordDrift(database: Database, drift: Drift): Promise<void> {
  await database.query(
    `insert into drifts (company, object, assignar_id, intacct_object, intacct_id, kind, fields)
      values ($1::text, $2::text, $3::text, $4::text, $5::text, $6::text, $7::jsonb)
      on conflict (company, object, assignar_id) where settled_at is null do update
        set kind = excluded.kind, fields = excluded.fields, intacct_object = excluded.intacct_object,
          intacct_id = excluded.intacct_id, last_seen = now()`,
    [
      drift.company,
      drift.object,
      drift.assignarId,
      drift.intacctObject,
      drift.intacctId,
      drift.kind,
      JSON.stringify(drift.fields),
    ],
  );
}

/** Writes down a drift that was seen and is over at once: both sides had changed, and Intacct's word was written. */
export async function recordSettledDrift(database: Database, drift: Drift, because: string): Promise<void> {
  await recordDrift(database, drift);
  await settleDrifts(database, { ...drift, assignarIds: [drift.assignarId], because });
}

/**
 * Writes down that records of Assignar are as they should be, and why, and that those of Intacct for which they stand are in step again;
 * returns how many drifts were open.
 */
export async function settleDrifts(
  database: Database,
  settled: { company: string; object: string; assignarIds: readonly string[]; because: string },
): Promise<number> {
  const result = await database.query(
    `update drifts set settled_at = now(), settled_because = $4::text
      where company = $1::text and object = $2::text and assignar_id = any($3::text[]) and settled_at is null
      returning intacct_object, intacct_id`,
    [settled.company, settled.object, settled.assignarIds, settled.because],
  );
  const settledRow = z.object({ intacct_object: z.string().nullable(), intacct_id: z.string().nullable() });
  const rows = result.rows.map((row) => settledRow.parse(row));
  // As a rule: every record that is written asks.
  if (rows.length === 0) return 0;
  // A project is two records in Assignar: as long as one of them has drifted, so has the project.
  await database.query(
    `update record_looks set outcome = 'in-step'
      from unnest($2::text[], $3::text[]) as settled (object, intacct_id)
      where company = $1::text and record_looks.object = settled.object
        and record_looks.intacct_id = settled.intacct_id and outcome = 'drifted' and not exists (
          select from drifts where drifts.company = $1::text and intacct_object = settled.object
            and drifts.intacct_id = settled.intacct_id and settled_at is null)`,
    [settled.company, rows.map((row) => row.intacct_object), rows.map((row) => row.intacct_id)],
  );
  return rows.length;
}

const driftRow = z.object({
  company: z.string(),
  object: z.string(),
  assignar_id: z.string(),
  intacct_object: z.string().nullable(),
  intacct_id: z.string().nullable(),
  kind: z.enum(driftKinds),
  fields: z.record(
    z.string(),
    z.object({ agreed: z.string().nullable(), assignar: z.string().nullable(), intacct: z.string().nullable() }),
  ),
  first_seen: z.date(),
  last_seen: z.date(),
});

/** Drifts that are open, those of one object only if it is named, oldest first. */
export async function selectOpenDrifts(
  database: Database,
  company: string,
  object: string | null,
): Promise<OpenDrift[]> {
  const result = await database.query(
    `select company, object, assignar_id, intacct_object, intacct_id, kind, fields, first_seen, last_seen from drifts
      where company = $1::text and ($2::text is null or object = $2::text) and settled_at is null
      order by drift_id`,
    [company, object],
  );
  return result.rows.map((row) => {
    const drift = driftRow.parse(row);
    return {
      company: drift.company,
      object: drift.object,
      assignarId: drift.assignar_id,
      intacctObject: drift.intacct_object,
      intacctId: drift.intacct_id,
      kind: drift.kind,
      fields: drift.fields,
      firstSeen: drift.first_seen,
      lastSeen: drift.last_seen,
    };
  });
}

/** Ids in Assignar of the open drifts of an object whose numeric ids lie behind `after` and up to `upTo` (null: all behind). */
export async function selectDriftingIds(
  database: Database,
  of: { company: string; object: string },
  range: { after: string; upTo: string | null },
): Promise<string[]> {
  const result = await database.query(
    `select assignar_id from drifts
      where company = $1::text and object = $2::text and settled_at is null
        and case when assignar_id ~ '^[0-9]+$' then assignar_id::numeric > $3::numeric
          and ($4::numeric is null or assignar_id::numeric <= $4::numeric) end`,
    [of.company, of.object, range.after, range.upTo],
  );
  return result.rows.map((row) => z.string().parse(row.assignar_id));
}
