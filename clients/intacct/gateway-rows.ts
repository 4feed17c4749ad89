import { z } from 'zod';
import { UnexpectedResponse } from '../errors';
import { dateFromGateway, timestampFromGateway } from './gateway-dates';
import type { IntacctRecord } from './intacct-client';

/** RECORDNO of a row. */
export const recordNumberField = z.string().regex(/^\d{1,20}$/);

/** A date MM/DD/YYYY, with or without a time, as YYYY-MM-DD. */
export const dateField = z.string().transform((text, context) => {
  const iso = dateFromGateway(text);
  if (iso !== null) return iso;
  context.addIssue({ code: 'custom', message: 'expected MM/DD/YYYY' });
  return z.NEVER;
});

/** As `dateField`, null where there is none. */
export const optionalDateField = z.union([z.literal('').transform(() => null), dateField]);

/** A time MM/DD/YYYY HH:mm:ss as ISO 8601. */
export const timestampField = z.string().transform((text, context) => {
  const iso = timestampFromGateway(text);
  if (iso !== null) return iso;
  context.addIssue({ code: 'custom', message: 'expected MM/DD/YYYY HH:mm:ss' });
  return z.NEVER;
});

/** A plain decimal number, as text. */
export const amountField = z.string().regex(/^-?\d+(\.\d+)?$/);

/** A text whose emptiness means that there is none. */
export const optionalText = z.string().transform((text) => (text === '' ? null : text));

/** `true` or `false`. */
export const booleanField = z.enum(['true', 'false']).transform((text) => text === 'true');

/**
 * STATUS: only `active` may be used in new documents. `active non-posting` is not in the vendor's list of 2025, but its
 * screens have it, and one such record must not stop a page of others.
 */
export const activeField = z
  .string()
  .transform((text) => text.toLowerCase())
  .pipe(z.enum(['active', 'inactive', 'active non-posting']))
  .transform((status) => status === 'active');

/** A row as the schema has it; throws UnexpectedResponse naming the fields that are not as documented. */
export function parseRow<Row>(schema: z.ZodType<Row>, row: IntacctRecord, operation: string): Row {
  const parsed = schema.safeParse(row);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
  throw new UnexpectedResponse(`${operation}: ${faults}`, { operation });
}
