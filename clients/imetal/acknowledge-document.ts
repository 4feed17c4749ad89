import type { Pool } from 'pg';
import { z } from 'zod';
import type { DocumentAcknowledgement } from '../../domain/document-source';
import { Rejected } from '../errors';
import type { DocumentTable } from './document-kinds';
import { idField } from './row-fields';
import { unconfirmed } from './schema';
import { inWriteTransaction, type SelectRows } from './snapshot';

const acknowledgementRow = z.object({
  header_id: idField,
  gateway_batch_id: z.number().int().nullable(),
  gateway_reference: z.string().nullable(),
  exported: z.boolean(),
});

/**
 * Writes Intacct's reference to the header, if nobody wrote one before: a compare-and-set under iMetal's own row lock, by
 * the header's id alone, for the gateway's login sees little else.
 * The same acknowledgement again changes nothing (not even `exported_date`); any other throws Rejected OUTCOME_CONFLICT.
 * True when it was written now, false when it stood there already.
 */
export async function writeAcknowledgement(
  gateway: Pool,
  kind: DocumentTable,
  headerId: string,
  acknowledgement: DocumentAcknowledgement,
): Promise<boolean> {
  const operation = `imetal acknowledge ${acknowledgement.documentKey}`;
  return inWriteTransaction(gateway, operation, async (select) => {
    const written = await writeIfUnacknowledged(select, kind, headerId, acknowledgement);
    if (written) return true;
    const present = await selectAcknowledgement(select, kind, headerId);
    if (!present) {
      throw new Rejected(
        `${kind.noun} ${acknowledgement.documentKey}: not found in iMetal, so it cannot be acknowledged`,
        {
          operation,
          code: 'DOCUMENT_NOT_FOUND',
          subject: acknowledgement.documentKey,
        },
      );
    }
    const same =
      present.exported &&
      present.gateway_batch_id === acknowledgement.gatewayBatchId &&
      present.gateway_reference === acknowledgement.intacctReference;
    if (same) return false;
    throw new Rejected(
      `${kind.noun} ${acknowledgement.documentKey}: expected no acknowledgement or reference ` +
        `${acknowledgement.intacctReference} of batch ${acknowledgement.gatewayBatchId}, iMetal already holds ` +
        `reference ${present.gateway_reference ?? 'none'} of batch ${present.gateway_batch_id ?? 'none'}`,
      { operation, code: 'OUTCOME_CONFLICT', subject: acknowledgement.documentKey },
    );
  });
}

/** True when the header had no acknowledgement, or the one that is replaced, and has this one now. */
async function writeIfUnacknowledged(
  select: SelectRows,
  { table }: DocumentTable,
  headerId: string,
  acknowledgement: DocumentAcknowledgement,
): Promise<boolean> {
  const rows = await select(
    z.object({ header_id: idField }),
    `UPDATE ${table} header
        SET gateway_batch_id = $2::integer,
            exported_date = $3::timestamptz,
            ${unconfirmed.gatewayReference} = $4::text
      WHERE header.id = $1::integer
        AND ((header.gateway_batch_id IS NULL
              AND header.exported_date IS NULL
              AND header.${unconfirmed.gatewayReference} IS NULL)
          OR header.gateway_batch_id = $5::integer)
  RETURNING header.id::text AS header_id`,
    [
      headerId,
      acknowledgement.gatewayBatchId,
      acknowledgement.acknowledgedAt,
      acknowledgement.intacctReference,
      acknowledgement.replacesBatchId,
    ],
  );
  return rows.length === 1;
}

async function selectAcknowledgement(
  select: SelectRows,
  { table }: DocumentTable,
  headerId: string,
): Promise<z.output<typeof acknowledgementRow> | null> {
  const rows = await select(
    acknowledgementRow,
    `SELECT header.id::text AS header_id,
            header.gateway_batch_id AS gateway_batch_id,
            header.${unconfirmed.gatewayReference} AS gateway_reference,
            header.exported_date IS NOT NULL AS exported
       FROM ${table} header
      WHERE header.id = $1::integer`,
    [headerId],
  );
  return rows[0] ?? null;
}
