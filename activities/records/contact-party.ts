import type { ImetalContact } from '../../clients/imetal/imetal-masters';
import { selectLink, selectLinkBySource } from '../../db/links';
import { selectLooks } from '../../db/record-looks';
import { causeKey, type PostingException } from '../../domain/exception';
import type { RecordHint } from '../../domain/record-sync';
import type { RecordReaders } from './record-kind';

/** Whose contact it is, on both sides. */
export interface ContactParty {
  kind: 'customer' | 'vendor';
  id: string;
  companyKind: 'customer' | 'supplier';
  companyCode: string;
}

/** The customer or vendor of a contact by its link; CONTACT_WITHOUT_PARTY while it has none. */
export async function findContactParty(
  readers: RecordReaders,
  contactName: string,
  found: ImetalContact | null,
  hint: RecordHint,
): Promise<{ kind: 'known'; party: ContactParty } | { kind: 'unknown'; exception: PostingException }> {
  const { company } = readers.profile;
  const kind =
    found === null ? (hint.party?.kind ?? 'customer') : found.companyKind === 'customer' ? 'customer' : 'vendor';
  const isCustomer = kind === 'customer';
  const of = {
    company,
    object: 'company',
    intacctObject: isCustomer ? 'CUSTOMER' : 'VENDOR',
  };
  const link =
    found === null
      ? await selectLink(readers.hub, of, hint.party?.id ?? '')
      : await selectLinkBySource(readers.hub, of, found.companyCode);
  const companyKind = isCustomer ? 'customer' : 'supplier';
  if (link?.agreed != null) {
    return { kind: 'known', party: { kind, id: link.intacctId, companyKind, companyCode: link.sourceId } };
  }
  // While its link is only reserved, the customer is known by its own id, under which it will be in step.
  const partyId = link?.intacctId ?? found?.companyCode ?? hint.party?.id ?? 'nobody';
  const expected = `a ${kind} that both systems have`;
  return {
    kind: 'unknown',
    exception: {
      code: 'CONTACT_WITHOUT_PARTY',
      field: kind,
      expected,
      actual: partyId,
      message: `contact "${contactName}" of ${kind} ${partyId}: expected ${expected}`,
      causeKey: isCustomer ? causeKey.customer(partyId) : causeKey.vendor(partyId),
    },
  };
}

/** True for a customer or vendor that was looked at and is none of operations' business. */
export async function isPartyFiltered(
  { hub, profile }: RecordReaders,
  { kind, id }: { kind: 'customer' | 'vendor'; id: string },
): Promise<boolean> {
  const looks = await selectLooks(hub, profile.company, kind === 'customer' ? 'CUSTOMER' : 'VENDOR', [id]);
  return looks.get(id)?.outcome === 'filtered';
}
