import type { IntacctItem } from '../../domain/construction-records';
import { causeKey } from '../../domain/exception';
import { itemKind as groupOf, mapItem } from '../../mappings/assignar-records/item-to-asset-or-role';
import { whyFiltered } from '../../mappings/assignar-records/why-filtered';
import type { AssignarReaders, AssignarRecordKind, FoundInIntacct } from './assignar-record-kind';

/** Items are assets or roles, by their GL group. */
export const itemKind: AssignarRecordKind = {
  object: 'ITEM',
  targets: ['asset', 'role'],
  async read(readers, ids) {
    return (await readers.construction.readItems(ids)).map((item) => foundItem(readers, item));
  },
  async list(readers, after, limit) {
    const page = await readers.construction.listItems(after, limit);
    const found = page.map((item) => foundItem(readers, item));
    return { found, rows: page.length, reached: page.at(-1)?.recordNumber ?? null };
  },
};

function foundItem({ profile }: AssignarReaders, item: IntacctItem): FoundInIntacct {
  const { itemId: id, recordNumber, modifiedAt, isActive, customFields } = item;
  const group = groupOf(item, profile);
  return {
    id,
    recordNumber,
    modifiedAt,
    whyNot:
      whyFiltered({ id, isActive, customFields }, profile.filters.items) ??
      (group.kind === 'neither' ? group.because : null),
    masters: [{ object: 'ITEM', record: item }],
    causes: isActive ? [causeKey.item(id)] : [],
    async map() {
      const mapped = mapItem(item, profile);
      if (mapped === null) return { wanted: [] };
      return mapped.kind === 'wanted' ? { wanted: [() => mapped.wanted] } : mapped;
    },
  };
}
