import { causeKey } from '../../domain/exception';
import type { IntacctParty } from '../../domain/master-records';
import { mapParty } from '../../mappings/assignar-records/party-to-client-or-supplier';
import { whyFiltered } from '../../mappings/assignar-records/why-filtered';
import type { AssignarReaders, AssignarRecordKind, FoundInIntacct } from './assignar-record-kind';

/** Customers are clients. */
export const clientKind = partyKind('customer');
/** Vendors are suppliers. */
export const supplierKind = partyKind('vendor');

function partyKind(kind: 'customer' | 'vendor'): AssignarRecordKind {
  return {
    object: kind === 'customer' ? 'CUSTOMER' : 'VENDOR',
    targets: [kind === 'customer' ? 'client' : 'supplier'],
    async read(readers, ids) {
      const found: FoundInIntacct[] = [];
      for (const id of ids) {
        const party = await readers.masters.readParty(kind, id);
        if (party !== null) found.push(foundParty(readers, party));
      }
      return found;
    },
    async list(readers, after, limit) {
      const page = await readers.masters.listParties(kind, after, limit);
      const found = page.map((party) => foundParty(readers, party));
      return { found, rows: page.length, reached: page.at(-1)?.recordNumber ?? null };
    },
  };
}

function foundParty({ profile }: AssignarReaders, party: IntacctParty): FoundInIntacct {
  const { id, recordNumber, modifiedAt, isActive, customFields } = party;
  const isCustomer = party.kind === 'customer';
  const filter = isCustomer ? profile.filters.customers : profile.filters.vendors;
  return {
    id,
    recordNumber,
    modifiedAt,
    whyNot: whyFiltered({ id, isActive, customFields }, filter),
    masters: [],
    causes: isActive ? [isCustomer ? causeKey.customer(id) : causeKey.vendor(id)] : [],
    map: async () => ({ wanted: [() => mapParty(party)] }),
  };
}
