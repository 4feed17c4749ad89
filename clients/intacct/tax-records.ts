import { z } from 'zod';
import type { IntacctTaxDetail, IntacctTaxSchedule } from '../../domain/master-records';
import {
  activeField,
  amountField,
  booleanField,
  optionalText,
  parseRow,
  recordNumberField,
  timestampField,
} from './gateway-rows';
import type { IntacctRecord } from './intacct-client';

/** Fields of TAXDETAIL that are read (facts 8.5). */
export const taxDetailFields = [
  'RECORDNO',
  'DETAILID',
  'DESCRIPTION',
  'TAXTYPE',
  'VALUE',
  'GLACCOUNT',
  'TAXAUTHORITY',
  'TAXSOLUTIONID',
  'REVERSECHARGE',
  'STATUS',
  'MEGAENTITYID',
  'WHENMODIFIED',
];

// Rows give the label or its code: the facts have `Sale` (13.9) and S, P (8.5).
const taxType = z
  .string()
  .transform((text) => text.toLowerCase())
  .pipe(z.enum(['s', 'sale', 'sales', 'p', 'purchase', 'purchases']))
  .transform((text) => (text.startsWith('s') ? ('sales' as const) : ('purchase' as const)));

const detailRow = z.object({
  RECORDNO: recordNumberField,
  DETAILID: z.string().min(1),
  DESCRIPTION: optionalText,
  TAXTYPE: taxType,
  VALUE: amountField,
  GLACCOUNT: optionalText,
  TAXAUTHORITY: optionalText,
  TAXSOLUTIONID: optionalText,
  REVERSECHARGE: z.union([booleanField, z.literal('').transform(() => false)]),
  STATUS: activeField,
  MEGAENTITYID: optionalText,
  WHENMODIFIED: timestampField,
});

const scheduleRow = z.object({
  scheduleid: z.string().min(1),
  taxtype: taxType,
  // create_taxschedule may leave it out (facts 8.5), and then the schedule is in use.
  status: activeField.optional(),
});

const scheduleDetailRow = z.object({ scheduleid: z.string().min(1), detailid: z.string().min(1) });

/** A TAXDETAIL row in accounting words; throws UnexpectedResponse on fields that are not as documented. Facts 8.5. */
export function taxDetailFrom(record: IntacctRecord): IntacctTaxDetail {
  const row = parseRow(detailRow, record, `intacct query TAXDETAIL ${String(record.DETAILID)}`);
  return {
    detailId: row.DETAILID,
    recordNumber: row.RECORDNO,
    description: row.DESCRIPTION,
    taxType: row.TAXTYPE,
    ratePercent: row.VALUE,
    accountNumber: row.GLACCOUNT,
    authority: row.TAXAUTHORITY,
    taxSolutionId: row.TAXSOLUTIONID,
    isReverseCharge: row.REVERSECHARGE,
    isActive: row.STATUS,
    entityId: row.MEGAENTITYID,
    modifiedAt: row.WHENMODIFIED,
  };
}

/** Tax schedules with their details, from the rows of two get_lists; throws UnexpectedResponse as above. Facts 13.9. */
export function taxSchedulesFrom(schedules: IntacctRecord[], details: IntacctRecord[]): IntacctTaxSchedule[] {
  const members = details.map((row) => parseRow(scheduleDetailRow, row, 'intacct get_list taxscheduledetail'));
  return schedules.map((record) => {
    const row = parseRow(scheduleRow, record, 'intacct get_list taxschedule');
    const own = members.filter(({ scheduleid }) => scheduleid === row.scheduleid);
    return {
      scheduleId: row.scheduleid,
      taxType: row.taxtype,
      detailIds: own.map(({ detailid }) => detailid),
      isActive: row.status ?? true,
    };
  });
}
