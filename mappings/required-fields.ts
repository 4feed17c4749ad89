import { findUnprintable, lengthInCharacters, printableText } from '../domain/text';
import type { ReportFault } from './fault-report';
import { fieldLengthMaxCharacters } from './field-lengths';

/** A date of the calendar, YYYY-MM-DD; null, reported as REQUIRED_FIELD_MISSING, for anything else. */
export function requiredDate(field: string, date: string | null, report: ReportFault): string | null {
  if (date === null) return missing(field, report);
  const day = /^\d{4}-\d{2}-\d{2}$/.test(date) ? new Date(`${date}T00:00:00Z`) : null;
  if (day !== null && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(date)) return date;
  report({
    code: 'REQUIRED_FIELD_MISSING',
    field,
    expected: 'a date YYYY-MM-DD',
    actual: date,
    says: `${field} '${date}' is no date YYYY-MM-DD`,
  });
  return null;
}

/** As `optionalKey`, and REQUIRED_FIELD_MISSING when it is absent or blank. */
export function requiredKey(field: string, key: string | null, lengthMax: number, report: ReportFault): string | null {
  if (key === null || key.trim() === '') return missing(field, report);
  return optionalKey(field, key, lengthMax, report);
}

/**
 * A text that things are found by: sent whole and composed (NFC), or not at all; blank is absent. Reports
 * TEXT_UNPRINTABLE and FIELD_TOO_LONG.
 */
export function optionalKey(field: string, key: string | null, lengthMax: number, report: ReportFault): string | null {
  const text = key?.trim().normalize('NFC') ?? '';
  if (text === '') return null;
  const unprintable = findUnprintable(text);
  if (unprintable !== null) {
    report({
      code: 'TEXT_UNPRINTABLE',
      field,
      expected: 'printable characters only',
      actual: unprintable,
      says: `${field} '${printableText(text)}' has the unprintable character ${unprintable}`,
    });
  }
  checkLength(field, text, lengthMax, report);
  return text;
}

/** Reports a text of more characters than its field takes: FIELD_TOO_LONG. */
export function checkLength(field: string, text: string, lengthMax: number, report: ReportFault): void {
  const length = lengthInCharacters(text);
  if (length <= lengthMax) return;
  report({
    code: 'FIELD_TOO_LONG',
    field,
    expected: `at most ${lengthMax} characters`,
    actual: `${length} characters`,
    says: `${field} '${printableText(text)}' has ${length} characters, ${length - lengthMax} too many`,
  });
}

/** Reports a field that must be there: REQUIRED_FIELD_MISSING. */
export function missing(field: string, report: ReportFault): null {
  report({
    code: 'REQUIRED_FIELD_MISSING',
    field,
    expected: 'present',
    actual: 'none',
    says: `${field} is missing`,
  });
  return null;
}

/** The document's key, which must come through unchanged: the hub looks documents up by it. TEXT_UNPRINTABLE else. */
export function requiredDocumentKey(documentKey: string, report: ReportFault): string | null {
  const key = requiredKey('document key', documentKey, fieldLengthMaxCharacters.invoiceNumber, report);
  if (key !== null && key !== documentKey) {
    report({
      code: 'TEXT_UNPRINTABLE',
      field: 'document key',
      expected: 'composed characters (NFC) without blanks around them',
      actual: documentKey,
      says: 'document key has decomposed characters or blanks around it',
    });
  }
  return key;
}

/** Reports a document key that a journal's reference field is too short for: FIELD_TOO_LONG. */
export function checkJournalReference(documentKey: string, report: ReportFault): void {
  checkLength('journal reference', documentKey, fieldLengthMaxCharacters.journalReferenceNumber, report);
}
