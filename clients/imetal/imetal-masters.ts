import type { FeedCursor } from '../../domain/feed-cursor';
import type { Amount } from '../../domain/money';

/** A customer or supplier as iMetal holds it; codes, not ids. */
export interface ImetalCompany {
  kind: 'customer' | 'supplier';
  companyId: string;
  code: string;
  name: string;
  isActive: boolean;
  paymentHold: boolean;
  creditLimit: Amount | null;
  creditComments: string | null;
  shortName: string | null;
  fax: string | null;
  registrationNumber: string | null;
  termsCode: string | null;
  currencyCode: string;
  branchCode: string;
  parentCode: string | null;
  /** Branches in which it is open; empty: all. */
  branchCodes: string[];
  telephone: string | null;
  email: string | null;
  /** One text with line feeds, as iMetal keeps it. */
  address: ImetalAddress | null;
  taxRegistration: string | null;
  externalReference: string | null;
  version: number;
  modifiedAt: string;
}

export interface ImetalAddress {
  text: string;
  town: string | null;
  county: string | null;
  postcode: string | null;
  /** iMetal's own country code, three letters. */
  countryCode: string | null;
}

/** A ship-to address (company_sub_addresses) or a person (contacts) of a customer or supplier. */
export interface ImetalContact {
  kind: 'ship-to' | 'person';
  /** `company_sub_addresses.id` or `contacts.id`. */
  contactId: string;
  companyKind: 'customer' | 'supplier';
  companyCode: string;
  /** Ship-to code; null for a person. */
  code: string | null;
  /** Name of the ship-to; null for a person. */
  name: string | null;
  forename: string | null;
  surname: string | null;
  position: string | null;
  /** Warehouse, sales, accounts …; null for a ship-to. */
  typeCode: string | null;
  telephone: string | null;
  mobile: string | null;
  email: string | null;
  address: ImetalAddress | null;
  isActive: boolean;
  externalReference: string | null;
  version: number;
  modifiedAt: string;
}

/** What sales has sold and not yet billed, or billed and not yet handed to finance; customer's currency, tax included. */
export interface ImetalExposure {
  customerCode: string;
  currencyCode: string;
  openOrders: Amount;
  unexportedInvoices: Amount;
}

/** A receivable as iMetal was last told it. */
export interface ImetalOpenItem {
  documentNumber: string;
  documentType: string;
  currencyCode: string;
  dueDate: string | null;
  openAmount: Amount;
}

/** What iMetal was last told of a customer. */
export interface ImetalReceivables {
  customerCode: string;
  asOf: string;
  items: ImetalOpenItem[];
  balances: { currencyCode: string; balanceDue: Amount; pendingCredits: Amount; unappliedCash: Amount }[];
}

/** A rate of tax and the days for which it holds. */
export interface ImetalTaxRate {
  /** Per cent. */
  rate: Amount;
  /** YYYY-MM-DD, both days included; open-ended when null. */
  effectiveFrom: string;
  effectiveTo: string | null;
  externalReference: string | null;
  isActive: boolean;
}

/** Masters in iMetal's live database, read only. Throws Transport when it is away. */
export interface ImetalMasters {
  readCompany(kind: 'customer' | 'supplier', code: string): Promise<ImetalCompany | null>;
  /** Every code in use of the kind that begins with the text: for making a short code that is free. */
  listCompanyCodes(kind: 'customer' | 'supplier', beginsWith: string): Promise<string[]>;
  readContact(kind: 'ship-to' | 'person', contactId: string): Promise<ImetalContact | null>;
  /** A ship-to by its company and code; null when there is none. */
  findShipTo(companyKind: 'customer' | 'supplier', companyCode: string, code: string): Promise<ImetalContact | null>;
  /** The persons of a company who bear these names, in whatever case; deleted ones are left out. */
  findPersons(
    companyKind: 'customer' | 'supplier',
    companyCode: string,
    names: { forename: string | null; surname: string | null },
  ): Promise<ImetalContact[]>;
  /** Ship-tos and persons modified after the cursor, in cursor order; the company's deletions too. */
  listChangedContacts(
    kind: 'ship-to' | 'person',
    after: FeedCursor | null,
    limit: number,
  ): Promise<{ contactId: string; cursor: FeedCursor }[]>;
  /** Customers and suppliers that changed after the cursor, in cursor order: their own row, credit limit or address. */
  listChangedCompanies(
    after: FeedCursor | null,
    limit: number,
  ): Promise<{ companyId: string; kind: ImetalCompany['kind']; code: string; cursor: FeedCursor }[]>;
  /** The fields of `import_terms` (the same names), as the live table has them; null when there is no such term. */
  readTerm(code: string): Promise<Record<string, string | number | boolean | null> | null>;
  /** Rates of an authority, class and type, newest first. */
  readTaxRates(authorityCode: string, taxClass: number, taxType: 'S' | 'P'): Promise<ImetalTaxRate[]>;
  /** Of each of the customers that iMetal has, by code. */
  readExposures(customerCodes: readonly string[]): Promise<Map<string, ImetalExposure>>;
  /** What iMetal shows its salespeople of the customer; null when it was never told. */
  readReceivables(customerCode: string): Promise<ImetalReceivables | null>;
  /** Codes of customers that have open items or a balance there, and of all customers when asked. */
  listCustomerCodes(which: 'with-receivables' | 'all'): Promise<string[]>;
}
