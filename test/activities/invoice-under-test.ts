import type { Pool } from 'pg';
import { createDocumentActivities } from '../../activities/document-activities';
import type { ImetalProfile } from '../../domain/imetal-profile';
import type {
  Correction,
  Decision,
  DocumentReference,
  PlannedDocument,
  PlanResult,
  PostResult,
} from '../../domain/posting';
import type { SourceInvoice } from '../../domain/source-invoice';
import { buildCharge, buildCost, buildInvoice, buildItem, buildProfile } from '../mappings/source-invoice-builder';
import { createFakeEngine } from './fake-engine';
import { createFakeImetal, type FakeImetal } from './fake-imetal';
import { noAssignar } from './no-assignar';
import { createPostingUnderTest, type PostingUnderTest, profilesOf, quietActivity } from './posting-under-test';

export interface InvoiceUnderTest extends Omit<PostingUnderTest, 'post'> {
  imetal: FakeImetal;
  profile: ImetalProfile;
  plan(document: DocumentReference, decision?: Decision | null): Promise<PlanResult>;
  post(document: DocumentReference): Promise<PostResult>;
  acknowledge(document: DocumentReference): Promise<PostResult>;
  abandon(document: DocumentReference, decision: Decision): Promise<void>;
  /** All three steps of a document that goes through. */
  goThrough(document: DocumentReference, decision?: Decision): Promise<PostResult>;
  /** The documents of the newest plan. */
  plannedDocuments(document: DocumentReference): Promise<PlannedDocument[]>;
}

/** A person's word to try again. */
export function retry(correction: Correction = {}): Decision {
  return { action: 'retry', actor: 'Ann', reason: 'fixed', correction };
}

/** An invoice of one line of 100.00 USD and a cost of 60.00, or what the changes make of it. */
export function sourceInvoice(documentKey: string, price = '100.00', cost: string | null = '60.00'): SourceInvoice {
  const item = buildItem(1, [buildCharge('c1', price)], { costs: cost === null ? [] : [buildCost('k1', cost)] });
  const [branchCode = '', documentType = '', invoiceNumber = ''] = documentKey.split('-');
  return buildInvoice([item], { documentKey, branchCode, documentType, invoiceNumber });
}

/** The activities of the flow over a fake iMetal, a fake Intacct and a real ledger. */
export function createInvoiceUnderTest(pool: Pool, changes: Partial<ImetalProfile> = {}): InvoiceUnderTest {
  const imetal = createFakeImetal();
  const profile = buildProfile(changes);
  const posting = createPostingUnderTest(pool);
  const activities = createDocumentActivities({
    pool,
    client: createFakeEngine().client,
    taskQueue: 'none',
    profiles: profilesOf(profile),
    imetal: () => imetal.client,
    assignar: noAssignar,
    environment: 'test',
  });
  const under: InvoiceUnderTest = {
    ...posting,
    imetal,
    profile,
    plan: (document, decision = null) =>
      quietActivity().run(activities.planSalesInvoice, {
        document,
        triggeredAt: '2026-11-20T12:00:00.000Z',
        decision,
      }) as Promise<PlanResult>,
    acknowledge: (document) => quietActivity().run(activities.acknowledgeSalesInvoice, document) as Promise<PostResult>,
    abandon: (document, decision) =>
      quietActivity().run(activities.recordAbandonment, { document, decision }) as Promise<void>,
    async goThrough(document, decision) {
      // What a person agrees to reverse was shown to that person: parked with this very content.
      if (decision?.correction.reverseAndRepost === true) await under.plan(document);
      const planned = await under.plan(document, decision);
      if (planned.outcome === 'parked') throw new Error(planned.reason.message);
      const posted = await under.post(document);
      return posted.outcome === 'posted' ? under.acknowledge(document) : posted;
    },
    async plannedDocuments({ company, documentKey, revision }) {
      const { rows } = await pool.query(
        `select documents from plans where company = $1 and document_key = $2 and revision = $3
          order by version desc limit 1`,
        [company, documentKey, revision],
      );
      return rows[0]?.documents ?? [];
    },
  };
  return under;
}
