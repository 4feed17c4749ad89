import { log } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import { inTransaction } from '../db/pool';
import type { DocumentKind } from '../domain/document-source';
import type { Decision, DocumentReference, PlanResult, PostResult } from '../domain/posting';
import { abandonDocument } from './abandonment';
import { acknowledgeDocument } from './acknowledge-document';
import { announcePosting } from './announce-posting';
import { postedDocumentKinds } from './document-kinds/document-kinds';
import { toFailure } from './failure';
import { type PlanDeps, type PlanRequest, planDocument } from './plan-document';

export interface DocumentActivityDeps extends PlanDeps {
  client: Client;
  taskQueue: string;
}

export interface PlanDocumentRequest extends PlanRequest {
  kind: DocumentKind;
}

export interface DocumentActivities {
  /** Reads the document, maps it, checks it, and stores exactly what will be sent; or why it cannot be. */
  planDocument(request: PlanDocumentRequest): Promise<PlanResult>;
  /** Tells the source that a document is in Intacct, for one that the ledger calls posted; parks it when the source refuses. */
  acknowledgeDocument(request: { kind: DocumentKind; document: DocumentReference }): Promise<PostResult>;
  /** The same for sales invoices, under the names that their histories hold. */
  planSalesInvoice(request: PlanRequest): Promise<PlanResult>;
  acknowledgeSalesInvoice(document: DocumentReference): Promise<PostResult>;
  /** Writes down that a person gave the document up, and why. */
  recordAbandonment(request: { document: DocumentReference; decision: Decision }): Promise<void>;
}

/** Activities of the document flows that need the source and the hub's database, not the gateway. */
export function createDocumentActivities(deps: DocumentActivityDeps): DocumentActivities {
  const activities: DocumentActivities = {
    async planDocument({ kind, ...request }) {
      try {
        const result = await planDocument(deps, postedDocumentKinds[kind], request);
        const code = result.outcome === 'parked' ? { code: result.reason.code } : {};
        log.info(result.outcome, { ...request.document, ...code });
        return result;
      } catch (error) {
        throw toFailure(error, request.document.documentKey);
      }
    },
    async acknowledgeDocument({ kind, document }) {
      try {
        const result = await acknowledgeDocument(deps, postedDocumentKinds[kind], document);
        if (result.outcome === 'posted') await announcePosting(deps, kind, document);
        return result;
      } catch (error) {
        throw toFailure(error, document.documentKey);
      }
    },
    planSalesInvoice: (request) => activities.planDocument({ kind: 'sales-invoice', ...request }),
    acknowledgeSalesInvoice: (document) => activities.acknowledgeDocument({ kind: 'sales-invoice', document }),
    async recordAbandonment({ document, decision }) {
      await inTransaction(deps.pool, (transaction) => abandonDocument(transaction, document, decision));
    },
  };
  return activities;
}
