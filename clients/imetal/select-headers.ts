import { z } from 'zod';
import type { DocumentHeader } from '../../domain/document-source';
import type { FeedCursor } from '../../domain/feed-cursor';
import type { DocumentKey } from './document-key';
import { type DocumentTable, deletedStatus } from './document-kinds';
import {
  amountField,
  dateField,
  idField,
  optionalTextField,
  textField,
  timestampField,
  timestampText,
} from './row-fields';
import type { SelectRows } from './snapshot';

const headerRow = z
  .object({
    header_id: idField,
    modified_at: timestampField,
    version: z.number().int(),
    branch_code: textField,
    type_code: textField,
    number: z.string(),
    party_code: optionalTextField,
    party_name: optionalTextField,
    currency: optionalTextField,
    gross_total: amountField.nullable(),
    document_date: dateField.nullable(),
    exported_at: timestampField.nullable(),
  })
  .transform(
    (row): DocumentHeader => ({
      headerId: row.header_id,
      modifiedAt: row.modified_at,
      documentKey: `${row.branch_code}-${row.type_code}-${row.number}`,
      version: row.version,
      branchCode: row.branch_code,
      partyCode: row.party_code,
      partyName: row.party_name,
      currency: row.currency,
      grossTotal: row.gross_total,
      documentDate: row.document_date,
      exportedAt: row.exported_at,
    }),
  );

const selectedHeader = (kind: DocumentTable): string => `
  SELECT header.id::text AS header_id,
         ${timestampText('header.mdate')} AS modified_at,
         header.version AS version,
         branch.code AS branch_code,
         ${kind.typeCode} AS type_code,
         header.number::text AS number,
         ${kind.partyCode} AS party_code,
         ${kind.partyName} AS party_name,
         ${kind.currency} AS currency,
         (${kind.grossTotal})::text AS gross_total,
         to_char(${kind.documentDate}, 'YYYY-MM-DD') AS document_date,
         ${timestampText('header.exported_date')} AS exported_at
    FROM ${kind.table} header
    JOIN branches branch ON branch.id = header.branch_id${kind.joins}`;

/** The header of a document that is not deleted; null when there is none. */
export async function selectHeaderByKey(
  select: SelectRows,
  kind: DocumentTable,
  key: DocumentKey,
): Promise<DocumentHeader | null> {
  const rows = await select(
    headerRow,
    `${selectedHeader(kind)}
   WHERE branch.code = $1::text
     AND ${kind.typeCode} = $2::text
     AND header.number = $3::integer
     AND ${kind.statusCode} <> $4::text`,
    [key.branchCode, key.typeCode, key.number, deletedStatus],
  );
  return rows[0] ?? null;
}

/** Final documents of the types after the cursor, at most `limit`, ordered by (mdate, id): no gap when many share one mdate. */
export async function selectHeadersAfter(
  select: SelectRows,
  kind: DocumentTable,
  request: { types: string[]; after: FeedCursor | null; limit: number },
): Promise<DocumentHeader[]> {
  return select(
    headerRow,
    `${selectedHeader(kind)}
   WHERE ${kind.typeCode} = ANY ($1::text[])
     AND ${kind.statusCode} = ANY ($2::text[])
     AND (header.mdate, header.id) > ($3::timestamptz, $4::integer)
   ORDER BY header.mdate, header.id
   LIMIT $5::integer`,
    [
      request.types,
      kind.finalStatuses,
      request.after?.modifiedAt ?? '-infinity',
      request.after?.headerId ?? '0',
      request.limit,
    ],
  );
}

/**
 * Final documents of the types that nobody has acknowledged, dated from `datedFrom` (YYYY-MM-DD) on or not at all, after the
 * cursor, at most `limit`, those modified longest ago first. facts/imetal.md 1.5.
 */
export async function selectUnexportedHeaders(
  select: SelectRows,
  kind: DocumentTable,
  request: { types: string[]; datedFrom: string; after: FeedCursor | null; limit: number },
): Promise<DocumentHeader[]> {
  return select(
    headerRow,
    `${selectedHeader(kind)}
   WHERE ${kind.typeCode} = ANY ($1::text[])
     AND ${kind.statusCode} = ANY ($2::text[])
     AND header.exported_date IS NULL
     AND (${kind.documentDate} IS NULL OR ${kind.documentDate} >= $3::date)
     AND (header.mdate, header.id) > ($4::timestamptz, $5::integer)
   ORDER BY header.mdate, header.id
   LIMIT $6::integer`,
    [
      request.types,
      kind.finalStatuses,
      request.datedFrom,
      request.after?.modifiedAt ?? '-infinity',
      request.after?.headerId ?? '0',
      request.limit,
    ],
  );
}
