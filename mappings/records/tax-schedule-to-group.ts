import { causeKey, type PostingException } from '../../domain/exception';
import type { ImportValue } from '../../domain/import-record';
import type { IntacctTaxSchedule } from '../../domain/master-records';
import { findTooLong } from './field-limits';
import { flagField, type RecordFields, rulesFor } from './record-fields';
import type { TaxPlace } from './tax-detail-to-rate';

// An iMetal document has five tax slots.
const slotsMax = 5;

export const taxGroupRules = rulesFor(['description', 'slots', 'active', 'externalReference'], 'only-intacct');

/** A schedule in iMetal's fields; `places` are those of its details, null for one that iMetal does not have yet. */
export function mapScheduleToGroup(
  schedule: IntacctTaxSchedule,
  places: readonly (TaxPlace | null)[],
): { kind: 'fields'; fields: RecordFields } | { kind: 'exceptions'; exceptions: PostingException[] } {
  const subject = `tax schedule ${schedule.scheduleId}`;
  const exceptions: PostingException[] = [];
  if (schedule.detailIds.length > slotsMax) {
    const actual = `${schedule.detailIds.length} details`;
    exceptions.push({
      code: 'TAX_INEXPRESSIBLE',
      field: 'details',
      expected: `at most ${slotsMax} details`,
      actual,
      message: `${subject}: iMetal holds at most ${slotsMax} details together, the schedule has ${actual}`,
      causeKey: null,
    });
  }
  for (const [index, detailId] of schedule.detailIds.entries()) {
    if (places[index] != null) continue;
    exceptions.push({
      code: 'TAX_DETAIL_UNKNOWN',
      field: 'details',
      expected: 'a tax detail that iMetal has from Intacct',
      actual: detailId,
      message: `${subject}: tax detail ${detailId} is not in iMetal yet`,
      causeKey: causeKey.taxDetail(detailId),
    });
  }
  const fields: RecordFields = {
    description: schedule.scheduleId,
    slots: places.map((place) => (place === null ? '' : slotOf(place))).join(' ') || null,
    active: flagField(schedule.isActive),
    externalReference: schedule.scheduleId.slice(0, 50),
  };
  exceptions.push(...findTooLong(fields, { description: 60 }, subject));
  return exceptions.length > 0 ? { kind: 'exceptions', exceptions } : { kind: 'fields', fields };
}

/** `TX:1`: authority and class of one slot. */
export function slotOf({ authority, taxClass }: Pick<TaxPlace, 'authority' | 'taxClass'>): string {
  return `${authority}:${taxClass}`;
}

/** The row for iMetal's importer. */
export function taxGroupImportValues(
  code: string,
  taxType: 'S' | 'P',
  fields: RecordFields,
): Record<string, ImportValue> {
  const values: Record<string, ImportValue> = {
    code,
    tax_type: taxType,
    description: fields.description ?? null,
    external_reference: fields.externalReference ?? null,
  };
  const slots = fields.slots?.split(' ') ?? [];
  for (let slot = 1; slot <= slotsMax; slot += 1) {
    const named = slots[slot - 1];
    const colon = named?.lastIndexOf(':') ?? -1;
    values[`authority${slot}`] = named === undefined ? null : named.slice(0, colon);
    values[`class${slot}`] = named === undefined ? null : Number(named.slice(colon + 1));
  }
  return values;
}
