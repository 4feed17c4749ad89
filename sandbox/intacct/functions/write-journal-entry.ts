import { toSlashDate } from '../accounting-date';
import type { BookRecord } from '../books';
import type { FunctionCall } from '../function-call';
import { refuseAsInvalid, refuseFormat } from '../intacct-error';
import { stamped } from '../masters';
import { type ObjectDefinition, objectDefinition } from '../object-definitions';
import { requireFields } from '../object-values';
import { postToLedger, provenanceOf, refuseClosedPeriod, refuseTooLong, unpostFromLedger } from '../posting';
import { childOf, type XmlElement } from '../xml';
import { type JournalLine, readMoneyLines, readStatisticalLines } from './journal-lines';
import { postQuantities, repostQuantities, unpostQuantities } from './statistical-ledger';

/** Creates a GLBATCH with its entries, or replaces `before`'s header fields and, when sent, all its entries (facts/intacct.md 8.9). */
export function writeJournalEntry(
  call: FunctionCall,
  fields: BookRecord,
  element: XmlElement,
  before: BookRecord | null,
): BookRecord {
  const header: BookRecord = { STATE: 'Posted', ...before, ...fields };
  checkHeader(call, header);
  const statistical = call.books.get('STATJOURNAL', header.JOURNAL as string) !== undefined;
  if (before && statistical !== (call.books.get('STATJOURNAL', before.JOURNAL as string) !== undefined)) {
    refuseAsInvalid(`The journal of entry '${before.RECORDNO}' cannot be '${header.JOURNAL}'.`, 'SIM-JOURNAL-KIND');
  }
  const sent = childOf(element, 'ENTRIES');
  if (before) refusePeriods(call, before, before.BATCH_DATE as string);
  const needsEntries = before?.STATE !== header.STATE;
  const entries = sent
    ? (statistical ? readStatisticalLines : readMoneyLines)(call, sent)
    : !needsEntries
      ? null
      : refuseFormat('Missing required field ENTRIES for GLBatch.');
  const recordNo = before?.RECORDNO ?? String(call.books.nextNumber('GLBATCH'));
  const record = stamped(
    call.books,
    'GLBATCH',
    {
      MODULE: '2.GL',
      ADJ: 'F',
      ...(before ?? provenanceOf(call)),
      ...header,
      BATCHNO: before?.BATCHNO ?? String(call.books.nextNumber(`@JOURNAL ${header.JOURNAL}`)),
      RECORDNO: recordNo,
    },
    call.now,
  );
  const date = header.BATCH_DATE as string;
  if (entries) {
    for (const entityId of new Set(entries.map((entry) => entry.entityId))) refuseClosedPeriod(call, date, entityId);
    writeEntries(call, record, entries);
  } else if (before && before.BATCH_DATE !== date) {
    refusePeriods(call, before, date);
    repostOn(call, recordNo, date);
  }
  call.books.put('GLBATCH', recordNo, record);
  return record;
}

function checkHeader(call: FunctionCall, header: BookRecord): void {
  const definition = objectDefinition('GLBATCH') as ObjectDefinition;
  requireFields(definition, header);
  const { lengths } = call.settings;
  refuseTooLong(header.BATCH_TITLE ?? '', lengths.batchTitle, 'GLBatch : Description');
  refuseTooLong(header.REFERENCENO ?? '', lengths.referenceNumber, 'GLBatch : Reference number');
  const journal = header.JOURNAL as string;
  const found = call.books.get('GLJOURNAL', journal) ?? call.books.get('STATJOURNAL', journal);
  if (found?.STATUS !== 'active') {
    refuseAsInvalid(`Invalid journal '${journal}' specified.`, 'SIM-JOURNAL');
  }
  const reverseOn = header.REVERSEDATE ?? '';
  if (reverseOn !== '' && reverseOn <= (header.BATCH_DATE as string)) {
    refuseAsInvalid(`The reversal date ${toSlashDate(reverseOn)} must be after the posting date.`, 'SIM-REVERSAL-DATE');
  }
}

function writeEntries(call: FunctionCall, header: BookRecord, entries: readonly JournalLine[]): void {
  const recordNo = header.RECORDNO as string;
  removeEntries(call, recordNo);
  entries.forEach((entry, index) => {
    const record = stamped(
      call.books,
      'GLENTRY',
      {
        ...entry.fields,
        BATCHNO: recordNo,
        LINE_NO: String(index + 1),
        BATCH_NUMBER: header.BATCHNO as string,
        BATCH_DATE: header.BATCH_DATE as string,
        ENTRY_DATE: header.BATCH_DATE as string,
        BATCHTITLE: header.BATCH_TITLE as string,
        MEGAENTITYID: header.MEGAENTITYID ?? '',
        '@ENTITY': entry.entityId,
      },
      call.now,
    );
    call.books.put('GLENTRY', record.RECORDNO as string, record);
  });
  if (header.STATE === 'Posted') {
    const ledger = entries.map((entry) => entry.ledger).filter((line) => line !== null);
    const document = `GLBATCH:${recordNo}`;
    const date = header.BATCH_DATE as string;
    if (ledger.length > 0) postToLedger(call.books, document, date, ledger);
    else postQuantities(call.books, document, date, entries);
  }
}

function repostOn(call: FunctionCall, recordNo: string, date: string): void {
  repostQuantities(call.books, `GLBATCH:${recordNo}`, date);
  for (const entry of call.books.find('LEDGER', 'DOCUMENT', `GLBATCH:${recordNo}`)) {
    call.books.put('LEDGER', entry.KEY as string, { ...entry, DATE: date, PERIOD: date.slice(0, 7) });
  }
  for (const line of call.books.find('GLENTRY', 'BATCHNO', recordNo)) {
    call.books.put('GLENTRY', line.RECORDNO as string, { ...line, BATCH_DATE: date, ENTRY_DATE: date });
  }
}

/** Removes a GLBATCH with its entries; refuses in a closed period. */
export function removeJournalEntry(call: FunctionCall, batch: BookRecord): void {
  const recordNo = batch.RECORDNO as string;
  refusePeriods(call, batch, batch.BATCH_DATE as string);
  removeEntries(call, recordNo);
  call.books.remove('GLBATCH', recordNo);
}

function refusePeriods(call: FunctionCall, batch: BookRecord, date: string): void {
  const lines = call.books.find('GLENTRY', 'BATCHNO', batch.RECORDNO as string);
  for (const entityId of new Set(lines.map((line) => line['@ENTITY'] as string)))
    refuseClosedPeriod(call, date, entityId);
}

function removeEntries(call: FunctionCall, recordNo: string): void {
  unpostFromLedger(call.books, `GLBATCH:${recordNo}`);
  unpostQuantities(call.books, `GLBATCH:${recordNo}`);
  for (const line of call.books.find('GLENTRY', 'BATCHNO', recordNo))
    call.books.remove('GLENTRY', line.RECORDNO as string);
}
