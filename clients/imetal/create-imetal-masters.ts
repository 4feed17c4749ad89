import type { Pool } from 'pg';
import type { ImetalMasters } from './imetal-masters';
import { selectChangedCompanies, selectCompany, selectCompanyCodes } from './select-companies';
import { selectChangedContacts, selectContact, selectPersons, selectShipTo } from './select-contacts';
import { selectCustomerCodes, selectExposures, selectReceivables } from './select-receivables';
import { selectTaxRates, selectTerm } from './select-terms-and-taxes';
import { inSnapshot } from './snapshot';

/** iMetal's masters, each read in one read-only snapshot of the live database. Throws verdicts. facts/imetal.md 1.4. */
export function createImetalMasters({ live }: { live: Pool }): ImetalMasters {
  return {
    readCompany: (kind, code) =>
      inSnapshot(live, `imetal read ${kind} ${code}`, (select) => selectCompany(select, kind, code)),
    listCompanyCodes: (kind, beginsWith) =>
      inSnapshot(live, `imetal list ${kind} codes`, (select) => selectCompanyCodes(select, kind, beginsWith)),
    readContact: (kind, contactId) =>
      inSnapshot(live, `imetal read ${kind} ${contactId}`, (select) => selectContact(select, kind, contactId)),
    findShipTo: (companyKind, companyCode, code) =>
      inSnapshot(live, `imetal find ship-to ${companyCode} ${code}`, (select) =>
        selectShipTo(select, companyKind, companyCode, code),
      ),
    findPersons: (companyKind, companyCode, names) =>
      inSnapshot(live, `imetal find persons of ${companyCode}`, (select) =>
        selectPersons(select, companyKind, companyCode, names),
      ),
    listChangedContacts: (kind, after, limit) =>
      inSnapshot(live, `imetal list changed ${kind}`, (select) => selectChangedContacts(select, kind, after, limit)),
    listChangedCompanies: (after, limit) =>
      inSnapshot(live, 'imetal list changed companies', (select) => selectChangedCompanies(select, after, limit)),
    readTerm: (code) => inSnapshot(live, `imetal read term ${code}`, (select) => selectTerm(select, code)),
    readTaxRates: (authorityCode, taxClass, taxType) =>
      inSnapshot(live, `imetal read tax rates ${authorityCode} ${taxClass}`, (select) =>
        selectTaxRates(select, authorityCode, taxClass, taxType),
      ),
    readExposures: (customerCodes) =>
      inSnapshot(live, `imetal read ${customerCodes.length} exposures`, (select) =>
        selectExposures(select, customerCodes),
      ),
    readReceivables: (customerCode) =>
      inSnapshot(live, `imetal read receivables ${customerCode}`, (select) => selectReceivables(select, customerCode)),
    listCustomerCodes: (which) =>
      inSnapshot(live, `imetal list customers ${which}`, (select) => selectCustomerCodes(select, which)),
  };
}
