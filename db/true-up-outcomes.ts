import { z } from 'zod';
import { type RepairState, repairStates, type WorkerFinding, workerFindings } from '../domain/true-up';
import type { Database } from './pool';

/** The entries of a run by finding and state, with the documents that were let through; of all of them, however many there are. */
export async function countOutcomes(
  database: Database,
  trueUpId: string,
): Promise<{ finding: WorkerFinding; state: RepairState; cases: number; released: number }[]> {
  const result = await database.query(
    `select finding, state, count(*)::integer as cases, sum(released)::integer as released from true_up_entries
      where true_up_id = $1::text group by finding, state order by min(entry_id)`,
    [trueUpId],
  );
  return z.array(outcomeRow).parse(result.rows);
}

const outcomeRow = z.object({
  finding: z.enum(workerFindings),
  state: z.enum(repairStates),
  cases: z.number(),
  released: z.number(),
});
