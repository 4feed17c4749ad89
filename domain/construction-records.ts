import type { PostalAddress } from './master-records';

/** An employee as Intacct holds it (facts/intacct.md 8.14); person and address come from the contact. Dates YYYY-MM-DD. */
export interface IntacctEmployee {
  employeeId: string;
  recordNumber: string;
  isActive: boolean;
  firstName: string | null;
  lastName: string | null;
  /** PERSONALINFO.CONTACTNAME, and its print name. */
  contactName: string;
  printAs: string | null;
  title: string | null;
  email: string | null;
  telephone: string | null;
  mobile: string | null;
  address: PostalAddress | null;
  birthDate: string | null;
  startDate: string | null;
  endDate: string | null;
  terminationType: string | null;
  departmentId: string | null;
  locationId: string | null;
  /** EMPPOSITIONID. */
  positionId: string | null;
  earningTypeName: string | null;
  /** Custom fields that the profile's filter names. */
  customFields: Record<string, string>;
  /** ISO 8601. */
  modifiedAt: string;
}

/** An item as Intacct holds it (facts/intacct.md 8.11). */
export interface IntacctItem {
  itemId: string;
  recordNumber: string;
  name: string;
  isActive: boolean;
  itemType: string;
  /** ITEMGLGROUP.NAME; what makes it equipment, or labour. */
  glGroup: string | null;
  description: string | null;
  customFields: Record<string, string>;
  modifiedAt: string;
}

/** A project as Intacct holds it (facts/intacct.md 8.14). Dates YYYY-MM-DD. */
export interface IntacctProject {
  projectId: string;
  recordNumber: string;
  name: string;
  description: string | null;
  category: string | null;
  /** STATUS. */
  isActive: boolean;
  /** PROJECTSTATUS, in the company's own words. */
  projectStatus: string | null;
  parentId: string | null;
  customerId: string | null;
  beginDate: string | null;
  endDate: string | null;
  departmentId: string | null;
  locationId: string | null;
  purchaseOrderNumber: string | null;
  customFields: Record<string, string>;
  modifiedAt: string;
}

/** A task of a project: the cost code (facts/intacct.md 8.14). The same id may stand in many projects. */
export interface IntacctTask {
  taskId: string;
  recordNumber: string;
  projectId: string;
  name: string;
  description: string | null;
  isActive: boolean;
  /** Not Started | Planned | In Progress | Completed | On Hold. */
  taskStatus: string;
  parentRecordNumber: string | null;
  itemId: string | null;
  isBillable: boolean;
  beginDate: string | null;
  endDate: string | null;
  modifiedAt: string;
}
