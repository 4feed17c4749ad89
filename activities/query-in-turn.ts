import type { IntacctClient, IntacctRecord, QueryRequest } from '../clients/intacct/intacct-client';
import type { RequestSlots } from '../db/request-slots';
import type { CompanyProfile } from '../domain/company-profile';
import { requestSlot } from './company-slot';

// Behind postings; a check that finds no turn in this time is made another day.
const waitMaxMs = 30_000;

/** Runs one request to the gateway in its turn among the company's requests in flight. Rejects with NoRequestSlot when it gets none. */
export function inTurn<T>(slots: RequestSlots, profile: CompanyProfile, request: () => Promise<T>): Promise<T> {
  return slots.run(requestSlot(profile, 'refresh', waitMaxMs), request);
}

/** The client's `query`, each in its turn. For small answers: a query's rows come together. */
export function queryInTurn(
  client: Pick<IntacctClient, 'query'>,
  slots: RequestSlots,
  profile: CompanyProfile,
): Pick<IntacctClient, 'query'> {
  return {
    async *query(entityId: string | null, query: QueryRequest): AsyncGenerator<IntacctRecord> {
      yield* await inTurn(slots, profile, async () => {
        const rows: IntacctRecord[] = [];
        for await (const row of client.query(entityId, query)) rows.push(row);
        return rows;
      });
    },
  };
}
