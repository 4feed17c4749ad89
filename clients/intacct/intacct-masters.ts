import type {
  IntacctContact,
  IntacctParty,
  IntacctTaxDetail,
  IntacctTaxSchedule,
  IntacctTerm,
} from '../../domain/master-records';

/** The master objects that flow to iMetal. */
export type MasterObject = 'CUSTOMER' | 'VENDOR' | 'CONTACT' | 'ARTERM' | 'APTERM' | 'TAXDETAIL';

/** Those that flow to Assignar besides customers and vendors. */
export type ConstructionObject = 'EMPLOYEE' | 'ITEM' | 'PROJECT' | 'TASK';

/** What can be asked for changes. */
export type FeedObject = MasterObject | ConstructionObject;

/** A record that changed, or that is gone (from AUDITHISTORY); enough to start its sync. */
export interface ChangedRecord<Listed extends FeedObject = MasterObject> {
  object: Listed;
  /**
   * Natural key: CUSTOMERID, CONTACTNAME, NAME …; empty for a record that is gone and of which only the number is known. A TASKID names a
   * task within its project only: there the record number tells which.
   */
  id: string;
  recordNumber: string;
  /** ISO 8601. */
  modifiedAt: string;
  isDeleted: boolean;
}

/** Where a feed of Intacct stands: WHENMODIFIED and RECORDNO, both of the last row handed on. */
export interface IntacctCursor {
  modifiedAt: string;
  recordNumber: string;
}

/** The fields of a contact that the hub writes; absent is left as it is, null is cleared. */
export interface ContactChange {
  printAs?: string;
  companyName?: string | null;
  forename?: string | null;
  surname?: string | null;
  telephone?: string | null;
  mobile?: string | null;
  email?: string | null;
  address?: IntacctContact['address'];
  isActive?: boolean;
}

/**
 * Masters of one company, read at the top level with private records shown. `Listed`: the objects whose changes are asked for. Throws
 * verdicts of `clients/errors.ts`.
 */
export interface IntacctMasters<Listed extends FeedObject = MasterObject> {
  readParty(kind: 'customer' | 'vendor', id: string): Promise<IntacctParty | null>;
  readContact(contactName: string): Promise<IntacctContact | null>;
  readTerm(kind: 'receivables' | 'payables', name: string): Promise<IntacctTerm | null>;
  readTaxDetail(detailId: string): Promise<IntacctTaxDetail | null>;
  /** By get_list, all of them: there are few. */
  readTaxSchedules(): Promise<IntacctTaxSchedule[]>;
  /** Changed at or after the cursor's time, in order of time and number, at most `limit`; deleted ones are in `listDeleted`. */
  listChanged(object: Listed, after: IntacctCursor | null, limit: number): Promise<ChangedRecord<Listed>[]>;
  /** Deletions of these objects in AUDITHISTORY after the time (ISO 8601), oldest first; one API transaction. */
  listDeleted(objects: readonly Listed[], after: string, limit: number): Promise<ChangedRecord<Listed>[]>;
  /** One page of a first load, by RECORDNO above `afterRecordNumber`; every page is one API transaction. */
  listParties(kind: 'customer' | 'vendor', afterRecordNumber: string, limit: number): Promise<IntacctParty[]>;
  listContacts(afterRecordNumber: string, limit: number): Promise<IntacctContact[]>;
  listTerms(kind: 'receivables' | 'payables', afterRecordNumber: string, limit: number): Promise<IntacctTerm[]>;
  listTaxDetails(afterRecordNumber: string, limit: number): Promise<IntacctTaxDetail[]>;
  /** Creates a contact; one that exists by that name is Rejected. Control id as in postings: the same bytes on every attempt. */
  createContact(controlId: string, contactName: string, contact: ContactChange & { printAs: string }): Promise<void>;
  updateContact(controlId: string, contactName: string, change: ContactChange): Promise<void>;
  /** Adds a contact to a customer's or vendor's CONTACT_LIST_INFO under a category; harmless to repeat. */
  attachContact(
    controlId: string,
    party: { kind: 'customer' | 'vendor'; id: string },
    contact: { category: string; contactName: string },
  ): Promise<void>;
}
