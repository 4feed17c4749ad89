import type { Pool } from 'pg';
import type { CompanyProfiles } from '../../companies/company-profiles';
import { selectLinkByRecordNumber } from '../../db/links';
import type { RecordObject } from '../../domain/record-sync';
import { pollReceivables, pollReceivablesWorkflowId, receivablesObjects } from '../../workflows/poll-receivables';
import { takeAssignarEvent } from '../assignar-records/smart-event';
import { touchChangedContact } from '../records/display-contact';
import { linkedObjectOf } from '../records/record-kind';
import { kindOf } from '../records/record-kinds';
import { touchRecord } from '../records/touch-record';
import { type TouchOpenItemsDeps, touchOpenItems } from './touch-open-items';

/** What a Smart Event says (facts/intacct.md 9): unsigned, so it names what to look at, and is never data. */
export interface SmartEvent {
  /** In capitals. */
  object: string;
  /** The natural key: CUSTOMERID, CONTACTNAME, NAME … */
  key: string | null;
  recordNumber: string | null;
  /** Whose receivable it is. */
  customerId: string | null;
  /** `add`, `set`, `delete`: for people. */
  event: string | null;
}

export type SmartEventOutcome = { kind: 'touched'; workflowId: string } | { kind: 'ignored'; because: string };

const masters = [
  'CUSTOMER',
  'VENDOR',
  'CONTACT',
  'ARTERM',
  'APTERM',
  'TAXDETAIL',
] as const satisfies readonly RecordObject[];

/** Lets what a Smart Event names be looked at. A replay is one look more, and a record that does not exist does no harm. */
export async function takeSmartEvent(
  deps: TouchOpenItemsDeps & { pool: Pool; profiles: CompanyProfiles },
  company: string,
  event: SmartEvent,
): Promise<SmartEventOutcome> {
  if ((await deps.profiles.profile(company)).source === 'assignar') return takeAssignarEvent(deps, company, event);
  const master = masters.find((object) => object === event.object);
  if (master !== undefined) return touchMaster(deps, company, master, event);
  const receivable = receivablesObjects.find((object) => object === event.object);
  if (receivable !== undefined) return touchReceivable(deps, company, receivable, event);
  return { kind: 'ignored', because: `${event.object} is not kept in step` };
}

async function touchMaster(
  deps: TouchOpenItemsDeps & { pool: Pool },
  company: string,
  object: (typeof masters)[number],
  { key, recordNumber }: SmartEvent,
): Promise<SmartEventOutcome> {
  const id = key ?? (recordNumber === null ? null : await idOfRecord(deps.pool, company, object, recordNumber));
  if (id === null) return { kind: 'ignored', because: `${object} without a key: the next look finds it` };
  const told = object === 'CONTACT' ? await touchChangedContact(deps, company, id) : null;
  const workflowId = told?.contact ?? told?.party ?? (await touchRecord(deps, company, object, id));
  return { kind: 'touched', workflowId };
}

/** Of a deleted record often only the number is known. */
async function idOfRecord(
  pool: Pool,
  company: string,
  object: RecordObject,
  recordNumber: string,
): Promise<string | null> {
  const link = await selectLinkByRecordNumber(pool, linkedObjectOf(kindOf(object), company), recordNumber);
  return link?.intacctId ?? null;
}

async function touchReceivable(
  deps: TouchOpenItemsDeps,
  company: string,
  object: (typeof receivablesObjects)[number],
  { key, recordNumber, customerId, event }: SmartEvent,
): Promise<SmartEventOutcome> {
  if (customerId !== null) {
    const what = [object, recordNumber ?? key, event].filter((word) => word !== null).join(' ');
    return { kind: 'touched', workflowId: await touchOpenItems(deps, company, customerId, what) };
  }
  const number = recordNumber ?? (key !== null && /^\d+$/.test(key) ? key : null);
  if (number === null) return { kind: 'ignored', because: `${object} without a record number: the next look finds it` };
  const record = { object, recordNumber: number };
  const workflowId = pollReceivablesWorkflowId(company, record);
  await deps.client.workflow.start(pollReceivables, {
    workflowId,
    taskQueue: deps.taskQueue,
    args: [{ company, record }],
    workflowIdConflictPolicy: 'USE_EXISTING',
  });
  return { kind: 'touched', workflowId };
}
