import { checkSalesHeader } from './check-sales-header';
import { checkSalesLines } from './check-sales-lines';
import { type ExistingDocument, findExisting, guardDeletion } from './existing-sales-document';
import type { RowCheck } from './field-checks';
import type { Applied, ImportDefinition } from './import-definition';
import { writeSalesDocument } from './write-sales-document';

/**
 * Sales documents with items, charges and costs: A adds one; C is validated, finds its document, and changes nothing; D cancels one
 * that nothing follows. A document that is set to E again is added again (facts/imetal.md 1.3).
 */
export const importSalesDocuments: ImportDefinition = {
  table: 'import_sales_headers',
  idColumn: 'imetal_document_number',
  children: [
    { table: 'import_sales_items', ownKeys: ['import_item'] },
    { table: 'import_sales_charges', ownKeys: ['import_item', 'item_no'] },
    { table: 'import_sales_costs', ownKeys: ['import_item', 'item_no'] },
  ],
  async check(record) {
    const { header } = record;
    if (header.row.import_action === 'D') return checkDeletion(header);
    const ids = await checkSalesHeader(header);
    const lines = await checkSalesLines(record, ids);
    if (header.row.import_action !== 'C') return () => writeSalesDocument(record, ids, lines);
    const existing = await findExisting(header, ids, 'change');
    return () => found(existing);
  },
};

/** A deletion looks at action, number, branch, type and customer alone. */
async function checkDeletion(header: RowCheck): Promise<() => Promise<Applied>> {
  const ids = await checkSalesHeader(header, 'keys-only');
  const existing = await findExisting(header, ids, 'delete');
  if (existing !== null) await guardDeletion(header, existing);
  return async () => {
    if (existing === null) throw new Error('sales document: expected one to cancel, there is none');
    await header.live.query(
      `update sales_headers set status_id = (select id from sales_statuses where code = 'DEL') where id = $1`,
      [existing.id],
    );
    return { note: `Sales Document Deleted: ${existing.number}`, id: existing.number };
  };
}

/** The first release finds the document and leaves it as it is. */
async function found(existing: ExistingDocument | null): Promise<Applied> {
  if (existing === null) throw new Error('sales document: expected one to change, there is none');
  return { note: `Sales Document Found: ${existing.number}`, id: existing.number };
}
