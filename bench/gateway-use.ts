import type { Pool } from 'pg';
import { z } from 'zod';

/** What a flow asked of the gateway, as the hub's cost meter has it. */
export interface GatewayUse {
  requests: number;
  /** API transactions, as Intacct bills them. */
  transactions: number;
}

const useSchema = z.object({ requests: z.number(), transactions: z.number() });

/** Requests of a company's flow since a time; of some documents alone when they are given. Sign-ins are not documents'. */
export async function readGatewayUse(
  hub: Pool,
  { company, flow, since, documentKeys }: { company: string; flow: string; since: Date; documentKeys?: string[] },
): Promise<GatewayUse> {
  const { rows } = await hub.query(
    `select count(*)::integer as requests, coalesce(sum(transactions), 0)::integer as transactions from api_calls
      where company = $1::text and flow = $2::text and started_at >= $3::timestamptz
        and ($4::text[] is null or document_key = any($4::text[])) and functions <> '{getAPISession}'`,
    [company, flow, since, documentKeys ?? null],
  );
  return useSchema.parse(rows[0]);
}
