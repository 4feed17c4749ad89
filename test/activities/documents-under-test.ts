import type { Pool } from 'pg';
import { createCreditApplicationActivities } from '../../activities/credit-application';
import { createDocumentActivities } from '../../activities/document-activities';
import type { DocumentKind } from '../../domain/document-source';
import type { ImetalProfile } from '../../domain/imetal-profile';
import type { Decision, DocumentReference, PlannedDocument, PlanResult, PostResult } from '../../domain/posting';
import { creditApplicationKey } from '../../workflows/credit-application';
import { buildProfile } from '../mappings/source-invoice-builder';
import { createFakeEngine, type FakeEngine } from './fake-engine';
import { createFakeImetal, type FakeImetal } from './fake-imetal';
import { noAssignar } from './no-assignar';
import { createPostingUnderTest, type PostingUnderTest, profilesOf, quietActivity } from './posting-under-test';

/** What Intacct says is open, by object and record number. */
export type OpenAmounts = Map<string, { openAmount: string; state: string }>;

export interface DocumentsUnderTest extends Omit<PostingUnderTest, 'post'> {
  imetal: FakeImetal;
  engine: FakeEngine;
  profile: ImetalProfile;
  open: OpenAmounts;
  plan(kind: DocumentKind, document: DocumentReference, decision?: Decision | null): Promise<PlanResult>;
  planApplication(creditKey: string, decision?: Decision | null): Promise<PlanResult>;
  post(document: DocumentReference): Promise<PostResult>;
  acknowledge(kind: DocumentKind, document: DocumentReference): Promise<PostResult>;
  /** All three steps of a document that goes through. */
  goThrough(kind: DocumentKind, document: DocumentReference, decision?: Decision): Promise<PostResult>;
  /** The documents of the newest plan. */
  plannedDocuments(document: DocumentReference): Promise<PlannedDocument[]>;
}

const triggeredAt = '2026-11-20T12:00:00.000Z';

/** The activities of all document flows over a fake iMetal, a fake Intacct, a fake engine and a real ledger. */
export function createDocumentsUnderTest(pool: Pool, changes: Partial<ImetalProfile> = {}): DocumentsUnderTest {
  const imetal = createFakeImetal();
  const engine = createFakeEngine();
  const profile = buildProfile(changes);
  const profiles = profilesOf(profile);
  const posting = createPostingUnderTest(pool);
  const open: OpenAmounts = new Map();
  const activities = createDocumentActivities({
    pool,
    profiles,
    imetal: () => imetal.client,
    assignar: noAssignar,
    environment: 'test',
    client: engine.client,
    taskQueue: 'none',
  });
  const { planCreditApplication } = createCreditApplicationActivities({
    ...posting.gateway,
    intacct: async () => posting.intacct.client,
    receivables: async () => ({
      readOpenAmount: async (object, _entityId, recordNumber) => open.get(`${object} ${recordNumber}`) ?? null,
    }),
    environment: 'test',
  });
  const under: DocumentsUnderTest = {
    ...posting,
    imetal,
    engine,
    profile,
    open,
    plan: (kind, document, decision = null) =>
      quietActivity().run(activities.planDocument, { kind, document, triggeredAt, decision }) as Promise<PlanResult>,
    planApplication: (creditKey, decision = null) =>
      quietActivity().run(planCreditApplication, {
        document: { company: profile.company, documentKey: creditApplicationKey(creditKey), revision: 1 },
        creditKey,
        triggeredAt,
        decision,
      }) as Promise<PlanResult>,
    acknowledge: (kind, document) =>
      quietActivity().run(activities.acknowledgeDocument, { kind, document }) as Promise<PostResult>,
    async goThrough(kind, document, decision) {
      // What a person agrees to reverse was shown to that person: parked with this very content.
      if (decision?.correction.reverseAndRepost === true) await under.plan(kind, document);
      const planned = await under.plan(kind, document, decision);
      if (planned.outcome === 'parked') throw new Error(planned.reason.message);
      if (planned.outcome === 'posted') return under.acknowledge(kind, document);
      const posted = await under.post(document);
      return posted.outcome === 'posted' ? under.acknowledge(kind, document) : posted;
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
