import type { Amount, CurrencyCode } from './money';

/** An address as both systems can hold it; absent parts are null. */
export interface PostalAddress {
  /** At most three lines in Intacct, one text with line feeds in iMetal. */
  lines: string[];
  town: string | null;
  county: string | null;
  postcode: string | null;
  /** ISO 3166-1 alpha-2. */
  countryCode: string | null;
}

/** Where a customer or vendor may be used. */
export type PartyRestriction =
  | { kind: 'unrestricted' }
  /** Top level only: in no entity's branches. */
  | { kind: 'root-only' }
  /** Intacct location ids, entities among them. */
  | { kind: 'restricted'; locationIds: string[] };

/** A customer or vendor as Intacct holds it (facts/intacct.md 8.1, 8.3). */
export interface IntacctParty {
  kind: 'customer' | 'vendor';
  /** CUSTOMERID or VENDORID. */
  id: string;
  recordNumber: string;
  name: string;
  isActive: boolean;
  isOnHold: boolean;
  creditLimit: Amount | null;
  currency: CurrencyCode | null;
  termName: string | null;
  taxId: string | null;
  parentId: string | null;
  restriction: PartyRestriction;
  /** Entity that owns the record privately; null when shared. */
  entityId: string | null;
  displayContact: { telephone: string | null; email: string | null; address: PostalAddress | null };
  /** CONTACT_LIST_INFO: other contacts by category; bill-to and ship-to under those names. */
  contacts: { category: string; contactName: string }[];
  /** VENDTYPE or CUSTTYPE, and GLGROUP: what the filters look at. */
  partyType: string | null;
  glGroup: string | null;
  /** Custom fields that the profile's filter names. */
  customFields: Record<string, string>;
  /** ISO 8601. */
  modifiedAt: string;
}

/** A CONTACT as Intacct holds it (facts/intacct.md 8.2). */
export interface IntacctContact {
  contactName: string;
  recordNumber: string;
  printAs: string;
  companyName: string | null;
  forename: string | null;
  surname: string | null;
  telephone: string | null;
  mobile: string | null;
  email: string | null;
  address: PostalAddress | null;
  isActive: boolean;
  modifiedAt: string;
}

/** A term of payment as Intacct holds it (facts/intacct.md 8.4); its words are kept, for a word that is unknown is an exception. */
export interface IntacctTerm {
  kind: 'receivables' | 'payables';
  name: string;
  recordNumber: string;
  description: string | null;
  isActive: boolean;
  due: { day: number; from: string } | null;
  discount: { day: number; from: string; amount: Amount; unit: '$' | '%'; graceDays: number } | null;
  /** `Line items total` | `Invoice total` | `Bill total`. */
  discountCalculatedOn: string | null;
  penalty: { type: string; amount: Amount; unit: '$' | '%'; graceDays: number } | null;
  modifiedAt: string;
}

/** A tax detail as Intacct holds it (facts/intacct.md 8.5). */
export interface IntacctTaxDetail {
  detailId: string;
  recordNumber: string;
  description: string | null;
  taxType: 'sales' | 'purchase';
  ratePercent: Amount;
  accountNumber: string | null;
  authority: string | null;
  taxSolutionId: string | null;
  isReverseCharge: boolean;
  isActive: boolean;
  entityId: string | null;
  modifiedAt: string;
}

/** A tax schedule: which details are charged together. */
export interface IntacctTaxSchedule {
  scheduleId: string;
  taxType: 'sales' | 'purchase';
  detailIds: string[];
  isActive: boolean;
}
