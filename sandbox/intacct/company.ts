import type { BookRecord, Books } from './books';
import { type SandboxCompany, sandboxCompanySchema } from './company-file';
import { companyRecord } from './function-call';
import { createInvoice } from './functions/create-invoice';
import { createPayable } from './functions/write-payable';
import { dateElement, keyedCall } from './keyed-call';
import { mastersOf, putMaster } from './masters';
import { postOpeningTimesheet } from './opening-timesheet';
import type { SandboxSettings } from './settings';
import { setTimePeriod } from './time-period';
import { type XmlElement, xmlElement } from './xml';

const OPENING_USER = 'opening-balances';
/** In this order, for the later ones name the earlier ones. */
const WORKFORCE_KINDS = [
  'itemGlGroups',
  'items',
  'earningTypes',
  'employeePositions',
  'employees',
  'projects',
  'tasks',
] as const;

/** Replaces everything in the books with a company as its implementer would have keyed it in; commits. */
export function loadCompany(books: Books, settings: SandboxSettings, company: SandboxCompany, now: Date): void {
  // All but the settings, and the numbers that were given out.
  for (const table of books.tables()) if (table !== '@SETTINGS') books.clear(table);
  books.put('@COMPANY', 'company', {
    COMPANYID: company.companyId,
    RECEIVABLESACCOUNT: company.receivablesAccountNo,
    PAYABLESACCOUNT: company.payablesAccountNo ?? '',
    REFUSEDUPLICATENUMBERS: String(company.preferences.refuseDuplicateInvoiceNumbers),
    REFUSEONHOLD: String(company.preferences.refuseInvoicesForCustomersOnHold),
    REFUSEDUPLICATEBILLS: String(company.preferences.refuseDuplicateBillNumbers),
    REFUSEVENDORSONHOLD: String(company.preferences.refuseBillsForVendorsOnHold),
    UNDEPOSITEDACCOUNT: company.undepositedAccountNo ?? '',
    DISCOUNTACCOUNT: company.discountAccountNo ?? '',
    GAINLOSSACCOUNT: company.gainLossAccountNo ?? '',
    ADVANCESACCOUNT: company.advancesAccountNo ?? '',
    SMARTEVENTS: JSON.stringify(company.smartEvents),
    OPENINGINVOICES: JSON.stringify(company.openingInvoices),
    OPENINGBILLS: JSON.stringify(company.openingBills),
    TIMESHEETS: JSON.stringify(company.timesheets),
  });
  for (const sender of company.senders) putMaster(books, 'senders', sender, now);
  for (const user of company.users) putMaster(books, 'users', user, now);
  for (const entity of company.entities) {
    putMaster(books, 'entities', entity, now);
    // Each entity is also a value of the location dimension.
    putMaster(books, 'locations', { ...entity, locationId: entity.entityId }, now);
  }
  for (const location of company.locations) putMaster(books, 'locations', location, now);
  for (const department of company.departments) putMaster(books, 'departments', department, now);
  for (const account of company.accounts) putMaster(books, 'accounts', account, now);
  for (const bank of company.banks) putMaster(books, 'banks', bank, now);
  for (const journal of company.journals) putMaster(books, 'journals', journal, now);
  for (const account of company.statAccounts) putMaster(books, 'statAccounts', account, now);
  for (const journal of company.statJournals) putMaster(books, 'statJournals', journal, now);
  for (const term of company.terms) putMaster(books, 'terms', term, now);
  for (const term of company.apTerms) putMaster(books, 'apTerms', term, now);
  for (const detail of company.taxDetails) putMaster(books, 'taxDetails', detail, now);
  for (const schedule of company.taxSchedules) putMaster(books, 'taxSchedules', schedule, now);
  for (const contact of company.contacts) putMaster(books, 'contacts', contact, now);
  for (const customer of company.customers) putMaster(books, 'customers', customer, now);
  for (const vendor of company.vendors) putMaster(books, 'vendors', vendor, now);
  for (const kind of WORKFORCE_KINDS) for (const item of company[kind]) putMaster(books, kind, item, now);
  for (const invoice of company.openingInvoices) postOpeningInvoice(books, settings, invoice, now);
  for (const bill of company.openingBills) postOpeningBill(books, settings, bill, now);
  for (const timesheet of company.timesheets) postOpeningTimesheet(books, settings, timesheet, now);
  for (const begins of company.closedTimePeriods) setTimePeriod(books, begins, true);
  for (const { month, entityId } of company.closedPeriods) setPeriod(books, month, entityId ?? '', true);
  books.commit();
}

/** Closes or opens a month, for one entity or (empty) for all. */
export function setPeriod(books: Books, month: string, entityId: string, closed: boolean): void {
  const key = `${month}|${entityId}`;
  if (closed) books.put('@CLOSEDPERIOD', key, { MONTH: month, ENTITY: entityId });
  else if (books.get('@CLOSEDPERIOD', key)) books.remove('@CLOSEDPERIOD', key);
}

