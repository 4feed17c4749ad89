import { z } from 'zod';
import type { Database } from './pool';

/** The Intacct id that a source record is linked to, or null when it has none of its own. */
export async function selectLinkedId(
  database: Database,
  key: { company: string; system: string; object: string; sourceId: string; intacctObject: string },
): Promise<string | null> {
  const result = await database.query(
    `select intacct_id from links
      where company = $1::text and system = $2::text and object = $3::text and source_id = $4::text
        and intacct_object = $5::text`,
    [key.company, key.system, key.object, key.sourceId, key.intacctObject],
  );
  return result.rows[0]?.intacct_id ?? null;
}

/** A record of two systems: its id in the source system, its id in Intacct, and what both had when they were last in step. */
export interface RecordLink {
  sourceId: string;
  intacctId: string;
  intacctRecordNumber: string | null;
  /** Null while the link is only reserved: the other side does not have the record yet. */
  agreed: Record<string, string | null> | null;
  /** `ending`: ended in Intacct, and active in Assignar as long as time of theirs is not posted. */
  standing: 'active' | 'inactive' | 'ending';
}

/** Which records of one company, by object. */
export interface LinkedObject {
  company: string;
  /** Whose ids `sourceId` holds; absent: iMetal's. */
  system?: 'imetal' | 'assignar';
  object: string;
  intacctObject: string;
}

/** The system whose ids a link's source id holds. */
function systemOf({ system = 'imetal' }: LinkedObject): string {
  return system;
}

const linkRow = z.object({
  source_id: z.string(),
  intacct_id: z.string(),
  intacct_record_number: z.string().nullable(),
  agreed: z.record(z.string(), z.string().nullable()).nullable(),
  standing: z.enum(['active', 'inactive', 'ending']),
});

const linkColumns = 'source_id, intacct_id, intacct_record_number, agreed, standing';

function toLink(row: unknown): RecordLink {
  const parsed = linkRow.parse(row);
  return {
    sourceId: parsed.source_id,
    intacctId: parsed.intacct_id,
    intacctRecordNumber: parsed.intacct_record_number,
    agreed: parsed.agreed,
    standing: parsed.standing,
  };
}

/** The link of an Intacct record, by its natural key; null when it has none. */
export async function selectLink(database: Database, of: LinkedObject, intacctId: string): Promise<RecordLink | null> {
  const result = await database.query(
    `select ${linkColumns} from links
      where company = $1::text and system = $2::text and object = $3::text and intacct_object = $4::text
        and intacct_id = $5::text`,
    [of.company, systemOf(of), of.object, of.intacctObject, intacctId],
  );
  return result.rowCount === 0 ? null : toLink(result.rows[0]);
}

/** The link of a record of the source system, by its id there; null when it has none. */
export async function selectLinkBySource(
  database: Database,
  of: LinkedObject,
  sourceId: string,
): Promise<RecordLink | null> {
  const result = await database.query(
    `select ${linkColumns} from links
      where company = $1::text and system = $2::text and object = $3::text and intacct_object = $4::text
        and source_id = $5::text`,
    [of.company, systemOf(of), of.object, of.intacctObject, sourceId],
  );
  return result.rowCount === 0 ? null : toLink(result.rows[0]);
}

/**
 * Which Intacct record a record of the source system stands for, or stood for before another took its place; null where the hub never knew
 * it as one.
 */
export async function selectLinkedOrFormer(
  database: Database,
  of: LinkedObject,
  sourceId: string,
): Promise<Pick<RecordLink, 'intacctId' | 'intacctRecordNumber'> | null> {
  const result = await database.query(
    `select intacct_id, intacct_record_number from (
        select company, system, object, source_id, intacct_object, intacct_id, intacct_record_number, false as is_former
          from links
        union all
        select company, system, object, source_id, intacct_object, intacct_id, intacct_record_number, true
          from former_links) as known
      where company = $1::text and system = $2::text and object = $3::text and intacct_object = $4::text
        and source_id = $5::text
      order by is_former limit 1`,
    [of.company, systemOf(of), of.object, of.intacctObject, sourceId],
  );
  if (result.rowCount === 0) return null;
  const known = linkRow.pick({ intacct_id: true, intacct_record_number: true }).parse(result.rows[0]);
  return { intacctId: known.intacct_id, intacctRecordNumber: known.intacct_record_number };
}

/** The link of an Intacct record by its RECORDNO: of one that is gone often only the number is known. */
export async function selectLinkByRecordNumber(
  database: Database,
  of: LinkedObject,
  recordNumber: string,
): Promise<RecordLink | null> {
  const result = await database.query(
    `select ${linkColumns} from links
      where company = $1::text and system = $2::text and object = $3::text and intacct_object = $4::text
        and intacct_record_number = $5::text`,
    [of.company, systemOf(of), of.object, of.intacctObject, recordNumber],
  );
  return result.rowCount === 0 ? null : toLink(result.rows[0]);
}

