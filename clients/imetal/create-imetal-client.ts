import type { Pool } from 'pg';
import { z } from 'zod';
import { Rejected, UnexpectedResponse } from '../errors';
import { writeAcknowledgement } from './acknowledge-sales-invoice';
import { type DocumentKey, parseDocumentKey } from './document-key';
import { findMissingParts } from './find-missing-parts';
import { findColumnDrift, findMissingGatewayRights } from './find-schema-drift';
import type { ImetalClient, SalesInvoiceAcknowledgement, SalesInvoiceReading } from './imetal-client';
import { timestampField, timestampText } from './row-fields';
import { type DocumentRows, rowsToSourceInvoice } from './rows-to-source-invoice';
import { salesInvoiceTypes } from './schema';
import { selectDocument } from './select-document';
import { selectHeaderByKey, selectHeadersAfter, selectUnexportedHeaders } from './select-headers';
import { selectCharges, selectCosts, selectItems, selectStockAdjustments } from './select-lines';
import { inSnapshot, type SelectRows } from './snapshot';

/** What the client works with: pools by `createImetalPools`, and the types that are invoices where a site has others. */
export interface ImetalClientDeps {
  live: Pool;
  gateway: Pool;
  invoiceTypes?: readonly string[];
}

/** iMetal's databases as accounting documents; every read is one read-only snapshot. facts/imetal.md 1.4. */
export function createImetalClient(deps: ImetalClientDeps): ImetalClient {
  const invoiceTypes = deps.invoiceTypes ?? salesInvoiceTypes;
  // An order must never be billed because somebody triggered its key.
  const invoiceKey = (documentKey: string): DocumentKey | null => {
    const key = parseDocumentKey(documentKey);
    return key && invoiceTypes.includes(key.typeCode) ? key : null;
  };
  for (const pool of [deps.live, deps.gateway]) {
    // An idle connection that breaks would end the process if nobody listened; the pool has replaced it already.
    if (pool.listenerCount('error') === 0) pool.on('error', () => undefined);
  }
  return {
    async findSalesInvoiceHeader(documentKey) {
      const key = invoiceKey(documentKey);
      if (!key) return null;
      return inSnapshot(deps.live, `imetal find ${documentKey}`, (select) => selectHeaderByKey(select, key));
    },
    async readSalesInvoice(documentKey) {
      const key = invoiceKey(documentKey);
      if (!key) return { kind: 'not-found' };
      return inSnapshot(deps.live, `imetal read ${documentKey}`, (select) => readDocument(select, key, documentKey));
    },
    async listSalesInvoices(request) {
      return inSnapshot(deps.live, 'imetal list sales invoices', (select) => selectHeadersAfter(select, request));
    },
    async listUnexportedSalesInvoices(request) {
      return inSnapshot(deps.live, 'imetal list unexported sales invoices', (select) =>
        selectUnexportedHeaders(select, request),
      );
    },
    async acknowledgeSalesInvoice(acknowledgement) {
      const key = invoiceKey(acknowledgement.documentKey);
      if (!key) throw unknownDocument(acknowledgement);
      const operation = `imetal find ${acknowledgement.documentKey}`;
      const header = await inSnapshot(deps.live, operation, (select) => selectHeaderByKey(select, key));
      if (!header) throw unknownDocument(acknowledgement);
      const written = await writeAcknowledgement(deps.gateway, header.headerId, acknowledgement);
      if (!written) return { version: null };
      const after = await inSnapshot(deps.live, operation, (select) => selectHeaderByKey(select, key));
      // Exactly one change is ours; had there been another, its content must be looked at.
      const onlyOurs = after !== null && after.version === header.version + 1;
      return { version: onlyOurs ? after.version : null };
    },
    async checkSchema() {
      const [columns, rights] = await Promise.all([
        inSnapshot(deps.live, 'imetal check schema', findColumnDrift),
        inSnapshot(deps.gateway, 'imetal check gateway rights', findMissingGatewayRights),
      ]);
      return [...columns, ...rights];
    },
    async readClock() {
      return inSnapshot(deps.live, 'imetal read clock', readClock);
    },
  };
}

/** Reads children even of a document that turns out incomplete: what is missing is found by looking at all. */
async function readDocument(select: SelectRows, key: DocumentKey, documentKey: string): Promise<SalesInvoiceReading> {
  const document = await selectDocument(select, key);
  if (!document) return { kind: 'not-found' };
  const rows: DocumentRows = {
    document,
    items: await selectItems(select, document.header_id),
    charges: await selectCharges(select, document.header_id),
    costs: await selectCosts(select, document.header_id),
    adjustments: await selectStockAdjustments(select, document.header_id),
  };
  const missing = findMissingParts(rows);
  const ageSeconds = document.age_seconds;
  if (missing !== null) {
    return { kind: 'incomplete', missing, version: document.version, modifiedAt: document.modified_at, ageSeconds };
  }
  return { kind: 'found', invoice: rowsToSourceInvoice(key, documentKey, rows), ageSeconds };
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

function unknownDocument({ documentKey }: SalesInvoiceAcknowledgement): Rejected {
  return new Rejected(`invoice ${documentKey}: iMetal has no sales invoice of this key, so it cannot be acknowledged`, {
    operation: `imetal acknowledge ${documentKey}`,
    code: 'DOCUMENT_NOT_FOUND',
    subject: documentKey,
  });
}
