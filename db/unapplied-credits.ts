import { z } from 'zod';
import type { Database } from './pool';

const unappliedCredit = z.object({ document_key: z.string(), revision: z.number(), party: z.string().nullable() });

/** A posted credit memo whose application is neither posted nor given up. */
export type UnappliedCredit = z.infer<typeof unappliedCredit>;

/**
 * Credits whose newest revision is acknowledged and whose application rests undecided longer than the seconds, or never began; at
 * most `limit`. One that accounting expects nothing of has nothing to apply.
 */
export async function selectUnappliedCredits(
  database: Database,
  company: string,
  { restingSeconds, limit }: { restingSeconds: number; limit: number },
): Promise<UnappliedCredit[]> {
  const result = await database.query(
    `select document_key, revision, party from standing_documents credit
      where company = $1::text and flow = 'sales-credit' and purpose = 'credit-memo' and state = 'posted'
        and intacct_key ~ '^[0-9]+$' and acknowledged_at < now() - make_interval(secs => $2::integer)
        and not exists (
          select from postings application
            where application.company = credit.company and application.document_key = credit.document_key || '/application'
              and application.revision = credit.revision and application.is_leading
              and (application.state in ('posted', 'abandoned')
                or coalesce(application.sent_at, application.planned_at, application.triggered_at)
                  > now() - make_interval(secs => $2::integer)))
      -- In no order: where the limit does not do for all, the next look takes others.
      order by random() limit $3::integer`,
    [company, restingSeconds, limit],
  );
  return z.array(unappliedCredit).parse(result.rows);
}
