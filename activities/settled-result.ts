import type { PostingRow } from '../db/postings';
import type { DocumentSummary, PlanResult } from '../domain/posting';
import { documentAbandoned } from './failure';

/** What the ledger already decided: posted, or sent with an outcome to be found out. Null when a plan may be made. Throws Abandoned. */
export function settledResult(postings: PostingRow[]): PlanResult | null {
  const leading = postings[0];
  if (leading === undefined) return null;
  if (leading.state === 'abandoned') throw documentAbandoned(leading.document_key);
  const summary: DocumentSummary = {
    documentKey: leading.document_key,
    party: leading.party,
    partyName: leading.party_name,
    entityId: leading.entity_id,
    currency: leading.currency,
    amount: leading.amount,
    hours: leading.hours,
  };
  if (leading.state === 'posted' && leading.intacct_key !== null) {
    return { outcome: 'posted', intacctKey: leading.intacct_key, summary };
  }
  if (postings.some((posting) => posting.state === 'sending' || posting.state === 'unknown')) {
    return { outcome: 'planned', summary };
  }
  return null;
}
