/** The objects that only a company which runs on Assignar has. A TASK is a cost code: all tasks of whichever projects with one TASKID. */
const constructionObjects = ['EMPLOYEE', 'ITEM', 'PROJECT', 'TASK'] as const;

export type ConstructionObject = (typeof constructionObjects)[number];

/** The objects that are kept in step with iMetal; a tax schedule has no feed of its own, it is looked at with the details. */
export type ImetalRecordObject = 'CUSTOMER' | 'VENDOR' | 'CONTACT' | 'ARTERM' | 'APTERM' | 'TAXDETAIL' | 'TAXSCHEDULE';

/** The objects that are kept in step with Assignar. */
export type AssignarRecordObject = 'CUSTOMER' | 'VENDOR' | ConstructionObject;

/** The objects that are kept in step. */
export type RecordObject = ImetalRecordObject | ConstructionObject;

/** One record of a company by its natural key in Intacct: CUSTOMERID, CONTACTNAME, NAME, DETAILID, EMPLOYEEID, TASKID … */
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
  EMPLOYEE: 'employees',
  ITEM: 'items',
  PROJECT: 'projects',
  TASK: 'project-tasks',
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
  items: ['ITEM'],
  employees: ['EMPLOYEE'],
  projects: ['PROJECT'],
  'project-tasks': ['TASK'],
} as const satisfies Record<string, readonly RecordObject[]>;

export type LoadObject = keyof typeof loadedRecords;

/** What a company that runs on Assignar loads, those first that others refer to. */
export const assignarLoads = ['items', 'customers', 'vendors', 'projects', 'project-tasks', 'employees'] as const;

export type AssignarLoad = (typeof assignarLoads)[number];
export type ImetalLoad = Exclude<LoadObject, 'items' | 'employees' | 'projects' | 'project-tasks'>;

/** Whether a load is of records that a company which runs on Assignar has. */
export function isAssignarLoad(object: LoadObject): object is AssignarLoad {
  return (assignarLoads as readonly LoadObject[]).includes(object);
}

/** Whether an object is one of construction. */
export function isConstructionObject(object: string): object is ConstructionObject {
  return (constructionObjects as readonly string[]).includes(object);
}

/** Whether a load is of records that a company which runs on iMetal has. */
export function isImetalLoad(object: LoadObject): object is ImetalLoad {
  return object === 'customers' || object === 'vendors' || !isAssignarLoad(object);
}
