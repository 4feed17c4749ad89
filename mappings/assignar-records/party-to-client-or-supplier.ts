import type { IntacctParty } from '../../domain/master-records';
import { type WantedRecord, wantedRecord } from './wanted-record';

/** A customer as Assignar's client, a vendor as its supplier. Pure, total. */
export function mapParty(party: IntacctParty): WantedRecord {
  const { name, displayContact } = party;
  const { email, telephone, address } = displayContact;
  if (party.kind === 'vendor') return wantedRecord('supplier', party, { name, email, telephone });
  const [address1 = null, ...others] = address?.lines ?? [];
  return wantedRecord('client', party, {
    name,
    companyName: name,
    taxId: party.taxId,
    email,
    telephone,
    address1,
    address2: others.length === 0 ? null : others.join(', '),
    town: address?.town ?? null,
    county: address?.county ?? null,
    postcode: address?.postcode ?? null,
  });
}
