import type { Pool } from 'pg';
import { selectLink } from '../../db/links';
import { selectHint } from '../../db/record-hints';
import { contactKind } from './contact-kind';
import { linkedObjectOf } from './record-kind';
import { type TouchDeps, touchRecord } from './touch-record';

/**
 * Intacct makes a contact `NAME(CCUSTOMERID)` or `NAME(VVENDORID)` of every party (facts/intacct.md 8.1): its address is the party's
 * own, and a change of it need not change the party's time. Other names may end so too, as `Warehouse (Calgary)`; none is a party's for sure.
 */
export function partyOfDisplayContact(contactName: string): { object: 'CUSTOMER' | 'VENDOR'; id: string } | null {
  const [, letter, id] = /\(([CV])([^()]+)\)$/.exec(contactName) ?? [];
  if (letter === undefined || id === undefined) return null;
  return { object: letter === 'C' ? 'CUSTOMER' : 'VENDOR', id };
}

/**
 * Lets be looked at what a contact that changed in Intacct stands for, known by its name alone: itself, where it is kept in step or waits
 * to be, and the party whose own it seems to be. Returns the workflow ids; null for the contact or the party that it is not.
 */
export async function touchChangedContact(
  deps: TouchDeps & { pool: Pool },
  company: string,
  contactName: string,
): Promise<{ contact: string | null; party: string | null }> {
  const named = partyOfDisplayContact(contactName);
  const party = named === null ? null : await touchRecord(deps, company, named.object, named.id);
  const link = await selectLink(deps.pool, linkedObjectOf(contactKind, company), contactName);
  // One that was told of and is not linked is parked: this change may be what it waits for.
  const isAwaited =
    link === null && (await selectHint(deps.pool, { company, object: 'CONTACT', intacctId: contactName })) !== null;
  const isKept = link !== null || isAwaited;
  return { contact: isKept ? await touchRecord(deps, company, 'CONTACT', contactName) : null, party };
}
