import type { BookRecord } from '../books';
import type { FunctionAnswer, FunctionCall } from '../function-call';
import { refuseAsInvalid, refuseFormat, withWrapper } from '../intacct-error';
import { childOf, textOf, type XmlElement, xmlElement } from '../xml';
import { readCustomFields } from './custom-fields';
import { dateIn } from './invoice-header';
import { writeJournalEntry } from './write-journal-entry';

/** Legacy field of glentry → field of GLENTRY. */
const FIELDS = [
  ['trtype', 'TR_TYPE'],
  ['amount', 'TRX_AMOUNT'],
  ['glaccountno', 'ACCOUNTNO'],
  ['document', 'DOCUMENT'],
  ['memo', 'DESCRIPTION'],
  ['locationid', 'LOCATION'],
  ['departmentid', 'DEPARTMENT'],
  ['customerid', 'CUSTOMERID'],
  ['vendorid', 'VENDORID'],
  ['employeeid', 'EMPLOYEEID'],
  ['projectid', 'PROJECTID'],
  ['itemid', 'ITEMID'],
  ['classid', 'CLASSID'],
  ['contractid', 'CONTRACTID'],
  ['warehouseid', 'WAREHOUSEID'],
  ['currency', 'CURRENCY'],
  ['exchratetype', 'EXCH_RATE_TYPE_ID'],
  ['exchrate', 'EXCHANGE_RATE'],
] as const;

/** create_statgltransaction (facts/intacct.md 8.9): a GLBATCH in a statistical journal; trtype is 1 or -1. */
export function createStatisticalTransaction(call: FunctionCall): FunctionAnswer {
  return withWrapper('Could not create statgltransaction record!', () => {
    const { element } = call;
    const journal = textOf(element, 'journalid') ?? '';
    if (!call.books.get('STATJOURNAL', journal)) {
      refuseAsInvalid(`Invalid statistical journal '${journal}' specified.`, 'SIM-JOURNAL');
    }
    const header: BookRecord = {
      JOURNAL: journal,
      BATCH_DATE: dateIn(element, 'datecreated') ?? refuseFormat('Date created is required.'),
      REVERSEDATE: dateIn(element, 'reversedate') ?? '',
      BATCH_TITLE: textOf(element, 'description') ?? '',
    };
    const items = childOf(element, 'statgltransactionentries')?.children ?? [];
    const entries = items.map((item) => genericEntry(call, item));
    const batch = xmlElement('GLBATCH', [xmlElement('ENTRIES', entries)]);
    const record = writeJournalEntry(call, header, batch, null);
    return { elements: [xmlElement('key', record.RECORDNO as string)], headersWritten: 1, pagesRead: 0 };
  });
}

function genericEntry(call: FunctionCall, item: XmlElement): XmlElement {
  const custom = Object.entries(readCustomFields(call, 'GLENTRY', item)).map(([name, value]) =>
    xmlElement(name, value),
  );
  const fields = FIELDS.map(([legacy, field]) => {
    const text = textOf(item, legacy);
    return text === undefined ? null : xmlElement(field, text);
  });
  return xmlElement('GLENTRY', [...fields, ...custom]);
}
