import { activityInfo } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import { TypedSearchAttributes } from '@temporalio/common';
import type { Pool, PoolClient } from 'pg';
import { Company, DocumentNumber, Flow, PostingStatus, SourceSystem } from '../clients/temporal/search-attributes';
import { startOnce, startOncePolicies } from '../clients/temporal/start-once';
import { assignPoolToJournals, selectPooledCostOfSales } from '../db/cost-of-sales-pool';
import { inTransaction } from '../db/pool';
import { lockDocument, selectPostings } from '../db/postings';
import type { Decision, DocumentReference, PlanResult } from '../domain/posting';
import { mappingVersion } from '../mappings/imetal-invoice-to-intacct';
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

export interface JournalPlanRequest {
  document: DocumentReference;
  triggeredAt: string;
  /** The person's word that led to this attempt; null for the first. */
  decision: Decision | null;
}

export interface CostOfSalesActivities {
  /** Gathers what waits from the days before into journals and starts their flows; returns the journals' keys. */
  startCostOfSalesJournals(company: string): Promise<string[]>;
  /** Adds a journal's invoices up and stores exactly what will be sent. */
  planCostOfSalesJournal(request: JournalPlanRequest): Promise<PlanResult>;
  /** Writes down that a person gave the journal up; what was in it goes into the next collection's, unless it may be in Intacct. */
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
    async planCostOfSalesJournal(request) {
      return inTransaction(deps.pool, async (transaction) => {
        const { company, documentKey } = request.document;
        await lockDocument(transaction, company, documentKey);
        const settled = settledResult(await selectPostings(transaction, request.document));
        if (settled !== null) return settled;
        return planJournal(deps, transaction, request);
      });
    },
    async recordAbandonment({ document, decision }) {
      await inTransaction(deps.pool, (transaction) => abandonDocument(transaction, document, decision));
    },
  };
}

async function planJournal(
  deps: CostOfSalesActivityDeps,
  transaction: PoolClient,
  { document, triggeredAt, decision }: JournalPlanRequest,
): Promise<PlanResult> {
  const { company, documentKey } = document;
  const pooled = await selectPooledCostOfSales(transaction, company, documentKey);
  const journal = pooledCostOfSalesToJournal(documentKey, pooled);
  const postingDate = decision?.correction.postingDate ?? journal.entry.postingDate;
  const entry = { ...journal.entry, postingDate };
  const summary = {
    documentKey,
    party: null,
    partyName: null,
    entityId: pooled[0]?.entityId ?? null,
    currency: entry.currency,
    amount: journal.total,
  };
  const { workflowExecution } = activityInfo();
  if (workflowExecution === undefined) throw new Error('planCostOfSalesJournal runs only inside a workflow');
  await storePlan(
    transaction,
    {
      origin: { ...document, flow, sourceSystem: 'imetal', ...workflowExecution, triggeredAt },
      environment: deps.environment,
      mappingVersion,
      settingsHash: null,
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
      hours: null,
    },
  );
  return { outcome: 'planned', summary };
}

/** One that ran and is finished is left alone: the ledger says how. */
async function startJournal(deps: CostOfSalesActivityDeps, company: string, documentKey: string): Promise<void> {
  await startOnce(() =>
    deps.client.workflow.start(costOfSalesJournal, {
      ...startOncePolicies,
      workflowId: costOfSalesJournalWorkflowId(company, documentKey),
      taskQueue: deps.taskQueue,
      args: [{ company, documentKey, triggeredAt: new Date().toISOString() }],
      staticSummary: `JE ${documentKey} · cost of sales of the day`,
      typedSearchAttributes: new TypedSearchAttributes([
        { key: Company, value: company },
        { key: Flow, value: flow },
        { key: SourceSystem, value: 'imetal' },
        { key: DocumentNumber, value: documentKey },
        { key: PostingStatus, value: 'posting' },
      ]),
    }),
  );
}