/** Links whose source id begins with a text, in order: the classes of one tax authority, for example. */
export async function selectLinksBeginning(
  database: Database,
  of: LinkedObject,
  sourceIdBeginning: string,
): Promise<RecordLink[]> {
  const result = await database.query(
    `select ${linkColumns} from links
      where company = $1::text and system = $2::text and object = $3::text and intacct_object = $4::text
        and starts_with(source_id, $5::text)
      order by source_id`,
    [of.company, systemOf(of), of.object, of.intacctObject, sourceIdBeginning],
  );
  return result.rows.map(toLink);
}

/** Links of records of the source system, by their ids there: those that have one. */
export async function selectLinksBySources(
  database: Database,
  of: LinkedObject,
  sourceIds: readonly string[],
): Promise<RecordLink[]> {
  const result = await database.query(
    `select ${linkColumns} from links
      where company = $1::text and system = $2::text and object = $3::text and intacct_object = $4::text
        and source_id = any($5::text[])`,
    [of.company, systemOf(of), of.object, of.intacctObject, sourceIds],
  );
  return result.rows.map(toLink);
}

/** Links of Intacct records, by their natural keys: those that have one. */
export async function selectLinksByIntacctIds(
  database: Database,
  of: LinkedObject,
  intacctIds: readonly string[],
): Promise<RecordLink[]> {
  const result = await database.query(
    `select ${linkColumns} from links
      where company = $1::text and system = $2::text and object = $3::text and intacct_object = $4::text
        and intacct_id = any($5::text[])`,
    [of.company, systemOf(of), of.object, of.intacctObject, intacctIds],
  );
  return result.rows.map(toLink);
}

/**
 * Binds an Intacct record to another record of the source system than before: the former one was deleted there, or was somebody else. That
 * is kept, for older documents name it.
 */
export async function rebindLink(
  database: Database,
  of: LinkedObject,
  { intacctId, sourceId }: { intacctId: string; sourceId: string },
): Promise<void> {
  await database.query(
    `with former as (
        insert into former_links (company, system, object, source_id, intacct_object, intacct_id, intacct_record_number)
          select company, system, object, source_id, intacct_object, intacct_id, intacct_record_number from links
            where company = $1::text and system = $2::text and object = $3::text and intacct_object = $4::text
              and intacct_id = $5::text and source_id <> $6::text
          on conflict (company, system, object, source_id, intacct_object) do update
            set intacct_id = excluded.intacct_id, intacct_record_number = excluded.intacct_record_number,
              replaced_at = excluded.replaced_at)
      update links set source_id = $6::text
        where company = $1::text and system = $2::text and object = $3::text and intacct_object = $4::text
          and intacct_id = $5::text`,
    [of.company, systemOf(of), of.object, of.intacctObject, intacctId, sourceId],
  );
}

/**
 * Binds an Intacct record to an id of iMetal before that has the record, so that no other record can take the id. False when the id or the
 * record is bound otherwise already.
 */
export async function reserveLink(
  database: Database,
  of: LinkedObject,
  link: { sourceId: string; intacctId: string },
): Promise<boolean> {
  await database.query(
    `insert into links (company, system, object, source_id, intacct_object, intacct_id)
      values ($1::text, $2::text, $3::text, $4::text, $5::text, $6::text)
      on conflict do nothing`,
    [of.company, systemOf(of), of.object, link.sourceId, of.intacctObject, link.intacctId],
  );
  const bound = await selectLinkBySource(database, of, link.sourceId);
  return bound?.intacctId === link.intacctId;
}

/** Writes down that both sides have these fields now; a record of the source that stood for another of Intacct stands for this one from now on. */
export async function agreeLink(database: Database, of: LinkedObject, link: RecordLink): Promise<void> {
  await database.query(
    `insert into links (company, system, object, source_id, intacct_object, intacct_id, intacct_record_number, agreed,
        standing, synced_at)
      values ($1::text, $2::text, $3::text, $4::text, $5::text, $6::text, $7::text, $8::jsonb, $9::text, now())
      on conflict (company, system, object, source_id, intacct_object) do update
        set intacct_id = excluded.intacct_id,
          intacct_record_number = coalesce(excluded.intacct_record_number, links.intacct_record_number),
          agreed = excluded.agreed, standing = excluded.standing, synced_at = now()`,
    [
      of.company,
      systemOf(of),
      of.object,
      link.sourceId,
      of.intacctObject,
      link.intacctId,
      link.intacctRecordNumber,
      JSON.stringify(link.agreed),
      link.standing,
    ],
  );
}
