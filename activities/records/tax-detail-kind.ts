import type { ImetalTaxRate } from '../../clients/imetal/imetal-masters';
import { reserveLink, selectLinksBeginning } from '../../db/links';
import { causeKey } from '../../domain/exception';
import type { IntacctTaxDetail } from '../../domain/master-records';
import type { RecordFields } from '../../mappings/records/record-fields';
import {
  authorityOf,
  firstDay,
  profileClasses,
  profilePlace,
  rateField,
  type TaxPlace,
  taxDetailFaults,
  taxDetailFields,
  taxPlaceKey,
  taxPlaceOf,
  taxRateImportValues,
  taxRateRules,
} from '../../mappings/records/tax-detail-to-rate';
import { goneInIntacct } from './gone-in-intacct';
import { linkedObjectOf, type RecordKind, type RecordLook, type RecordReaders } from './record-kind';

// iMetal's classes have two digits.
const classesMax = 99;

/** Tax details; planning finds an invoice's detail by the same links, under `<authority>/<class>/<S|P>`. */
export const taxDetailKind: RecordKind = {
  linkedObject: 'tax-detail',
  intacctObject: 'TAXDETAIL',
  inactive: { active: 'false' },
  causeKey: (detailId) => causeKey.taxDetail(detailId),
  async look(readers, detailId, link) {
    const detail = await readers.intacct.readTaxDetail(detailId);
    if (detail === null && link?.agreed == null) {
      return { kind: 'nothing', outcome: 'gone', because: 'not in Intacct' };
    }
    const modifiedAt = detail?.modifiedAt ?? null;
    if (link === null && detail?.isActive === false) {
      return { kind: 'nothing', outcome: 'filtered', because: 'inactive in Intacct', modifiedAt };
    }
    const named = detail === null ? null : profilePlace(detail, readers.profile);
    const authority = detail === null ? null : (named?.authority ?? authorityOf(detail, readers.profile));
    const faults = detail === null ? [] : taxDetailFaults(detail, authority);
    if (faults.length > 0) return { kind: 'exceptions', exceptions: faults, modifiedAt };
    const place =
      link === null
        ? await choosePlace(readers, detail as IntacctTaxDetail, authority ?? '')
        : taxPlaceOf(link.sourceId);
    if (place === null) return placeTaken(detailId, authority ?? '', modifiedAt);
    return lookAtRate(readers, { detail, place, agreed: link?.agreed ?? null });
  },
};

async function lookAtRate(
  readers: RecordReaders,
  { detail, place, agreed }: { detail: IntacctTaxDetail | null; place: TaxPlace; agreed: RecordFields | null },
): Promise<RecordLook> {
  const fields = detail === null ? { ...agreed, ...taxDetailKind.inactive } : taxDetailFields(detail);
  const today = new Date().toISOString().slice(0, 10);
  const rates = await readers.imetal.readTaxRates(place.authority, place.taxClass, place.taxType);
  const current = rates.find((rate) => rate.effectiveFrom <= today) ?? null;
  // What iMetal does not tell back, only we write: the agreed words are its own.
  const imetal: RecordFields | null =
    current === null
      ? null
      : {
          rate: rateField(current.rate),
          description: agreed?.description ?? null,
          active: current.isActive ? 'true' : 'false',
          accountNumber: fields.accountNumber ?? null,
          externalReference: current.externalReference,
        };
  const changedOn = detail?.modifiedAt.slice(0, 10) ?? today;
  return {
    kind: 'found',
    sourceId: taxPlaceKey(place),
    intacct: detail === null ? goneInIntacct(fields, {}) : { fields, modifiedAt: detail.modifiedAt },
    imetal: imetal === null ? null : { fields: imetal, modifiedAt: current?.effectiveFrom ?? firstDay },
    rules: taxRateRules,
    recordNumber: detail?.recordNumber ?? null,
    isWanted: fields.active === 'true',
    because: 'inactive in Intacct',
    importOf(merged) {
      const isNewRate = current !== null && rateField(current.rate) !== merged.rate;
      // A row before the one that holds would end with the day before it: that one itself is wrong then.
      const isLater = current !== null && changedOn > current.effectiveFrom;
      const effectiveFrom = current === null ? firstDay : isNewRate && isLater ? changedOn : current.effectiveFrom;
      const isRow = rates.some((rate) => rate.effectiveFrom === effectiveFrom);
      return {
        table: 'import_tax_rates',
        action: isRow ? 'C' : 'A',
        values: taxRateImportValues(place, detail?.authority ?? place.authority, merged, effectiveFrom),
      };
    },
  };
}

/** The profile's place for the detail, or the first class of its authority that nobody has; bound to it from now on. */
async function choosePlace(
  readers: RecordReaders,
  detail: IntacctTaxDetail,
  authority: string,
): Promise<TaxPlace | null> {
  const of = linkedObjectOf(taxDetailKind, readers.profile.company);
  const bind = (place: TaxPlace) =>
    reserveLink(readers.hub, of, { sourceId: taxPlaceKey(place), intacctId: detail.detailId });
  const named = profilePlace(detail, readers.profile);
  if (named !== null) return (await bind(named)) ? named : null;
  const taxType = detail.taxType === 'sales' ? 'S' : 'P';
  const links = await selectLinksBeginning(readers.hub, of, `${authority}/`);
  const taken = profileClasses(authority, taxType, readers.profile);
  for (const { sourceId } of links) {
    const place = taxPlaceOf(sourceId);
    if (place.authority === authority && place.taxType === taxType) taken.add(place.taxClass);
  }
  const sameTax: TaxPlace[] = [];
  for (let taxClass = 1; taxClass <= classesMax; taxClass += 1) {
    if (taken.has(taxClass)) continue;
    const place = { authority, taxClass, taxType } as const;
    const [standing] = await readers.imetal.readTaxRates(authority, taxClass, taxType);
    if (standing === undefined || standing.externalReference === detail.detailId) {
      const [same] = sameTax;
      if (sameTax.length === 1 && same !== undefined && (await bind(same))) return same;
      if (await bind(place)) return place;
    } else if (isSameTax(standing, detail)) sameTax.push(place);
  }
  return null;
}

/**
 * True for a class that operations made for the very tax: same authority, type and rate, and nobody else's. A class that they made for
 * something else is not taken over; nor is one of rate zero, for what is not taxed is so for many reasons.
 */
function isSameTax(standing: ImetalTaxRate, detail: IntacctTaxDetail): boolean {
  const rate = rateField(detail.ratePercent);
  return (
    standing.externalReference === null &&
    standing.isActive &&
    rateField(standing.rate) === rate &&
    rate !== rateField('0')
  );
}

function placeTaken(detailId: string, authority: string, modifiedAt: string | null): RecordLook {
  const expected = `a class of authority ${authority} that no other detail has`;
  return {
    kind: 'exceptions',
    modifiedAt,
    exceptions: [
      {
        code: 'CODE_TAKEN',
        field: 'tax class',
        expected,
        actual: 'all taken, or the profile gives one class to two details',
        message: `tax detail ${detailId}: expected ${expected}`,
        causeKey: null,
      },
    ],
  };
}
