import type { ExceptionCode } from '../../domain/exception';
import { ourFieldName } from './field-names';
import { recordNouns } from './paths';

/** What a refusal means, and what it names. */
export interface Refusal {
  code: ExceptionCode;
  /**
   * UNIQUE_TAKEN and REFERENCE_UNKNOWN: the field in our spelling (`externalId`), or as Assignar spells it when it is none of
   * ours. An object that is not there: its noun and id, `Skill 987654`.
   */
  subject: string | null;
}

/** The record that a request was about; nulls where it was a list or a create. */
export interface AddressedRecord {
  noun: string | null;
  id: string | null;
}

const statusPrefix = /^\s*\[(\d{3})\]\s*/;
const uniqueTaken = /^unique constraint error\b\W*(?<named>.*)$/is;
const referenceUnknown = /^foreign key constraint error\b\W*(?<named>.*)$/is;
const objectMissing = /^object not found\b\W*(?<noun>[\w ]*?)\s*(?:\(\s*id\s*:\s*(?<id>[^)\s]+)\s*\))?\s*\.?$/i;
const timesheetMissing = /^timesheet not found\b/i;
const notCompleted = /\bmust be completed before processing\b/i;
const alreadyProcessed = /\balready processed\b/i;
const alreadyCompleted = /\balready (?:been )?completed?\b/i;

/** The status at the head of a message, 400 of "[400] Missing payload."; null when there is none. */
export function statusInMessage(message: string): number | null {
  const digits = statusPrefix.exec(message)?.[1];
  return digits === undefined ? null : Number(digits);
}

/**
 * From Assignar's words to a code (facts/assignar.md 4.1, 4.3): what is not in the table, "Missing payload." and a read-only
 * collection's 405 among it, is REFUSED_BY_ASSIGNAR. The "[400] " before the words may be absent.
 */
export function refusalOf(message: string, addressed: AddressedRecord): Refusal {
  const words = message.replace(statusPrefix, '').trim();
  const unique = uniqueTaken.exec(words);
  if (unique !== null) return { code: 'UNIQUE_TAKEN', subject: fieldNamed(unique.groups?.named) };
  const reference = referenceUnknown.exec(words);
  if (reference !== null) return { code: 'REFERENCE_UNKNOWN', subject: fieldNamed(reference.groups?.named) };
  const missing = objectMissing.exec(words);
  if (missing !== null) return missingObject(missing.groups?.noun, missing.groups?.id, addressed);
  if (timesheetMissing.test(words)) return missingObject('Timesheet', undefined, addressed);
  if (notCompleted.test(words)) return { code: 'TIMESHEET_NOT_COMPLETED', subject: addressed.id };
  if (alreadyProcessed.test(words)) return { code: 'TIMESHEET_ALREADY_PROCESSED', subject: addressed.id };
  return { code: 'REFUSED_BY_ASSIGNAR', subject: null };
}

/** Whether a sheet was refused because it is completed already; no text of it is known, so these words are assumed. */
export function saysAlreadyCompleted(message: string): boolean {
  return alreadyCompleted.test(message);
}

// What is missing may be the record itself, or one that it refers to: a role of a worker. To take the second for the first
// would have a worker made anew.
function missingObject(
  nounGiven: string | undefined,
  idGiven: string | undefined,
  addressed: AddressedRecord,
): Refusal {
  const noun = nounGiven?.trim() ?? '';
  const subject = [noun, idGiven ?? ''].filter((part) => part !== '').join(' ');
  const isAnother =
    addressed.id === null ||
    (idGiven !== undefined && idGiven !== addressed.id) ||
    (noun !== addressed.noun && recordNouns.has(noun));
  return { code: isAnother ? 'REFERENCE_UNKNOWN' : 'DOCUMENT_NOT_FOUND', subject: subject === '' ? null : subject };
}

function fieldNamed(named: string | undefined): string | null {
  const text = named?.trim() ?? '';
  if (text === '') return null;
  // The name may be that of an index: `users_external_id_unique`.
  return ourFieldName(text) ?? text;
}
