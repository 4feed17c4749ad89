import type { DocumentKind, SourceSystem } from '../../domain/document-source';
import { labourTime, labourTimeWorkflowId } from '../../workflows/labour-time';
import { ledgerEntry, ledgerEntryWorkflowId } from '../../workflows/ledger-entry';
import { orderToInvoice, orderToInvoiceWorkflowId } from '../../workflows/order-to-invoice';
import { purchaseInvoice, purchaseInvoiceWorkflowId } from '../../workflows/purchase-invoice';
import { salesCredit, salesCreditWorkflowId } from '../../workflows/sales-credit';

/** The flow that posts a kind of documents, and what its documents are called where people see them. */
export interface DocumentFlow {
  system: SourceSystem;
  /** As in the ledger, in search attributes and in options. */
  flow: string;
  workflow: typeof orderToInvoice;
  workflowId(company: string, documentKey: string, revision?: number): string;
  /** Before the document's key in lists: `SI`. */
  abbreviation: string;
  /** In sentences: `sales invoice`. */
  noun: string;
  partyNoun: string | null;
  /** What a header is known by beside its party: its total, or the day of a shift, whose hours are added up when it is read. */
  knownBy: 'total' | 'day';
}

/** The flow of each kind of documents. */
export const documentFlows: Record<DocumentKind, DocumentFlow> = {
  'sales-invoice': {
    system: 'imetal',
    knownBy: 'total',
    flow: 'order-to-invoice',
    workflow: orderToInvoice,
    workflowId: orderToInvoiceWorkflowId,
    abbreviation: 'SI',
    noun: 'sales invoice',
    partyNoun: 'customer',
  },
  'sales-credit': {
    system: 'imetal',
    knownBy: 'total',
    flow: 'sales-credit',
    workflow: salesCredit,
    workflowId: salesCreditWorkflowId,
    abbreviation: 'SC',
    noun: 'sales credit',
    partyNoun: 'customer',
  },
  'supplier-document': {
    system: 'imetal',
    knownBy: 'total',
    flow: 'purchase-invoice',
    workflow: purchaseInvoice,
    workflowId: purchaseInvoiceWorkflowId,
    abbreviation: 'PI',
    noun: 'supplier document',
    partyNoun: 'supplier',
  },
  'stock-movement': {
    system: 'imetal',
    knownBy: 'total',
    flow: 'ledger-entry',
    workflow: ledgerEntry,
    workflowId: ledgerEntryWorkflowId,
    abbreviation: 'SM',
    noun: 'stock movement',
    partyNoun: null,
  },
  timesheet: {
    system: 'assignar',
    knownBy: 'day',
    flow: 'labour-time',
    workflow: labourTime,
    workflowId: labourTimeWorkflowId,
    abbreviation: 'TS',
    noun: 'timesheet',
    partyNoun: 'worker',
  },
};

/** Every kind of documents that has a flow. */
export const documentKinds = Object.keys(documentFlows) as DocumentKind[];

/** The kind of documents that a flow posts; null for a flow whose documents have no header in the source. */
export function kindOfFlow(flow: string): DocumentKind | null {
  return documentKinds.find((kind) => documentFlows[kind].flow === flow) ?? null;
}
