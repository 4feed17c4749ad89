import type { Pool } from 'pg';
import { z } from 'zod';
import type { DocumentAcknowledgement, DocumentReading } from '../../domain/document-source';
import { Rejected, UnexpectedResponse } from '../errors';
import { writeAcknowledgement } from './acknowledge-document';
import { type DocumentKey, parseDocumentKey } from './document-key';
import { documentTables, isOfKind, type SalesTypes } from './document-kinds';
import { findImportDrift, findLiveDrift, findMissingGatewayRights } from './find-schema-drift';
import type { ImetalClient, ImetalDocumentKind } from './imetal-client';
import { readSalesCredit, readSalesInvoice, readStockMovement, readSupplierDocument } from './read-document';
import { timestampField, timestampText } from './row-fields';
import { selectHeaderByKey, selectHeadersAfter, selectUnexportedHeaders } from './select-headers';
import { inSnapshot, type SelectRows } from './snapshot';

/** What the client works with: pools by `createImetalPools`. */
export interface ImetalClientDeps {
  live: Pool;
  gateway: Pool;
  /** Only for `checkSchema`, which leaves the import database out without it. */
  imports?: Pool;
  /** The site's own types of sales documents, asked each time, for a profile may change; absent: the usual ones. */
  salesTypes?: () => Promise<SalesTypes>;
}

type Read<Document> = (select: SelectRows, key: DocumentKey, documentKey: string) => Promise<DocumentReading<Document>>;

/** iMetal's databases as accounting documents; every read is one read-only snapshot. facts/imetal.md 1.4. */
export function createImetalClient(deps: ImetalClientDeps): ImetalClient {
  const { live, gateway } = deps;
  const keyOf = async (kind: ImetalDocumentKind, documentKey: string): Promise<DocumentKey | null> => {
    const key = parseDocumentKey(documentKey);
    return key && isOfKind(kind, key, (await deps.salesTypes?.()) ?? {}) ? key : null;
  };
  const read = async <Document>(kind: ImetalDocumentKind, documentKey: string, readRows: Read<Document>) => {
    const key = await keyOf(kind, documentKey);
    if (!key) return { kind: 'not-found' } as const;
    return inSnapshot(live, `imetal read ${documentKey}`, (select) => readRows(select, key, documentKey));
  };
  for (const pool of [live, gateway]) {
    // An idle connection that breaks would end the process if nobody listened; the pool has replaced it already.
    if (pool.listenerCount('error') === 0) pool.on('error', () => undefined);
  }
  return {
    async findHeader(kind, documentKey) {
      const key = await keyOf(kind, documentKey);
      if (!key) return null;
      return inSnapshot(live, `imetal find ${documentKey}`, (select) =>
        selectHeaderByKey(select, documentTables[kind], key),
      );
    },
    readSalesInvoice: (documentKey) => read('sales-invoice', documentKey, readSalesInvoice),
    readSalesCredit: (documentKey) => read('sales-credit', documentKey, readSalesCredit),
    readSupplierDocument: (documentKey, creditTypes) =>
      read('supplier-document', documentKey, (...row) => readSupplierDocument(...row, creditTypes)),
    readStockMovement: (documentKey) => read('stock-movement', documentKey, readStockMovement),
    async listHeaders(kind, request) {
      return inSnapshot(live, `imetal list ${kind}`, (select) =>
        selectHeadersAfter(select, documentTables[kind], request),
      );
    },
    async listUnexportedHeaders(kind, request) {
      return inSnapshot(live, `imetal list unexported ${kind}`, (select) =>
        selectUnexportedHeaders(select, documentTables[kind], request),
      );
    },
    async acknowledge(kind, acknowledgement) {
      const table = documentTables[kind];
      const key = await keyOf(kind, acknowledgement.documentKey);
      if (!key) throw unknownDocument(kind, acknowledgement);
      const operation = `imetal find ${acknowledgement.documentKey}`;
      const header = await inSnapshot(live, operation, (select) => selectHeaderByKey(select, table, key));
      if (!header) throw unknownDocument(kind, acknowledgement);
      const written = await writeAcknowledgement(gateway, table, header.headerId, acknowledgement);
      if (!written) return { version: null };
      const after = await inSnapshot(live, operation, (select) => selectHeaderByKey(select, table, key));
      // Exactly one change is ours; had there been another, its content must be looked at.
      const onlyOurs = after !== null && after.version === header.version + 1;
      return { version: onlyOurs ? after.version : null };
    },
    async checkSchema() {
      const drift = await Promise.all([
        inSnapshot(live, 'imetal check schema', findLiveDrift),
        inSnapshot(gateway, 'imetal check gateway rights', findMissingGatewayRights),
        deps.imports ? inSnapshot(deps.imports, 'imetal check import schema', findImportDrift) : [],
      ]);
      return drift.flat();
    },
    async readClock() {
      return inSnapshot(live, 'imetal read clock', readClock);
    },
  };
}

async function readClock(select: SelectRows): Promise<string> {
  const rows = await select(
    z.object({ now: timestampField }),
    `SELECT ${timestampText('clock_timestamp()')} AS now`,
    [],
  );
  const [row] = rows;
  if (!row)
    throw new UnexpectedResponse('imetal read clock: expected one row, got none', { operation: 'imetal read clock' });
  return row.now;
}

function unknownDocument(kind: ImetalDocumentKind, { documentKey }: DocumentAcknowledgement): Rejected {
  return new Rejected(
    `${documentTables[kind].noun} ${documentKey}: iMetal has none of this key, so it cannot be acknowledged`,
    { operation: `imetal acknowledge ${documentKey}`, code: 'DOCUMENT_NOT_FOUND', subject: documentKey },
  );
}
