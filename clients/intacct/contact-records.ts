import { z } from 'zod';
import type { IntacctContact } from '../../domain/master-records';
import { activeField, optionalText, parseRow, recordNumberField, timestampField } from './gateway-rows';
import type { IntacctRecord } from './intacct-client';
import type { ContactChange } from './intacct-masters';
import { addressFrom, addressRecord } from './postal-address';

/** Fields of CONTACT that are read; all stand in the header, so that a query gives them (facts 8.2). */
export const contactFields = [
  'RECORDNO',
  'CONTACTNAME',
  'PRINTAS',
  'COMPANYNAME',
  'FIRSTNAME',
  'LASTNAME',
  'PHONE1',
  'CELLPHONE',
  'EMAIL1',
  'MAILADDRESS.ADDRESS1',
  'MAILADDRESS.ADDRESS2',
  'MAILADDRESS.ADDRESS3',
  'MAILADDRESS.CITY',
  'MAILADDRESS.STATE',
  'MAILADDRESS.ZIP',
  'MAILADDRESS.COUNTRYCODE',
  'STATUS',
  'MEGAENTITYID',
  'WHENMODIFIED',
];

const contactRow = z.object({
  RECORDNO: recordNumberField,
  CONTACTNAME: z.string().min(1),
  PRINTAS: z.string(),
  COMPANYNAME: optionalText,
  FIRSTNAME: optionalText,
  LASTNAME: optionalText,
  PHONE1: optionalText,
  CELLPHONE: optionalText,
  EMAIL1: optionalText,
  STATUS: activeField,
  WHENMODIFIED: timestampField,
});

const writtenFields = {
  printAs: 'PRINTAS',
  companyName: 'COMPANYNAME',
  forename: 'FIRSTNAME',
  surname: 'LASTNAME',
  telephone: 'PHONE1',
  mobile: 'CELLPHONE',
  email: 'EMAIL1',
} as const;

/** A CONTACT row in accounting words; throws UnexpectedResponse on fields that are not as documented. Facts 8.2. */
export function contactFrom(record: IntacctRecord): IntacctContact {
  const row = parseRow(contactRow, record, `intacct query CONTACT ${String(record.CONTACTNAME)}`);
  return {
    contactName: row.CONTACTNAME,
    recordNumber: row.RECORDNO,
    printAs: row.PRINTAS,
    companyName: row.COMPANYNAME,
    forename: row.FIRSTNAME,
    surname: row.LASTNAME,
    telephone: row.PHONE1,
    mobile: row.CELLPHONE,
    email: row.EMAIL1,
    address: addressFrom(record, 'MAILADDRESS'),
    isActive: row.STATUS,
    modifiedAt: row.WHENMODIFIED,
  };
}

/**
 * What is written of a change: absent is not sent, null is sent empty, which clears (facts 4.4). An address is sent whole,
 * as its absent parts are to go. The order is the same for equal changes: equal changes, equal bytes.
 */
export function contactRecord(change: ContactChange): IntacctRecord {
  const record: IntacctRecord = {};
  for (const [name, field] of Object.entries(writtenFields) as [keyof typeof writtenFields, string][]) {
    const value = change[name];
    if (value !== undefined) record[field] = value ?? '';
  }
  if (change.isActive !== undefined) record.STATUS = change.isActive ? 'active' : 'inactive';
  if (change.address !== undefined) record.MAILADDRESS = addressRecord(change.address);
  return record;
}
