/** The objects that are kept in step; a tax schedule has no feed of its own, it is looked at with the details. */
export type RecordObject = 'CUSTOMER' | 'VENDOR' | 'CONTACT' | 'ARTERM' | 'APTERM' | 'TAXDETAIL' | 'TAXSCHEDULE';

/** One record of a company by its natural key in Intacct: CUSTOMERID, CONTACTNAME, NAME, DETAILID … */
export interface RecordReference {
  company: string;
  object: RecordObject;
  id: string;
  /** What stands for the id in workflow ids and lists: the id itself, but for contacts, whose names may be a person's, a digest. */
  key: string;
}

/** What whoever saw a change knows of a contact, beyond its name. */
export interface RecordHint {
  /** Whose contact it is in Intacct, and under which category. */
  party?: { kind: 'customer' | 'vendor'; id: string; category: string };
  /** Which record of iMetal it is. */
  imetal?: { kind: 'ship-to' | 'person'; contactId: string };
}

/** A record as exceptions, logs and the operator name it: `CUSTOMER/C00123`. */
export function recordDocumentKey(record: Pick<RecordReference, 'object' | 'key'>): string {
  return `${record.object}/${record.key}`;
}

/** A record as messages name it: a contact by its name, for nobody knows it by the key. */
export function recordName(record: Pick<RecordReference, 'object' | 'id'>): string {
  return record.object === 'CONTACT' ? `contact "${record.id}"` : `${record.object}/${record.id}`;
}

/** The flow that keeps each object in step. */
export const recordFlows = {
  CUSTOMER: 'customers',
  VENDOR: 'vendors',
  CONTACT: 'contacts',
  ARTERM: 'terms',
  APTERM: 'terms',
  TAXDETAIL: 'taxes',
  TAXSCHEDULE: 'taxes',
} as const satisfies Record<RecordObject, string>;

/** What a first load loads, and the objects of its records. */
export const loadedRecords = {
  customers: ['CUSTOMER'],
  vendors: ['VENDOR'],
  contacts: ['CONTACT'],
  'ar-terms': ['ARTERM'],
  'ap-terms': ['APTERM'],
  taxes: ['TAXDETAIL', 'TAXSCHEDULE'],
  // No records: every customer's account, told to iMetal.
  'open-items': [],
} as const satisfies Record<string, readonly RecordObject[]>;

export type LoadObject = keyof typeof loadedRecords;
