import type { PostingException } from '../../domain/exception';
import type { ImetalProfile } from '../../domain/imetal-profile';
import type { ImportValue } from '../../domain/import-record';
import type { IntacctTaxDetail } from '../../domain/master-records';
import { isWholeCents, multiplyAmount, roundToPlaces } from '../../domain/money';
import { codeLimits, findTooLong, rateLimits, tooLong } from './field-limits';
import { flagField, type RecordFields, rulesFor, textField } from './record-fields';

/** Where a tax detail is in iMetal: authority, class in it, and whether on sales or purchases. */
export interface TaxPlace {
  authority: string;
  taxClass: number;
  taxType: 'S' | 'P';
}

/** Details are finance's. */
export const taxRateRules = rulesFor(
  ['rate', 'description', 'active', 'accountNumber', 'externalReference'],
  'only-intacct',
);

/** Intacct does not say since when a rate holds: the first one known holds from before any document. */
export const firstDay = '2000-01-01';

/** `<authority>/<class>/<S|P>`: how links name the place, and planning finds the detail. */
export function taxPlaceKey({ authority, taxClass, taxType }: TaxPlace): string {
  return `${authority}/${taxClass}/${taxType}`;
}

/** The place that a link names. */
export function taxPlaceOf(key: string): TaxPlace {
  const [taxType = '', taxClass = '', ...authority] = key.split('/').reverse();
  return { authority: authority.reverse().join('/'), taxClass: Number(taxClass), taxType: taxType === 'P' ? 'P' : 'S' };
}

/** The place that the profile gives a detail, overriding what would be made of Intacct's; null when it says nothing. */
export function profilePlace(detail: IntacctTaxDetail, profile: ImetalProfile): TaxPlace | null {
  const isSales = detail.taxType === 'sales';
  for (const { tax } of Object.values(profile.branches)) {
    const found = (isSales ? tax.details : tax.purchaseDetails).find((named) => named.detail === detail.detailId);
    if (found !== undefined) {
      return { authority: found.authority, taxClass: found.class, taxType: isSales ? 'S' : 'P' };
    }
  }
  return null;
}

/** Classes of an authority that the profile gives away, so that no other detail takes them. */
export function profileClasses(authority: string, taxType: 'S' | 'P', profile: ImetalProfile): Set<number> {
  const named = Object.values(profile.branches).flatMap(({ tax }) =>
    taxType === 'S' ? tax.details : tax.purchaseDetails,
  );
  return new Set(named.filter((row) => row.authority === authority).map((row) => row.class));
}

/** iMetal's authority for a detail: by the profile, or Intacct's own when it fits. */
export function authorityOf(detail: IntacctTaxDetail, profile: ImetalProfile): string | null {
  const authority = textField(detail.authority);
  return authority === null ? null : (profile.masters.taxAuthorityCodes[authority] ?? authority);
}

/** What of a detail iMetal cannot express or hold; none is approximated. */
export function taxDetailFaults(detail: IntacctTaxDetail, authority: string | null): PostingException[] {
  const subject = `tax detail ${detail.detailId}`;
  const faults: PostingException[] = [];
  const add = (field: string, expected: string, actual: string) =>
    faults.push({
      code: 'TAX_INEXPRESSIBLE',
      field,
      expected,
      actual,
      message: `${subject}: ${field}: iMetal holds ${expected}, Intacct says ${actual}`,
      causeKey: null,
    });
  if (authority === null) add('authority', 'rates by tax authority', 'no authority');
  if (detail.isReverseCharge) add('reverse charge', 'taxes that are charged', 'reverse charge');
  // iMetal's rate has four decimals.
  if (!isWholeCents(multiplyAmount(detail.ratePercent, '100'))) add('rate', 'four decimals', `${detail.ratePercent}%`);
  if (authority !== null && authority.length > codeLimits.authority) {
    faults.push(
      tooLong(subject, 'authority', authority, `at most ${codeLimits.authority} characters`, `${authority.length}`),
    );
  }
  return [...faults, ...findTooLong({ description: descriptionOf(detail) }, rateLimits, subject)];
}

/** A detail in iMetal's fields. */
export function taxDetailFields(detail: IntacctTaxDetail): RecordFields {
  return {
    rate: rateField(detail.ratePercent),
    description: descriptionOf(detail),
    active: flagField(detail.isActive),
    accountNumber: textField(detail.accountNumber),
    externalReference: detail.detailId.slice(0, 50),
  };
}

/** A rate in one form: 20 is 20.0000. */
export function rateField(rate: string): string {
  const [whole = '0', decimals = ''] = roundToPlaces(rate, 4).split('.');
  return `${whole}.${decimals.padEnd(4, '0')}`;
}

/** The row for iMetal's importer; a newer `effectiveFrom` ends the rate before it. */
export function taxRateImportValues(
  place: TaxPlace,
  authorityDescription: string,
  fields: RecordFields,
  effectiveFrom: string,
): Record<string, ImportValue> {
  return {
    tax_authority_code: place.authority,
    tax_authority_description: authorityDescription,
    tax_class: place.taxClass,
    tax_type: place.taxType,
    description: fields.description ?? null,
    rate: fields.rate ?? null,
    effective_from: effectiveFrom,
    effective_to: null,
    external_reference: fields.externalReference ?? null,
    active: fields.active === 'true',
  };
}

function descriptionOf(detail: IntacctTaxDetail): string {
  return textField(detail.description) ?? detail.detailId;
}
