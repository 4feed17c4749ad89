import type { AssignarProfile } from '../../domain/assignar-profile';
import type { IntacctItem } from '../../domain/construction-records';
import { causeKey } from '../../domain/exception';
import { type MappedRecord, wantedRecord } from './wanted-record';

/** What an item's GL group makes of it; a person's words for an item that is neither. */
export type ItemKind = { kind: 'asset' | 'role' | 'both' } | { kind: 'neither'; because: string };

/** Whether an item is equipment or labour, by its GL group and the profile. Pure. */
export function itemKind(
  { glGroup }: Pick<IntacctItem, 'glGroup'>,
  { items }: Pick<AssignarProfile, 'items'>,
): ItemKind {
  if (glGroup === null) return { kind: 'neither', because: 'no GL group in Intacct' };
  const isEquipment = items.equipmentGroups.includes(glGroup);
  const isLabour = items.labourGroups.includes(glGroup);
  if (isEquipment && isLabour) return { kind: 'both' };
  if (isEquipment) return { kind: 'asset' };
  if (isLabour) return { kind: 'role' };
  return { kind: 'neither', because: `GL group ${glGroup} is neither equipment nor labour` };
}

/** An item as Assignar's asset or role. Null for one that is neither. Pure, total. */
export function mapItem(item: IntacctItem, profile: AssignarProfile): MappedRecord | null {
  const group = itemKind(item, profile);
  if (group.kind === 'neither') return null;
  if (group.kind === 'both') return { kind: 'exceptions', exceptions: [inBothGroups(item)] };
  const ids = { id: item.itemId, recordNumber: item.recordNumber };
  const fields = group.kind === 'asset' ? { name: item.name, description: item.description } : { name: item.name };
  return { kind: 'wanted', wanted: wantedRecord(group.kind, ids, fields) };
}

function inBothGroups({ itemId, glGroup }: IntacctItem) {
  const group = glGroup ?? '';
  return {
    code: 'ITEM_IN_BOTH_GROUPS' as const,
    field: 'GL group',
    expected: 'a GL group of equipment, or one of labour',
    actual: `${group}, which the profile names as both`,
    message: `item ${itemId}: GL group ${group} is equipment and labour in the profile: an item is a machine or what somebody does`,
    causeKey: causeKey.itemGlGroup(group),
  };
}
