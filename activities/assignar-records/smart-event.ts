import type { Pool } from 'pg';
import type { SmartEvent, SmartEventOutcome } from '../receivables/smart-event';
import { type TouchDeps, touchRecord } from '../records/touch-record';
import { idOfAssignarRecord } from './assignar-feed';
import { assignarRecordObjects } from './assignar-kinds';
import { touchPeopleOfContact } from './contact-changes';

/** Lets what a Smart Event of a company on Assignar names be looked at. */
export async function takeAssignarEvent(
  deps: TouchDeps & { pool: Pool },
  company: string,
  { object: named, key, recordNumber }: SmartEvent,
): Promise<SmartEventOutcome> {
  if (named === 'CONTACT' && key !== null) {
    const [workflowId] = await touchPeopleOfContact(deps, company, key);
    if (workflowId !== undefined) return { kind: 'touched', workflowId };
    return { kind: 'ignored', because: 'no employee, customer or vendor that the hub knows has this contact' };
  }
  const object = assignarRecordObjects.find((known) => known === named);
  if (object === undefined) return { kind: 'ignored', because: `${named} is not kept in step` };
  const id = key ?? (recordNumber === null ? null : await idOfAssignarRecord(deps, company, object, recordNumber));
  if (id === null) return { kind: 'ignored', because: `${object} without a key: the next look finds it` };
  return { kind: 'touched', workflowId: await touchRecord(deps, company, object, id) };
}
