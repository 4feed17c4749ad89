import type { DocumentKind } from '../../domain/document-source';
import type { PostedDocumentKind } from './document-kind';
import { salesCredit } from './sales-credit';
import { salesInvoice } from './sales-invoice';
import { stockMovement } from './stock-movement';
import { supplierDocument } from './supplier-document';
import { timesheet } from './timesheet';

/** Every kind of documents that goes to the ledger. */
export const postedDocumentKinds: Record<DocumentKind, PostedDocumentKind> = {
  'sales-invoice': salesInvoice,
  'sales-credit': salesCredit,
  'supplier-document': supplierDocument,
  'stock-movement': stockMovement,
  timesheet,
};
