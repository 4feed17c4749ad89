import type { PostalAddress } from '../../domain/master-records';
import type { IntacctRecord } from './intacct-client';
import { optionalTextAt, textAt } from './record-values';

/** Lines of a MAILADDRESS (facts 8.2). */
export const addressLinesMax = 3;

const lineNames = ['ADDRESS1', 'ADDRESS2', 'ADDRESS3'];
const countryNames = new Intl.DisplayNames(['en'], { type: 'region' });

/** A MAILADDRESS under a path, nested or dotted; null when nothing of it is filled. */
export function addressFrom(record: IntacctRecord, ...path: string[]): PostalAddress | null {
  const part = (name: string) => optionalTextAt(record, ...path, name);
  const address: PostalAddress = {
    lines: lineNames.map((name) => textAt(record, ...path, name)).filter((line) => line !== ''),
    town: part('CITY'),
    county: part('STATE'),
    postcode: part('ZIP'),
    // A contact says COUNTRYCODE, the vendor's pages on customers ISOCOUNTRYCODE (facts 8.1).
    countryCode: part('COUNTRYCODE') ?? part('ISOCOUNTRYCODE'),
  };
  const isEmpty =
    address.lines.length === 0 && Object.values(address).every((each) => each === null || each === address.lines);
  return isEmpty ? null : address;
}

/**
 * A whole MAILADDRESS for writing: parts that are absent are cleared. Where a company has ISO codes, both the country's
 * name and its code must be sent (facts 8.1). Throws RangeError on more lines than Intacct has.
 */
export function addressRecord(address: PostalAddress | null): IntacctRecord {
  const lines = address?.lines ?? [];
  if (lines.length > addressLinesMax) {
    throw new RangeError(`an address of ${lines.length} lines, expected at most ${addressLinesMax}`);
  }
  const countryCode = address?.countryCode ?? '';
  return {
    ...Object.fromEntries(lineNames.map((name, index) => [name, lines[index] ?? ''])),
    CITY: address?.town ?? '',
    STATE: address?.county ?? '',
    ZIP: address?.postcode ?? '',
    COUNTRY: countryCode === '' ? '' : (countryNames.of(countryCode) ?? ''),
    COUNTRYCODE: countryCode,
  };
}
