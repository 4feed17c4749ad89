import { z } from 'zod';
import { sampleCompanies } from '../../cli/start/sample-companies';
import { CHAOS_FLOWS } from './chaos-flows';

/** What a run of chaos is made of; with equal options it decides alike, though the machine's pace decides what meets what. */
export const chaosOptionsSchema = z.strictObject({
  seed: z.coerce.number().int().min(0),
  /** Invoices that become final; from 20 on, the eight wrong ones are among them. */
  invoices: z.coerce.number().int().min(1).max(20_000),
  /** Shifts of the construction company, beside those that are wrong on purpose. */
  shifts: z.coerce.number().int().min(1).max(300),
  companies: z.array(z.enum(sampleCompanies)).min(1),
  /** How long faults fire and processes die; the settling comes after. */
  minutes: z.coerce.number().min(0.1).max(240),
  workers: z.coerce.number().int().min(1).max(8),
  /** Half of them of workers, a quarter each of PostgreSQL and Temporal. */
  kills: z.coerce.number().int().min(0).max(1000),
  /** What is stormed besides invoices. */
  flows: z.array(z.enum(CHAOS_FLOWS)),
});

export type ChaosOptions = z.infer<typeof chaosOptionsSchema>;

/** The command line that repeats a run. */
export function repeatCommand({
  seed,
  invoices,
  shifts,
  companies,
  minutes,
  workers,
  kills,
  flows,
}: ChaosOptions): string {
  return `npm run chaos -- --seed ${seed} --invoices ${invoices} --shifts ${shifts} --company ${companies.join(',')} --minutes ${minutes} --workers ${workers} --kills ${kills} --flows ${flows.join(',') || 'none'}`;
}

/**
 * Whether Intacct refuses a number that is taken. Companies may switch that off: then only control ids and look-ups keep
 * an invoice from doubling, and seeds that are odd prove that they do.
 */
export function refusesTakenNumbers({ seed }: Pick<ChaosOptions, 'seed'>): boolean {
  return seed % 2 === 0;
}
