import { z } from 'zod';
import type { IntacctProject, IntacctTask } from '../../domain/construction-records';
import {
  activeField,
  booleanField,
  optionalDateField,
  optionalText,
  parseRow,
  recordNumberField,
  timestampField,
} from './gateway-rows';
import type { IntacctRecord } from './intacct-client';
import { textAt } from './record-values';
import { filledFields } from './workforce-records';

const projectRow = z.object({
  RECORDNO: recordNumberField,
  PROJECTID: z.string().min(1),
  NAME: z.string().min(1),
  DESCRIPTION: optionalText,
  PROJECTCATEGORY: optionalText,
  STATUS: activeField,
  PROJECTSTATUS: optionalText,
  PARENTID: optionalText,
  CUSTOMERID: optionalText,
  BEGINDATE: optionalDateField,
  ENDDATE: optionalDateField,
  DEPARTMENTID: optionalText,
  LOCATIONID: optionalText,
  PONUMBER: optionalText,
  WHENMODIFIED: timestampField,
});

/** Fields of PROJECT that are read (facts 8.14). */
export const projectFields = Object.keys(projectRow.shape);

const taskRow = z.object({
  RECORDNO: recordNumberField,
  TASKID: z.string().min(1),
  PROJECTID: z.string().min(1),
  NAME: z.string().min(1),
  DESCRIPTION: optionalText,
  STATUS: activeField,
  TASKSTATUS: z.enum(['Not Started', 'Planned', 'In Progress', 'Completed', 'On Hold']),
  PARENTKEY: optionalText,
  ITEMID: optionalText,
  // Left out where the task does not say.
  BILLABLE: z.union([booleanField, z.literal('').transform(() => false)]),
  PBEGINDATE: optionalDateField,
  PENDDATE: optionalDateField,
  WHENMODIFIED: timestampField,
});

/** Fields of TASK that are read (facts 8.14). */
export const taskFields = Object.keys(taskRow.shape);

/** A PROJECT row in accounting words, with the custom fields asked for; UnexpectedResponse on fields that are not as documented. */
export function projectFrom(record: IntacctRecord, customFields: readonly string[]): IntacctProject {
  const row = parseRow(projectRow, record, `intacct query PROJECT ${textAt(record, 'PROJECTID')}`);
  return {
    projectId: row.PROJECTID,
    recordNumber: row.RECORDNO,
    name: row.NAME,
    description: row.DESCRIPTION,
    category: row.PROJECTCATEGORY,
    isActive: row.STATUS,
    projectStatus: row.PROJECTSTATUS,
    parentId: row.PARENTID,
    customerId: row.CUSTOMERID,
    beginDate: row.BEGINDATE,
    endDate: row.ENDDATE,
    departmentId: row.DEPARTMENTID,
    locationId: row.LOCATIONID,
    purchaseOrderNumber: row.PONUMBER,
    customFields: filledFields(record, customFields),
    modifiedAt: row.WHENMODIFIED,
  };
}

/** A TASK row in accounting words; UnexpectedResponse on fields that are not as documented. */
export function taskFrom(record: IntacctRecord): IntacctTask {
  const row = parseRow(
    taskRow,
    record,
    `intacct query TASK ${textAt(record, 'PROJECTID')}/${textAt(record, 'TASKID')}`,
  );
  return {
    taskId: row.TASKID,
    recordNumber: row.RECORDNO,
    projectId: row.PROJECTID,
    name: row.NAME,
    description: row.DESCRIPTION,
    isActive: row.STATUS,
    taskStatus: row.TASKSTATUS,
    parentRecordNumber: row.PARENTKEY,
    itemId: row.ITEMID,
    isBillable: row.BILLABLE,
    beginDate: row.PBEGINDATE,
    endDate: row.PENDDATE,
    modifiedAt: row.WHENMODIFIED,
  };
}
