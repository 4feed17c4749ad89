import { selectLink } from '../../db/links';
import type { IntacctTaxSchedule } from '../../domain/master-records';
import { codeLimits } from '../../mappings/records/field-limits';
import { type TaxPlace, taxPlaceOf } from '../../mappings/records/tax-detail-to-rate';
import { mapScheduleToGroup, taxGroupImportValues, taxGroupRules } from '../../mappings/records/tax-schedule-to-group';
import { chooseCode } from './choose-code';
import { goneInIntacct } from './gone-in-intacct';
import { linkedObjectOf, type RecordKind, type RecordReaders } from './record-kind';
import { taxDetailKind } from './tax-detail-kind';

/** Tax schedules: iMetal's tax groups. iMetal does not tell what it has of a group, and only we write it: the agreed words are its own. */
export const taxScheduleKind: RecordKind = {
  linkedObject: 'tax-group',
  intacctObject: 'TAXSCHEDULE',
  inactive: { active: 'false' },
  causeKey: () => null,
  changesWhatExists: true,
  async look(readers, scheduleId, link) {
    const schedule = (await readers.intacct.readTaxSchedules()).find((one) => one.scheduleId === scheduleId) ?? null;
    if (schedule === null && link?.agreed == null) {
      return { kind: 'nothing', outcome: 'gone', because: 'not in Intacct' };
    }
    if (link === null && schedule?.isActive === false) {
      return { kind: 'nothing', outcome: 'filtered', because: 'inactive in Intacct' };
    }
    const mapped = schedule === null ? null : mapScheduleToGroup(schedule, await placesOf(readers, schedule));
    if (mapped?.kind === 'exceptions') return mapped;
    const fields = mapped === null ? { ...link?.agreed, ...taxScheduleKind.inactive } : mapped.fields;
    const taxType = link !== null ? groupType(link.sourceId) : schedule?.taxType === 'purchase' ? 'P' : 'S';
    const code = link?.sourceId.slice(0, -2) ?? (await chooseGroupCode(readers, scheduleId, taxType));
    if (code === null) throw new Error(`no free code for tax group ${scheduleId}`);
    const agreed = link?.agreed ?? null;
    // Intacct tells no time of a schedule's change.
    const modifiedAt = new Date().toISOString();
    return {
      kind: 'found',
      sourceId: `${code}/${taxType}`,
      intacct: schedule === null ? goneInIntacct(fields, {}) : { fields, modifiedAt },
      imetal: agreed === null ? null : { fields: agreed, modifiedAt },
      rules: taxGroupRules,
      recordNumber: null,
      isWanted: fields.active === 'true',
      because: 'inactive in Intacct',
      importOf: (merged) => ({
        table: 'import_tax_groups',
        action: agreed === null ? 'A' : merged.active === 'false' ? 'D' : 'C',
        values: taxGroupImportValues(code, taxType, merged),
      }),
    };
  },
};

function groupType(sourceId: string): 'S' | 'P' {
  return sourceId.endsWith('/P') ? 'P' : 'S';
}

/** Where iMetal has each of a schedule's details; null for one that it does not have yet. */
async function placesOf(readers: RecordReaders, schedule: IntacctTaxSchedule): Promise<(TaxPlace | null)[]> {
  const of = linkedObjectOf(taxDetailKind, readers.profile.company);
  const places: (TaxPlace | null)[] = [];
  for (const detailId of schedule.detailIds) {
    const link = await selectLink(readers.hub, of, detailId);
    places.push(link?.agreed == null ? null : taxPlaceOf(link.sourceId));
  }
  return places;
}

async function chooseGroupCode(readers: RecordReaders, scheduleId: string, taxType: 'S' | 'P'): Promise<string | null> {
  const of = linkedObjectOf(taxScheduleKind, readers.profile.company);
  return chooseCode(
    readers.hub,
    of,
    scheduleId,
    codeLimits.taxGroup,
    async () => true,
    (code) => `${code}/${taxType}`,
  );
}
