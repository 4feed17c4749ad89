import type { IntacctClient, IntacctRecord, QueryRequest } from '../clients/intacct/intacct-client';
import type { RequestSlots } from '../db/request-slots';
import type { CompanyProfile } from '../domain/company-profile';

// Behind postings; a check that finds no turn in this time is made another day.
const waitMaxMs = 30_000;

/** The client's `query`, each in its turn among the company's requests in flight. For small answers: a query's rows come together. */
export function queryInTurn(
  client: Pick<IntacctClient, 'query'>,
  slots: RequestSlots,
  profile: CompanyProfile,
): Pick<IntacctClient, 'query'> {
  const { requestsInFlightMax: slotsMax, requestTimeoutMs } = profile.intacct;
  // A sign-in may come before the page.
  const heldMaxMs = 2 * requestTimeoutMs + 1_000;
  const request = { company: profile.company, slotsMax, priority: 'refresh' as const, waitMaxMs, heldMaxMs };
  return {
    async *query(entityId: string | null, query: QueryRequest): AsyncGenerator<IntacctRecord> {
      yield* await slots.run(request, async () => {
        const rows: IntacctRecord[] = [];
        for await (const row of client.query(entityId, query)) rows.push(row);
        return rows;
      });
    },
  };
}