/** The company file of the books as they are now. */
export function companyOf(books: Books): SandboxCompany {
  const company = companyRecord(books);
  return sandboxCompanySchema.parse({
    companyId: company.COMPANYID,
    ...mastersOf(books),
    receivablesAccountNo: company.RECEIVABLESACCOUNT,
    ...(company.PAYABLESACCOUNT ? { payablesAccountNo: company.PAYABLESACCOUNT } : {}),
    ...givenAccounts(company),
    smartEvents: JSON.parse(company.SMARTEVENTS || '[]'),
    closedPeriods: books.rows('@CLOSEDPERIOD').map((period) => ({
      month: period.MONTH,
      ...(period.ENTITY ? { entityId: period.ENTITY } : {}),
    })),
    preferences: {
      refuseDuplicateInvoiceNumbers: company.REFUSEDUPLICATENUMBERS === 'true',
      refuseInvoicesForCustomersOnHold: company.REFUSEONHOLD === 'true',
      refuseDuplicateBillNumbers: company.REFUSEDUPLICATEBILLS === 'true',
      refuseBillsForVendorsOnHold: company.REFUSEVENDORSONHOLD === 'true',
    },
    openingInvoices: JSON.parse(company.OPENINGINVOICES as string),
    openingBills: JSON.parse(company.OPENINGBILLS || '[]'),
    timesheets: JSON.parse(company.TIMESHEETS || '[]'),
    closedTimePeriods: books.rows('@CLOSEDTIMEPERIOD').map((period) => period.BEGINDATE),
  });
}

function givenAccounts(company: BookRecord): Partial<SandboxCompany> {
  const accounts = {
    undepositedAccountNo: company.UNDEPOSITEDACCOUNT,
    discountAccountNo: company.DISCOUNTACCOUNT,
    gainLossAccountNo: company.GAINLOSSACCOUNT,
    advancesAccountNo: company.ADVANCESACCOUNT,
  };
  return Object.fromEntries(Object.entries(accounts).filter(([, accountNo]) => accountNo));
}

// Keyed in by a person, with the same checks as through the gateway; at the daily rate, or at par where there is none.
function postOpeningInvoice(
  books: Books,
  settings: SandboxSettings,
  invoice: SandboxCompany['openingInvoices'][number],
  now: Date,
): void {
  const element = xmlElement('create_invoice', [
    xmlElement('customerid', invoice.customerId),
    dateElement('datecreated', invoice.invoiceDate),
    dateElement('datedue', invoice.dueDate),
    xmlElement('invoiceno', invoice.invoiceNumber),
    ...openingElements(books, settings, invoice, 'invoiceitems'),
  ]);
  createInvoice(keyedCall(books, settings, { element, entityId: invoice.entityId, userId: OPENING_USER, now }));
}

function postOpeningBill(
  books: Books,
  settings: SandboxSettings,
  bill: SandboxCompany['openingBills'][number],
  now: Date,
): void {
  const element = xmlElement('create_bill', [
    xmlElement('vendorid', bill.vendorId),
    dateElement('datecreated', bill.billDate),
    dateElement('datedue', bill.dueDate),
    xmlElement('billno', bill.billNumber),
    ...openingElements(books, settings, bill, 'billitems'),
  ]);
  createPayable(keyedCall(books, settings, { element, entityId: bill.entityId, userId: OPENING_USER, now }));
}

/** What invoices and bills have in common: from the description on, with one line. */
function openingElements(
  books: Books,
  settings: SandboxSettings,
  document: Omit<SandboxCompany['openingInvoices'][number], 'customerId' | 'invoiceNumber' | 'invoiceDate' | 'dueDate'>,
  itemsElement: string,
): XmlElement[] {
  const { description, currency, accountNo, amount, entityId, departmentId } = document;
  const line = [
    xmlElement('glaccountno', accountNo),
    xmlElement('amount', amount),
    xmlElement('memo', description),
    xmlElement('locationid', entityId),
    departmentId === undefined ? null : xmlElement('departmentid', departmentId),
  ];
  return [
    xmlElement('description', description),
    xmlElement('currency', currency),
    xmlElement('exchrate', openingRate(books, settings, document)),
    xmlElement(itemsElement, [xmlElement('lineitem', line)]),
  ];
}

function openingRate(
  books: Books,
  settings: SandboxSettings,
  { entityId, currency }: { entityId: string; currency: string },
): string {
  const base = books.get('LOCATIONENTITY', entityId)?.CURRENCY ?? currency;
  return currency === base ? '1' : (settings.dailyRates[`${currency}/${base}`] ?? '1');
}
