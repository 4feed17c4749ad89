import { z } from 'zod';
import type { IntacctTerm } from '../../domain/master-records';
import { isZeroAmount } from '../../domain/money';
import { activeField, amountField, optionalText, parseRow, recordNumberField, timestampField } from './gateway-rows';
import type { IntacctRecord } from './intacct-client';

/** The objects of the two kinds of term. */
export const termObjects = { receivables: 'ARTERM', payables: 'APTERM' } as const;

const wholeNumber = z
  .string()
  .regex(/^-?\d{1,5}$/)
  .transform(Number);
const numberOrNone = z.union([wholeNumber, z.literal('').transform(() => null)]);
const amountOrNone = z.union([amountField, z.literal('').transform(() => null)]);
// `$` is what the vendor's page gives as the default (facts 8.4).
const unit = z.enum(['$', '%', '']).transform((text) => (text === '' ? ('$' as const) : text));

// The names are third-party listings' (facts 8.4). What a term lacks may be left out of its record; a record without
// even the due rule's names is none that can be read.
const termRow = z.object({
  RECORDNO: recordNumberField,
  NAME: z.string().min(1),
  DESCRIPTION: optionalText,
  STATUS: activeField,
  DUEDATE: numberOrNone,
  DUEFROM: z.string(),
  DISCDATE: numberOrNone,
  DISCFROM: z.string(),
  DISCAMOUNT: amountOrNone,
  DISCPERCAMN: unit,
  DISCFUDGEDAYS: numberOrNone,
  DISCCALCON: optionalText,
  PEN_TYPES: z.string(),
  PENAMOUNT: amountOrNone,
  PENPERCAMN: unit,
  PENFUDGEDAYS: numberOrNone,
  WHENMODIFIED: timestampField,
});

const absent = Object.fromEntries(
  'DESCRIPTION DISCDATE DISCFROM DISCAMOUNT DISCPERCAMN DISCFUDGEDAYS DISCCALCON PEN_TYPES PENAMOUNT PENPERCAMN PENFUDGEDAYS'
    .split(' ')
    .map((name) => [name, '']),
);

/** A term from a whole ARTERM or APTERM record; throws UnexpectedResponse on fields that are not as documented. Facts 8.4. */
export function termFrom(kind: IntacctTerm['kind'], record: IntacctRecord): IntacctTerm {
  const row = parseRow(termRow, { ...absent, ...record }, `intacct read ${termObjects[kind]} ${String(record.NAME)}`);
  return {
    kind,
    name: row.NAME,
    recordNumber: row.RECORDNO,
    description: row.DESCRIPTION,
    isActive: row.STATUS,
    due: row.DUEDATE === null ? null : { day: row.DUEDATE, from: row.DUEFROM },
    discount: discountFrom(row),
    discountCalculatedOn: row.DISCCALCON,
    penalty: penaltyFrom(row),
    modifiedAt: row.WHENMODIFIED,
  };
}

function discountFrom(row: z.infer<typeof termRow>): IntacctTerm['discount'] {
  if (row.DISCAMOUNT === null || isZeroAmount(row.DISCAMOUNT)) return null;
  const graceDays = row.DISCFUDGEDAYS ?? 0;
  return { day: row.DISCDATE ?? 0, from: row.DISCFROM, amount: row.DISCAMOUNT, unit: row.DISCPERCAMN, graceDays };
}

function penaltyFrom(row: z.infer<typeof termRow>): IntacctTerm['penalty'] {
  if (row.PEN_TYPES === '' || row.PEN_TYPES === 'No Penalty') return null;
  if (row.PENAMOUNT === null || isZeroAmount(row.PENAMOUNT)) return null;
  return { type: row.PEN_TYPES, amount: row.PENAMOUNT, unit: row.PENPERCAMN, graceDays: row.PENFUDGEDAYS ?? 0 };
}
