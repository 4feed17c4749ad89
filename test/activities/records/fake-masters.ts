import { Rejected } from '../../../clients/errors';
import type { ContactChange, IntacctMasters } from '../../../clients/intacct/intacct-masters';
import type {
  IntacctContact,
  IntacctParty,
  IntacctTaxDetail,
  IntacctTaxSchedule,
  IntacctTerm,
} from '../../../domain/master-records';

/** A clock that both fakes go by: each reading is a second later, so that no two writes bear one time. */
export interface FakeClock {
  now(): string;
}

/** A clock that begins on a given day. */
export function createFakeClock(): FakeClock {
  let at = Date.parse('2026-11-20T08:00:00Z');
  return {
    now() {
      at += 1000;
      return new Date(at).toISOString();
    },
  };
}

/** Intacct's masters as plain maps, and what was written to them. */
export interface FakeIntacctMasters {
  port: IntacctMasters;
  parties: Map<string, IntacctParty>;
  contacts: Map<string, IntacctContact>;
  terms: Map<string, IntacctTerm>;
  taxDetails: Map<string, IntacctTaxDetail>;
  taxSchedules: IntacctTaxSchedule[];
  /** Control ids and what they wrote, in order. */
  writes: { controlId: string; what: string }[];
  /** Thrown by the next write after it took effect: the answer is lost. */
  loseNextAnswer: Error | null;
  edit(contactName: string, change: Partial<IntacctContact>): void;
}

/** A fake that keeps Intacct's rules: a control id is executed once, a taken name is refused, every write moves the time. */
export function createFakeIntacctMasters(clock: FakeClock): FakeIntacctMasters {
  const executed = new Set<string>();
  let recordNumber = 1000;
  const partyKey = (kind: string, id: string) => `${kind}/${id}`;
  const byNumber = <T extends { recordNumber: string }>(rows: Iterable<T>, after: string, limit: number): T[] =>
    [...rows]
      .filter((row) => Number(row.recordNumber) > Number(after))
      .sort((one, other) => Number(one.recordNumber) - Number(other.recordNumber))
      .slice(0, limit);
  const written = (controlId: string, what: string, effect: () => void) => {
    if (executed.has(controlId)) throw new Error(`control id ${controlId} was used for an earlier write (${what})`);
    effect();
    executed.add(controlId);
    fake.writes.push({ controlId, what });
    const lost = fake.loseNextAnswer;
    fake.loseNextAnswer = null;
    if (lost !== null) throw lost;
  };
  const change = (contact: IntacctContact, { isActive, ...told }: ContactChange): IntacctContact => ({
    ...contact,
    ...told,
    isActive: isActive ?? contact.isActive,
    modifiedAt: clock.now(),
  });
  const port: IntacctMasters = {
    readParty: async (kind, id) => fake.parties.get(partyKey(kind, id)) ?? null,
    readContact: async (contactName) => fake.contacts.get(contactName) ?? null,
    readTerm: async (kind, name) => fake.terms.get(`${kind}/${name}`) ?? null,
    readTaxDetail: async (detailId) => fake.taxDetails.get(detailId) ?? null,
    readTaxSchedules: async () => fake.taxSchedules,
    listChanged: async () => [],
    listDeleted: async () => [],
    listParties: async (kind, after, limit) =>
      byNumber(
        [...fake.parties.values()].filter((party) => party.kind === kind),
        after,
        limit,
      ),
    listContacts: async (after, limit) => byNumber(fake.contacts.values(), after, limit),
    listTerms: async (kind, after, limit) =>
      byNumber(
        [...fake.terms.values()].filter((term) => term.kind === kind),
        after,
        limit,
      ),
    listTaxDetails: async (after, limit) => byNumber(fake.taxDetails.values(), after, limit),
    async createContact(controlId, contactName, contact) {
      if (fake.contacts.has(contactName)) {
        throw new Rejected(`contact ${contactName} exists`, { operation: 'create', code: 'REFUSED_BY_INTACCT' });
      }
      written(controlId, `create ${contactName}`, () => {
        recordNumber += 1;
        fake.contacts.set(contactName, change(blankContact(contactName, String(recordNumber)), contact));
      });
    },
    async updateContact(controlId, contactName, told) {
      const before = fake.contacts.get(contactName);
      if (before === undefined) throw new Error(`no contact ${contactName}`);
      written(controlId, `update ${contactName}`, () => fake.contacts.set(contactName, change(before, told)));
    },
    async attachContact(_controlId, { kind, id }, contact) {
      const party = fake.parties.get(partyKey(kind, id));
      if (party === undefined) throw new Error(`no ${kind} ${id}`);
      const isListed = party.contacts.some(({ contactName }) => contactName === contact.contactName);
      if (!isListed) party.contacts = [...party.contacts, contact];
    },
  };
  const fake: FakeIntacctMasters = {
    port,
    parties: new Map(),
    contacts: new Map(),
    terms: new Map(),
    taxDetails: new Map(),
    taxSchedules: [],
    writes: [],
    loseNextAnswer: null,
    edit(contactName, edited) {
      const before = fake.contacts.get(contactName);
      if (before !== undefined) fake.contacts.set(contactName, { ...before, ...edited, modifiedAt: clock.now() });
    },
  };
  return fake;
}

/** A contact of which only name and number are known. */
export function blankContact(contactName: string, recordNumber: string): IntacctContact {
  return {
    contactName,
    recordNumber,
    printAs: contactName,
    companyName: null,
    forename: null,
    surname: null,
    telephone: null,
    mobile: null,
    email: null,
    address: null,
    isActive: true,
    modifiedAt: '2026-11-20T08:00:00Z',
  };
}

/** A customer in good order, as Intacct holds it. */
export function buildParty(changes: Partial<IntacctParty> = {}): IntacctParty {
  return {
    kind: 'customer',
    id: 'C00123',
    recordNumber: '123',
    name: 'Gulf Steel',
    isActive: true,
    isOnHold: false,
    creditLimit: '50000',
    currency: 'USD',
    termName: null,
    taxId: '12-3456789',
    parentId: null,
    restriction: { kind: 'unrestricted' },
    entityId: null,
    displayContact: {
      telephone: '713-555-0100',
      email: 'ap@gulf-steel.example',
      address: {
        lines: ['1 Dock Road', 'Gate 3'],
        town: 'Houston',
        county: 'TX',
        postcode: '77001',
        countryCode: 'US',
      },
    },
    contacts: [],
    partyType: null,
    glGroup: null,
    customFields: {},
    modifiedAt: '2026-11-20T09:00:00Z',
    ...changes,
  };
}
