import { z } from 'zod';
import { timesheetIdOf } from '../activities/document-kinds/assignar-documents';
import { parseDocumentKey } from '../clients/imetal/document-key';
import { exceptionCodes } from '../domain/exception';

const documentKeyExpected = 'expected branch, type and number, such as HOU-DIV-104233, or a timesheet such as TS-9001';

/** A document's key in its source: iMetal's, or an Assignar timesheet's. */
export const sourceDocumentKey = z
  .string()
  .refine((key) => parseDocumentKey(key) !== null || timesheetIdOf(key) !== null, documentKeyExpected);

/** What `show`, `retry` and `abandon` take. */
export const subjectHelp =
  'a document (HOU-DIV-104233), a record (CUSTOMER/C00112) or an account (open-items/C00112), as exceptions lists it';

/** Any document of the ledger, whose forms differ, record or account. */
export const documentKey = z.string().regex(/^[^\p{C}\s](?:[^\p{C}]{0,98}[^\p{C}\s])?$/u, documentKeyExpected);

/** A calendar day that exists. */
export const postingDate = z.iso.date('expected a day as YYYY-MM-DD');

/** Why a person does something: it is kept for good. */
export const reason = z.string('expected a few words').trim().min(1, 'expected a few words').max(500);

export const exceptionCode = z.enum(exceptionCodes, 'expected a code of docs/errors.md, such as CUSTOMER_UNKNOWN');

const unitSeconds: Record<string, number> = { m: 60, h: 3600, d: 86_400 };

/** A day, a moment (ISO 8601), or how long ago: `30m`, `12h`, `3d`. */
export const since = z.string().transform((text, context): Date => {
  const ago = /^(\d{1,5})([mhd])$/.exec(text);
  if (ago !== null) return new Date(Date.now() - Number(ago[1]) * (unitSeconds[ago[2] ?? ''] ?? 0) * 1000);
  const moment = z.union([z.iso.date(), z.iso.datetime({ offset: true, local: true })]).safeParse(text);
  if (moment.success) return new Date(moment.data);
  context.addIssue('expected a day (2026-11-20), a moment (2026-11-20T08:00:00Z) or an age (30m, 12h, 3d)');
  return z.NEVER;
});

/** Whole seconds, zero for not at all. */
export const seconds = z.coerce.number('expected seconds').int('expected whole seconds').min(0).max(86_400);

/** Who acts: `--as`, or the one who is signed in on this machine. */
export const actor = z.string('expected --as <name>, since the environment names no USER').trim().min(1).max(100);

/** Documents a second. */
export const ratePerSecond = z.coerce
  .number('expected a number')
  .min(0.1, 'expected 0.1 or more')
  .max(100, 'expected 100 at most');

/** A customer's code in iMetal, or its id in Intacct. */
export const customerName = z
  .string()
  .regex(/^[^\p{C}]{1,40}$/u, "expected a customer's code in iMetal or its id in Intacct, such as C00102");

/** What an order comes to, tax included. */
export const orderAmount = z.string().regex(/^\d{1,12}(\.\d{1,2})?$/, 'expected an amount such as 12500.00');

export const currencyCode = z.string().regex(/^[A-Z]{3}$/, 'expected a currency such as USD');
