import { activityInfo } from '@temporalio/activity';
import { type Client, WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { TypedSearchAttributes } from '@temporalio/common';
import type { Pool } from 'pg';
import { Company, DocumentNumber, Flow, PostingStatus, SourceSystem } from '../clients/temporal/search-attributes';
import { assignPoolToJournals, selectPooledCostOfSales } from '../db/cost-of-sales-pool';
import { inTransaction } from '../db/pool';
import { lockDocument, selectPostings } from '../db/postings';
import type { Decision, DocumentReference, PlanResult } from '../domain/posting';
import { pooledCostOfSalesToJournal } from '../mappings/pooled-cost-of-sales-to-journal';
import { costOfSalesJournal, costOfSalesJournalWorkflowId } from '../workflows/cost-of-sales-journal';
import { abandonDocument } from './abandonment';
import { settledResult } from './settled-result';
import { storePlan } from './store-plan';

const flow = 'cost-of-sales-journal';
const dayMs = 86_400_000;

export interface CostOfSalesActivityDeps {
  pool: Pool;
  client: Client;
  taskQueue: string;
  environment: string;
}

export interface CostOfSalesActivities {
  /** Gathers what waits from the days before into journals and starts their flows; returns the journals' keys. */
  startCostOfSalesJournals(company: string): Promise<string[]>;
  /** Adds a journal's invoices up and stores exactly what will be sent. */
  planCostOfSalesJournal(request: {
    document: DocumentReference;
    triggeredAt: string;
    decision: Decision | null;
  }): Promise<PlanResult>;
  recordAbandonment(request: { document: DocumentReference; decision: Decision }): Promise<void>;
}

/** Activities of the journal that a profile may choose instead of one cost of sales entry per invoice. */
export function createCostOfSalesActivities(deps: CostOfSalesActivityDeps): CostOfSalesActivities {
  return {
    async startCostOfSalesJournals(company) {
      const yesterday = new Date(Date.now() - dayMs).toISOString().slice(0, 10);
      const keys = await inTransaction(deps.pool, (transaction) =>
        assignPoolToJournals(transaction, company, yesterday),
      );
      for (const documentKey of keys) await startJournal(deps, company, documentKey);
      return keys;
    },
    async planCostOfSalesJournal({ document, triggeredAt, decision }) {
      const pooled = await selectPooledCostOfSales(deps.pool, document.company, document.documentKey);
      const entityId = pooled[0]?.entityId ?? null;
      const journal = pooledCostOfSalesToJournal(document.documentKey, pooled);
      const postingDate = decision?.correction.postingDate ?? journal.entry.postingDate;
      const entry = { ...journal.entry, postingDate };
      const summary = {
        documentKey: document.documentKey,
        party: null,
        partyName: null,
        entityId,
        currency: entry.currency,
        amount: journal.total,
      };
      const { workflowExecution } = activityInfo();
      if (workflowExecution === undefined) throw new Error('planCostOfSalesJournal runs only inside a workflow');
      return inTransaction(deps.pool, async (transaction) => {
        await lockDocument(transaction, document.company, document.documentKey);
        const settled = settledResult(await selectPostings(transaction, document));
        if (settled !== null) return settled;
        await storePlan(
          transaction,
          {
            origin: { ...document, flow, sourceSystem: 'imetal', ...workflowExecution, triggeredAt },
            environment: deps.environment,
            summary,
            contentHash: journal.contentHash,
            sourceVersion: null,
            actor: decision?.actor ?? 'flow',
            note: decision === null ? 'planned' : `${decision.action}: ${decision.reason}`,
            leadingPurpose: 'cost-of-sales',
          },
          {
            documents: [{ purpose: 'cost-of-sales', kind: 'create-journal-entry', entry }],
            trace: journal.trace,
            totals: { sourceLines: journal.trace.length, targetLines: entry.lines.length, costOfSales: journal.total },
            pooledEntry: null,
          },
        );
        return { outcome: 'planned', summary };
      });
    },
    async recordAbandonment({ document, decision }) {
      await inTransaction(deps.pool, (transaction) => abandonDocument(transaction, document, decision));
    },
  };
}

async function startJournal(deps: CostOfSalesActivityDeps, company: string, documentKey: string): Promise<void> {
  try {
    await deps.client.workflow.start(costOfSalesJournal, {
      workflowId: costOfSalesJournalWorkflowId(company, documentKey),
      taskQueue: deps.taskQueue,
      args: [{ company, documentKey, triggeredAt: new Date().toISOString() }],
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      workflowIdConflictPolicy: 'USE_EXISTING',
      staticSummary: `JE ${documentKey} · cost of sales of the day`,
      typedSearchAttributes: new TypedSearchAttributes([
        { key: Company, value: company },
        { key: Flow, value: flow },
        { key: SourceSystem, value: 'imetal' },
        { key: DocumentNumber, value: documentKey },
        { key: PostingStatus, value: 'posting' },
      ]),
    });
  } catch (error) {
    // It ran and is finished: the ledger says how.
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}
