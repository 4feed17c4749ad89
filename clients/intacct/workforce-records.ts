import { z } from 'zod';
import type { IntacctEmployee, IntacctItem } from '../../domain/construction-records';
import {
  activeField,
  optionalDateField,
  optionalText,
  parseRow,
  recordNumberField,
  timestampField,
} from './gateway-rows';
import type { IntacctRecord } from './intacct-client';
import { addressFrom } from './postal-address';
import { optionalTextAt, textAt } from './record-values';

const addressFields = ['ADDRESS1', 'ADDRESS2', 'ADDRESS3', 'CITY', 'STATE', 'ZIP', 'COUNTRYCODE'];

const employeeRow = z.object({
  RECORDNO: recordNumberField,
  EMPLOYEEID: z.string().min(1),
  STATUS: activeField,
  TITLE: optionalText,
  BIRTHDATE: optionalDateField,
  STARTDATE: optionalDateField,
  ENDDATE: optionalDateField,
  TERMINATIONTYPE: optionalText,
  DEPARTMENTID: optionalText,
  LOCATIONID: optionalText,
  EMPPOSITIONID: optionalText,
  EARNINGTYPENAME: optionalText,
  WHENMODIFIED: timestampField,
});

const personFields = ['CONTACTNAME', 'PRINTAS', 'FIRSTNAME', 'LASTNAME', 'EMAIL1', 'PHONE1', 'CELLPHONE'];

/** Fields of EMPLOYEE that are read; person and address are those of its contact, by dotted paths (facts 4.3, 8.2, 8.14). */
export const employeeFields = [
  ...Object.keys(employeeRow.shape),
  ...personFields.map((name) => `PERSONALINFO.${name}`),
  ...addressFields.map((name) => `PERSONALINFO.MAILADDRESS.${name}`),
];

const itemRow = z.object({
  RECORDNO: recordNumberField,
  ITEMID: z.string().min(1),
  NAME: z.string().min(1),
  STATUS: activeField,
  ITEMTYPE: z.string().min(1),
  GLGROUP: optionalText,
  EXTENDED_DESCRIPTION: optionalText,
  WHENMODIFIED: timestampField,
});

/** Fields of ITEM that are read (facts 8.11). */
export const itemFields = Object.keys(itemRow.shape);

/** An EMPLOYEE row in accounting words, with the custom fields asked for; UnexpectedResponse on fields that are not as documented. */
export function employeeFrom(record: IntacctRecord, customFields: readonly string[]): IntacctEmployee {
  const row = parseRow(employeeRow, record, `intacct query EMPLOYEE ${textAt(record, 'EMPLOYEEID')}`);
  const person = (name: string) => optionalTextAt(record, 'PERSONALINFO', name);
  return {
    employeeId: row.EMPLOYEEID,
    recordNumber: row.RECORDNO,
    isActive: row.STATUS,
    firstName: person('FIRSTNAME'),
    lastName: person('LASTNAME'),
    contactName: textAt(record, 'PERSONALINFO', 'CONTACTNAME'),
    printAs: person('PRINTAS'),
    title: row.TITLE,
    email: person('EMAIL1'),
    telephone: person('PHONE1'),
    mobile: person('CELLPHONE'),
    address: addressFrom(record, 'PERSONALINFO', 'MAILADDRESS'),
    birthDate: row.BIRTHDATE,
    startDate: row.STARTDATE,
    endDate: row.ENDDATE,
    terminationType: row.TERMINATIONTYPE,
    departmentId: row.DEPARTMENTID,
    locationId: row.LOCATIONID,
    positionId: row.EMPPOSITIONID,
    earningTypeName: row.EARNINGTYPENAME,
    customFields: filledFields(record, customFields),
    modifiedAt: row.WHENMODIFIED,
  };
}

/** An ITEM row in accounting words, with the custom fields asked for; UnexpectedResponse on fields that are not as documented. */
export function itemFrom(record: IntacctRecord, customFields: readonly string[]): IntacctItem {
  const row = parseRow(itemRow, record, `intacct query ITEM ${textAt(record, 'ITEMID')}`);
  return {
    itemId: row.ITEMID,
    recordNumber: row.RECORDNO,
    name: row.NAME,
    isActive: row.STATUS,
    itemType: row.ITEMTYPE,
    glGroup: row.GLGROUP,
    description: row.EXTENDED_DESCRIPTION,
    customFields: filledFields(record, customFields),
    modifiedAt: row.WHENMODIFIED,
  };
}

/** The fields of these names that are filled, by name. */
export function filledFields(record: IntacctRecord, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, textAt(record, name)]).filter(([, value]) => value !== ''));
}
