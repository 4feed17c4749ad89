import type { BookRecord } from '../books';
import type { FunctionCall } from '../function-call';
import type { XmlElement } from '../xml';
import { removeAdjustment } from './create-adjustment';
import { AP_ADJUSTMENT, BILL } from './payable-given';
import { removeInvoice } from './reverse-invoice';
import { writeAdvance } from './write-advance';
import { writeEmployee } from './write-employee';
import { removeJournalEntry, writeJournalEntry } from './write-journal-entry';
import { removeParty, writeContact, writeParty } from './write-party';
import { removePayable, writeBill } from './write-payable';
import { writePayment } from './write-payment';
import { removeTask, writeProject, writeTask } from './write-project';
import { removeTimesheet, writeTimesheet } from './write-timesheet';

/** How an object is written that is more than one record: a document with lines, or a record that keeps others in step. */
export interface OwnWriter {
  /** Creates it, or (with `before`) updates it, from fields already read; throws FunctionRefused. */
  readonly write?: (
    call: FunctionCall,
    fields: BookRecord,
    element: XmlElement,
    before: BookRecord | null,
  ) => BookRecord;
  readonly remove?: (call: FunctionCall, record: BookRecord) => void;
}

/** Objects with a way of their own in generic create, update and delete; all others are plain masters. */
export const OWN_WRITERS: Readonly<Record<string, OwnWriter>> = {
  ARINVOICE: { remove: removeInvoice },
  ARADJUSTMENT: { remove: removeAdjustment },
  ARPYMT: { write: writePayment },
  ARADVANCE: { write: writeAdvance },
  APBILL: { write: writeBill, remove: (call, record) => removePayable(call, BILL, record) },
  APADJUSTMENT: { remove: (call, record) => removePayable(call, AP_ADJUSTMENT, record) },
  CUSTOMER: { write: writeParty, remove: (call, record) => removeParty(call, 'CUSTOMER', record) },
  VENDOR: { write: writeParty, remove: (call, record) => removeParty(call, 'VENDOR', record) },
  CONTACT: { write: writeContact },
  EMPLOYEE: { write: writeEmployee },
  PROJECT: { write: writeProject },
  TASK: { write: writeTask, remove: removeTask },
  TIMESHEET: { write: writeTimesheet, remove: removeTimesheet },
  GLBATCH: { write: writeJournalEntry, remove: removeJournalEntry },
};
