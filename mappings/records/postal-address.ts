import { alpha2ToAlpha3, alpha3ToAlpha2 } from 'i18n-iso-countries';
import type { PostingException } from '../../domain/exception';
import type { PostalAddress } from '../../domain/master-records';
import type { RecordFields } from './record-fields';
import { textField } from './record-fields';

export const addressFields = ['address', 'town', 'county', 'postcode', 'country'] as const;

// Intacct has three lines (facts/intacct.md 8.2), iMetal one text.
const linesMax = 3;

/** iMetal's address: one text with line feeds, and its country by three letters. */
export interface AddressBlock {
  text: string;
  town: string | null;
  county: string | null;
  postcode: string | null;
  countryCode: string | null;
}

/** Intacct's address as fields: lines under each other, country by two letters. All null when there is none. */
export function addressFromIntacct(address: PostalAddress | null): RecordFields {
  return {
    address: joinLines(address?.lines ?? []),
    town: textField(address?.town),
    county: textField(address?.county),
    postcode: textField(address?.postcode),
    country: textField(address?.countryCode)?.toUpperCase() ?? null,
  };
}

/** iMetal's address as fields; a country code that is not ISO's stays as it is, to be told by `countryFault`. */
export function addressFromImetal(address: AddressBlock | null): RecordFields {
  const country = textField(address?.countryCode)?.toUpperCase() ?? null;
  return {
    address: joinLines([address?.text ?? '']),
    town: textField(address?.town),
    county: textField(address?.county),
    postcode: textField(address?.postcode),
    country: country === null ? null : (alpha3ToAlpha2(country) ?? country),
  };
}

/** The fields as Intacct's address; null when all are empty. Call `addressFaults` first: more lines than three do not fit. */
export function addressToIntacct(fields: RecordFields): PostalAddress | null {
  if (addressFields.every((field) => (fields[field] ?? null) === null)) return null;
  return {
    lines: fields.address?.split('\n') ?? [],
    town: fields.town ?? null,
    county: fields.county ?? null,
    postcode: fields.postcode ?? null,
    countryCode: fields.country ?? null,
  };
}

/** The fields as columns of an import row; the country by three letters. */
export function addressToImetal(fields: RecordFields): Record<string, string | null> {
  const country = fields.country ?? null;
  return {
    address: fields.address ?? null,
    town: fields.town ?? null,
    county: fields.county ?? null,
    postcode: fields.postcode ?? null,
    country_code: country === null ? null : (alpha2ToAlpha3(country) ?? country),
  };
}

/** What of an address one of the systems cannot hold: a country that is not ISO's, more lines than three. */
export function addressFaults(fields: RecordFields, subject: string): PostingException[] {
  const faults: PostingException[] = [];
  const country = fields.country ?? null;
  if (country !== null && alpha2ToAlpha3(country) === undefined) {
    const expected = 'a country code of ISO 3166-1';
    faults.push({
      code: 'REQUIRED_FIELD_MISSING',
      field: 'country',
      expected,
      actual: country,
      message: `${subject}: country "${country}", expected ${expected}`,
      causeKey: null,
    });
  }
  const lines = fields.address?.split('\n') ?? [];
  if (lines.length > linesMax) {
    const expected = `at most ${linesMax} lines`;
    faults.push({
      code: 'FIELD_TOO_LONG',
      field: 'address',
      expected,
      actual: lines.join(' / '),
      message: `${subject}: the address has ${lines.length} lines (${lines.join(' / ')}), expected ${expected}`,
      causeKey: null,
    });
  }
  return faults;
}

function joinLines(lines: readonly string[]): string | null {
  return textField(
    lines
      .flatMap((line) => line.split(/\r?\n/))
      .map((line) => line.trim())
      .filter((line) => line !== '')
      .join('\n'),
  );
}
