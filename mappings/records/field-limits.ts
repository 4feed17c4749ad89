import type { PostingException } from '../../domain/exception';
import { lengthInCharacters } from '../../domain/text';
import type { RecordFields } from './record-fields';

/** Longest texts that iMetal's import tables hold (facts/imetal.md 1.3, 1.4), in characters. */
export const companyLimits = { name: 60, telephone: 20, email: 255, town: 60, county: 60, postcode: 10, taxId: 20 };
export const shipToLimits = { name: 60, telephone: 20, email: 255, town: 60, county: 60, postcode: 10 };
export const personLimits = {
  forename: 50,
  surname: 50,
  telephone: 20,
  mobile: 20,
  email: 255,
  town: 60,
  county: 60,
  postcode: 10,
};
export const termLimits = { description: 60 };
export const rateLimits = { description: 60 };
export const codeLimits = { company: 10, shipTo: 10, term: 6, authority: 12, taxGroup: 12 };

/** One exception for each field that is longer than the other system holds; it is never cut. `subject` names the record. */
export function findTooLong(
  fields: RecordFields,
  limits: Readonly<Record<string, number>>,
  subject: string,
): PostingException[] {
  return Object.entries(limits).flatMap(([field, limit]) => {
    const value = fields[field] ?? '';
    const length = lengthInCharacters(value);
    return length <= limit ? [] : [tooLong(subject, field, value, `at most ${limit} characters`, `${length}`)];
  });
}

/** A value that does not fit: names the field, what fits, and the value itself. */
export function tooLong(
  subject: string,
  field: string,
  value: string,
  expected: string,
  length: string,
): PostingException {
  return {
    code: 'FIELD_TOO_LONG',
    field,
    expected,
    actual: value,
    message: `${subject}: ${field} "${value}" has ${length}, expected ${expected}`,
    causeKey: null,
  };
}
