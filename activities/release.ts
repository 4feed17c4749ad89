import { log } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import type { Pool } from 'pg';
import { retryParkedFlow } from '../clients/temporal/start-document-flow';
import type { CompanyProfiles } from '../companies/company-profiles';
import { selectDocumentsWaitingFor } from '../db/waiting-causes';
import { toFailure } from './failure';

// What one caller lets through: the schedule's look finds the rest, at the same pace.
const atOnceSeconds = 10;

export interface ReleaseDeps {
  pool: Pool;
  client: Client;
  profiles: CompanyProfiles;
}

/** A document to let through, and why. */
export interface Releasable {
  workflowId: string;
  /** In the history: `customer:C00123 is gone as a cause`. */
  reason: string;
}

export interface ReleaseActivities {
  /** Tells the flows of the documents to try again, at the profile's pace; returns how many were parked and were told. */
  releaseDocuments(request: { company: string; documents: Releasable[] }): Promise<number>;
}

/** The activity behind `releaseParked`. */
export function createReleaseActivities(deps: ReleaseDeps): ReleaseActivities {
  return {
    async releaseDocuments({ company, documents }) {
      try {
        return await releasePaced(deps, company, documents);
      } catch (error) {
        throw toFailure(error, `release of ${company}`);
      }
    },
  };
}

/**
 * Lets go through at once what waits for a cause that whoever calls knows to be gone: a customer was synced, a document posted.
 * The first ten seconds' worth of documents; what is left the schedule's next look finds. Returns how many were told.
 */
export async function releaseCause(deps: ReleaseDeps, company: string, causeKey: string): Promise<number> {
  const { documentsPerSecond } = (await deps.profiles.profile(company)).release;
  const waiting = await selectDocumentsWaitingFor(deps.pool, company, causeKey, documentsPerSecond * atOnceSeconds);
  const reason = `${causeKey}: what it waited for is there`;
  return releasePaced(
    deps,
    company,
    waiting.map(({ workflowId }) => ({ workflowId, reason })),
  );
}

async function releasePaced(deps: ReleaseDeps, company: string, documents: readonly Releasable[]): Promise<number> {
  if (documents.length === 0) return 0;
  const { documentsPerSecond } = (await deps.profiles.profile(company)).release;
  let released = 0;
  for (const [index, { workflowId, reason }] of documents.entries()) {
    const nextAt = Date.now() + 1000 / documentsPerSecond;
    if (await retryParkedFlow(deps.client, workflowId, { actor: 'release', reason })) released += 1;
    if (index + 1 < documents.length) await new Promise((resolve) => setTimeout(resolve, nextAt - Date.now()));
  }
  log.info('released', { company, released });
  return released;
}
