import type { Client } from '@temporalio/client';
import { retryParkedFlow, startCreditApplication } from '../clients/temporal/start-document-flow';
import { type CompanyProfiles, imetalProfileOf } from '../companies/company-profiles';
import { selectPostings } from '../db/postings';
import type { DocumentKind } from '../domain/document-source';
import { causeKey } from '../domain/exception';
import type { DocumentReference } from '../domain/posting';
import { creditApplicationWorkflowId } from '../workflows/credit-application';
import { customerIdOfCode } from './receivables/customer-names';
import { touchOpenItems } from './receivables/touch-open-items';
import { type ReleaseDeps, releaseCause } from './release';
import { nothingToPost } from './store-plan';

export interface AnnouncementDeps extends ReleaseDeps {
  client: Client;
  taskQueue: string;
  profiles: CompanyProfiles;
}

/** What a posted document sets going: those that waited for it try again, its customer's open items are told, and a credit is applied. Harmless to repeat. */
export async function announcePosting(
  deps: AnnouncementDeps,
  kind: DocumentKind,
  document: DocumentReference,
): Promise<void> {
  const { company, documentKey, revision } = document;
  await releaseCause(deps, company, causeKey.document(documentKey));
  if (kind !== 'sales-invoice' && kind !== 'sales-credit') return;
  const [leading] = await selectPostings(deps.pool, document);
  if (leading?.party != null) {
    await touchOpenItems(deps, company, await customerIdOfCode(deps.pool, company, leading.party), documentKey);
  }
  if (kind !== 'sales-credit') return;
  await endEarlierApplications(deps, document);
  const profile = await imetalProfileOf(deps.profiles, company);
  // A revision that only took the credit back, or had no effect, has no memo to apply.
  if (!profile.credits.applyToInvoice || leading?.purpose !== 'credit-memo' || leading.intacct_key === nothingToPost)
    return;
  const triggeredAt = new Date().toISOString();
  await startCreditApplication(deps.client, deps.taskQueue, {
    company,
    creditKey: documentKey,
    revision,
    triggeredAt,
    party: leading.party,
  });
}

/** An application that still waits to be made of an earlier revision would wait for ever: that one was taken back. */
async function endEarlierApplications(
  { client }: AnnouncementDeps,
  { company, documentKey, revision }: DocumentReference,
): Promise<void> {
  const decision = { actor: 'release', reason: `revision ${revision} of ${documentKey} is posted` };
  for (let earlier = 1; earlier < revision; earlier += 1) {
    await retryParkedFlow(client, creditApplicationWorkflowId(company, documentKey, earlier), decision);
  }
}
