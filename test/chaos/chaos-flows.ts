import { z } from 'zod';

/** What can be stormed beside the invoices, which always are. */
export const CHAOS_FLOWS = ['credits', 'purchasing', 'movements', 'finance', 'records'] as const;
export type ChaosFlow = (typeof CHAOS_FLOWS)[number];

/** `all`, `none`, or names with commas between them. */
export const chaosFlowsSchema = z
  .string()
  .transform((text) => namesIn(text))
  .pipe(z.array(z.enum(CHAOS_FLOWS)));

function namesIn(text: string): string[] {
  if (text === 'all') return [...CHAOS_FLOWS];
  return text === 'none' ? [] : text.split(',');
}
