import type { Pool } from 'pg';
import { pino } from 'pino';
import { salesInvoice } from '../../activities/document-kinds/sales-invoice';
import { type TriggerResult, triggerDocument } from '../../activities/trigger-document';
import { letFinanceAndOperationsAct, type SampleDayResult, settleAndCompare } from '../../cli/start/sample-day';
import { until } from '../../cli/start/until';
import { createCompanyProfiles } from '../../companies/company-profiles';
import { createCompanyClients } from '../../workers/company-clients';
import { orderToInvoiceWorkflowId } from '../../workflows/order-to-invoice';
import { abandonUpdate, type DecisionRequest, retryUpdate } from '../../workflows/parking';
import { type CompanyOnStack, company, openCompanyOnStack } from './company-on-stack';
import { untilDecided } from './until-decided';

const SETTLED_WITHIN_MS = 120_000;

/** A company whose documents are posted by a stack of its own. */
export interface Business extends CompanyOnStack {
  trigger(documentKey: string): Promise<TriggerResult>;
  retry(documentKey: string, request?: Partial<DecisionRequest>, revision?: number): Promise<void>;
  abandon(documentKey: string, reason: string, revision?: number): Promise<void>;
  /** Waits until the newest revision of each document is in the state. */
  untilStates(documentKeys: string[], state: string): Promise<void>;
  /** Receipts of finance, changes of masters on both sides, orders: what a sample day has besides documents. */
  letFinanceAndOperationsAct(): Promise<void>;
  /** Waits until everything is settled, and compares the books of both systems. */
  compareBooks(): Promise<SampleDayResult>;
}

/** Brings up the stack without its server; both systems are looked at every second. */
export async function openBusiness(): Promise<Business> {
  const settings = [
    [['feed', 'pollIntervalSeconds'], 1],
    [['masters', 'pollIntervalSeconds'], 1],
  ] as const;
  const onStack = await openCompanyOnStack(settings, { withoutServer: true });
  const { stack, hub, client, profilePath } = onStack;
  const profiles = createCompanyProfiles(profilePath.replace(/\/[^/]+$/, ''));
  const clients = createCompanyClients({
    environment: stack.environment,
    profiles,
    log: pino({ level: 'silent' }),
    onIntacctCall: () => undefined,
  });
  const deps = {
    pool: hub,
    client,
    taskQueue: 'intacct-pipelines',
    profiles,
    imetal: clients.imetal,
    assignar: clients.assignar,
  };
  const flowOf = (documentKey: string, revision: number) =>
    client.workflow.getHandle(orderToInvoiceWorkflowId(company, documentKey, revision));
  return {
    ...onStack,
    trigger: (documentKey) => triggerDocument(deps, salesInvoice, company, documentKey),
    retry: (documentKey, request = {}, revision = 1) =>
      untilDecided(flowOf(documentKey, revision), retryUpdate, { actor: 'Ann', reason: 'fixed', ...request }),
    abandon: (documentKey, reason, revision = 1) =>
      untilDecided(flowOf(documentKey, revision), abandonUpdate, { actor: 'Ann', reason }),
    untilStates: (documentKeys, state) => untilStates(hub, documentKeys, state),
    compareBooks: () => settleAndCompare(stack),
    letFinanceAndOperationsAct: () => letFinanceAndOperationsAct(stack, () => undefined),
    async stop() {
      await clients.close();
      await onStack.stop();
    },
  };
}

async function untilStates(hub: Pool, documentKeys: string[], state: string): Promise<void> {
  await until(`${documentKeys.join(', ')} are ${state}`, SETTLED_WITHIN_MS, async () => {
    const { rows } = await hub.query(
      `select distinct on (document_key) state, acknowledged_at from postings
        where document_key = any($1) and is_leading order by document_key, revision desc`,
      [documentKeys],
    );
    const there = rows.filter((row) => row.state === state && (state !== 'posted' || row.acknowledged_at !== null));
    return there.length === documentKeys.length;
  });
}
