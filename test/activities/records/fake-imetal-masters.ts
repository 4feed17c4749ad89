import type { ImetalImports, ImportOutcome } from '../../../clients/imetal/imetal-imports';
import type {
  ImetalAddress,
  ImetalCompany,
  ImetalContact,
  ImetalMasters,
} from '../../../clients/imetal/imetal-masters';
import type { ImportRecord } from '../../../domain/import-record';
import type { FakeClock } from './fake-masters';

type Row = ImportRecord['values'];

/** iMetal's masters as plain maps, with an importer that applies rows as they come. */
export interface FakeImetalMasters {
  masters: ImetalMasters;
  imports: ImetalImports;
  companies: Map<string, ImetalCompany>;
  contacts: Map<string, ImetalContact>;
  terms: Map<string, Record<string, string | number | boolean | null>>;
  rates: Row[];
  /** Rows that the importer took, in order. */
  imported: ImportRecord[];
  /** Batches asked for, with the numbers of their rows. */
  batches: { batchNumber: number; numbers: number[] }[];
  /** The importer's note for a row that it refuses; null when it takes it. */
  refusal: ((record: ImportRecord) => string | null) | null;
  /** Thrown by the next batch after it was taken: the answer is lost. */
  loseNextAnswer: Error | null;
  /** What an importer of iMetal's does with a company of the wrong version. */
  edit(contactKey: string, change: Partial<ImetalContact>): void;
}

