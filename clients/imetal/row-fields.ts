import { z } from 'zod';

/** A number as PostgreSQL writes it (`numeric::text`); NaN and Infinity are no amounts. */
export const amountField = z.string().regex(/^-?\d+(\.\d+)?$/, 'expected a decimal number');

/** Text of a code or name that may be missing; blanks around it are iMetal's padding, and nothing but blanks is nothing. */
export const optionalTextField = z
  .string()
  .nullable()
  .transform((text) => text?.trim() || null);

/** A code that the database itself requires. */
export const textField = z.string().min(1);

/** A serial number as text. */
export const idField = z.string().regex(/^\d+$/, 'expected an id');

/** YYYY-MM-DD. */
export const dateField = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'expected a date YYYY-MM-DD');

/** ISO 8601 UTC with microseconds. */
export const timestampField = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z$/, 'expected a timestamp with microseconds');

/** SQL that writes a timestamptz expression as `timestampField` wants it: JavaScript dates would lose microseconds. */
export function timestampText(expression: string): string {
  return `to_char(${expression} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
}