/** A fake that keeps iMetal's rules: one outcome per row and batch, versions, adding what exists is refused. */
export function createFakeImetalMasters(clock: FakeClock): FakeImetalMasters {
  const outcomes = new Map<string, ImportOutcome>();
  let nextId = 500;
  const text = (value: Row[string] | undefined): string | null => (typeof value === 'string' ? value : null);

  const takeCompany = (row: Row, action: string): string | Error => {
    const kind = row.company_type === 'C' ? 'customer' : 'supplier';
    const key = `${kind}/${row.code}`;
    const before = fake.companies.get(key);
    if (action === 'A' && before !== undefined) return new Error(`Couldn't add company - code "${row.code}" exists.`);
    const stale = staleNote('company', before, row);
    if (stale !== null) return new Error(stale);
    nextId += 1;
    const companyId = before?.companyId ?? String(nextId);
    fake.companies.set(key, {
      kind,
      companyId,
      code: String(row.code),
      name: String(row.name),
      isActive: row.company_status_code === 'ACT',
      paymentHold: row.payment_hold === true,
      creditLimit: text(row.credit_limit),
      creditComments: text(row.credit_comments),
      shortName: text(row.short_name),
      fax: text(row.fax),
      registrationNumber: text(row.registration_number),
      termsCode: text(row.terms_code),
      currencyCode: String(row.currency_code),
      branchCode: String(row.branch_code),
      parentCode: text(row.parent_code),
      branchCodes: text(row.restricted_branches)?.split(',') ?? [],
      telephone: text(row.telephone),
      email: text(row.email),
      address: addressOf(row),
      taxRegistration: text(row.tax_registration1),
      externalReference: text(row.external_reference),
      version: (before?.version ?? 0) + 1,
      modifiedAt: clock.now(),
    });
    return companyId;
  };
  const takeContact = (row: Row, kind: 'ship-to' | 'person', action: string): string | Error => {
    const companyKind = row.company_type === 'C' ? 'customer' : 'supplier';
    const before = [...fake.contacts.values()].find(
      (contact) =>
        contact.kind === kind &&
        contact.companyKind === companyKind &&
        contact.companyCode === row.company_code &&
        (kind === 'ship-to' ? contact.code === row.code : contact.contactId === String(row.contact_id)),
    );
    if (action === 'A' && before !== undefined) return new Error(`Couldn't add address - code "${row.code}" exists.`);
    if (action === 'C' && before === undefined) return new Error(`Couldn't change contact - not found.`);
    const stale = staleNote('contact', before, row);
    if (stale !== null) return new Error(stale);
    nextId += 1;
    const contactId = before?.contactId ?? String(nextId);
    fake.contacts.set(`${kind}/${contactId}`, {
      kind,
      contactId,
      companyKind,
      companyCode: String(row.company_code),
      code: text(row.code),
      name: text(row.name),
      forename: text(row.forename),
      surname: text(row.surname),
      position: text(row.position),
      typeCode: text(row.contact_type_code),
      telephone: text(row.telephone),
      mobile: text(row.mobile),
      email: text(row.email),
      address: addressOf(row),
      isActive: (row.sub_address_status ?? row.contact_status) === 'A',
      externalReference: text(row.external_reference),
      version: (before?.version ?? 0) + 1,
      modifiedAt: clock.now(),
    });
    return contactId;
  };
  const take = (record: ImportRecord): string | Error => {
    const note = fake.refusal?.(record) ?? null;
    if (note !== null) return new Error(note);
    switch (record.table) {
      case 'import_companies':
        return takeCompany(record.values, record.action);
      case 'import_company_sub_addresses':
        return takeContact(record.values, 'ship-to', record.action);
      case 'import_contacts':
        return takeContact(record.values, 'person', record.action);
      case 'import_terms':
        fake.terms.set(String(record.values.code), record.values);
        return String(record.values.code);
      case 'import_tax_rates':
        fake.rates.unshift(record.values);
        return String(fake.rates.length);
      case 'import_tax_groups':
      case 'import_customer_balances':
        return '1';
    }
  };
  const fake: FakeImetalMasters = {
    companies: new Map(),
    contacts: new Map(),
    terms: new Map(),
    rates: [],
    imported: [],
    batches: [],
    refusal: null,
    loseNextAnswer: null,
    imports: {
      async importBatch(batchNumber, records) {
        fake.batches.push({ batchNumber, numbers: records.map(({ importNumber }) => importNumber) });
        const answers = records.map((record): ImportOutcome => {
          const key = `${batchNumber}/${record.importNumber}`;
          const known = outcomes.get(key);
          if (known !== undefined) return known;
          const taken = take(record);
          const { importNumber } = record;
          if (!(taken instanceof Error)) fake.imported.push(record);
          const outcome: ImportOutcome =
            taken instanceof Error
              ? { importNumber, outcome: 'refused', note: taken.message }
              : { importNumber, outcome: 'imported', imetalId: taken };
          outcomes.set(key, outcome);
          return outcome;
        });
        const lost = fake.loseNextAnswer;
        fake.loseNextAnswer = null;
        if (lost !== null) throw lost;
        return answers;
      },
    },
    masters: {
      readCompany: async (kind, code) => fake.companies.get(`${kind}/${code}`) ?? null,
      listCompanyCodes: async () => [...fake.companies.values()].map(({ code }) => code),
      readContact: async (kind, contactId) => fake.contacts.get(`${kind}/${contactId}`) ?? null,
      findShipTo: async (companyKind, companyCode, code) =>
        [...fake.contacts.values()].find(
          (contact) =>
            contact.companyKind === companyKind && contact.companyCode === companyCode && contact.code === code,
        ) ?? null,
      findPersons: async (companyKind, companyCode, { forename, surname }) =>
        [...fake.contacts.values()].filter(
          (contact) =>
            contact.kind === 'person' &&
            contact.companyKind === companyKind &&
            contact.companyCode === companyCode &&
            contact.isActive &&
            contact.forename?.toLowerCase() === forename?.toLowerCase() &&
            contact.surname?.toLowerCase() === surname?.toLowerCase(),
        ),
      listChangedContacts: async () => [],
      listChangedCompanies: async () => [],
      readTerm: async (code) => fake.terms.get(code) ?? null,
      readTaxRates: async (authority, taxClass, taxType) =>
        fake.rates
          .filter(
            (row) => row.tax_authority_code === authority && row.tax_class === taxClass && row.tax_type === taxType,
          )
          .map((row) => ({
            rate: String(row.rate),
            effectiveFrom: String(row.effective_from),
            effectiveTo: null,
            isActive: row.active === true,
            externalReference: text(row.external_reference),
          })),
      readExposures: async () => new Map(),
      readReceivables: async () => null,
      listCustomerCodes: async () => [],
    },
    edit(contactKey, change) {
      const before = fake.contacts.get(contactKey);
      if (before === undefined) throw new Error(`no contact ${contactKey}`);
      fake.contacts.set(contactKey, {
        ...before,
        ...change,
        version: before.version + 1,
        modifiedAt: clock.now(),
      });
    },
  };
  return fake;
}

function staleNote(thing: string, before: { version: number } | undefined, row: Row): string | null {
  const expected = row.imetal_version;
  if (before === undefined || expected === undefined || expected === before.version) return null;
  return `Couldn't change ${thing} - it was changed in iMetal meanwhile (version ${before.version}, expected ${expected}).`;
}

function addressOf(row: Row): ImetalAddress | null {
  const text = (value: Row[string] | undefined): string | null => (typeof value === 'string' ? value : null);
  const address = {
    text: text(row.address) ?? '',
    town: text(row.town),
    county: text(row.county),
    postcode: text(row.postcode),
    countryCode: text(row.country_code),
  };
  return Object.values(address).every((part) => part === null || part === '') ? null : address;
}
