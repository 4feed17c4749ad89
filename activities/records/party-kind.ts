import { selectLink } from '../../db/links';
import { causeKey } from '../../domain/exception';
import type { ImetalProfile } from '../../domain/imetal-profile';
import type { IntacctParty } from '../../domain/master-records';
import { codeLimits } from '../../mappings/records/field-limits';
import {
  companyFields,
  companyImportValues,
  mapPartyToCompany,
  type PartyCodes,
  partyRules,
  partySubject,
} from '../../mappings/records/party-to-company';
import { chooseCode } from './choose-code';
import { isPartyFiltered } from './contact-party';
import { goneInIntacct } from './gone-in-intacct';
import {
  linkedObjectOf,
  type RecordKind,
  type RecordLook,
  type RecordReaders,
  type TouchedRecord,
} from './record-kind';

// Deeper than any group of companies; beyond it something leads round.
const parentsMax = 20;

/** Customers; planning finds an invoice's customer under the same links. */
export const customerKind = partyKind('customer');
export const vendorKind = partyKind('vendor');

function partyKind(kind: 'customer' | 'vendor'): RecordKind {
  const imetalKind = kind === 'customer' ? 'customer' : 'supplier';
  const self: RecordKind = {
    linkedObject: 'company',
    intacctObject: kind === 'customer' ? 'CUSTOMER' : 'VENDOR',
    inactive: { isActive: 'false' },
    causeKey: (id) => (kind === 'customer' ? causeKey.customer(id) : causeKey.vendor(id)),
    async look(readers, id, link) {
      const { profile } = readers;
      const party = await readers.intacct.readParty(kind, id);
      if (party === null && link?.agreed == null)
        return { kind: 'nothing', outcome: 'gone', because: 'not in Intacct' };
      const codes = await codesOf(readers, kind, party, link?.agreed?.parentCode ?? null);
      const mapped = party === null ? null : mapPartyToCompany(party, profile, codes);
      const modifiedAt = party?.modifiedAt ?? null;
      if (mapped?.kind === 'exceptions') return { ...mapped, modifiedAt };
      const isWanted = mapped?.kind === 'fields' && mapped.isWanted;
      const because = mapped === null ? 'gone from Intacct' : mapped.because;
      if (link === null && !isWanted && !(await isOpenInImetal(readers, imetalKind, id))) {
        return { kind: 'nothing', outcome: 'filtered', because: because ?? 'not wanted', modifiedAt };
      }
      const code = link?.sourceId ?? (await chooseCompanyCode(readers, self, imetalKind, id));
      if (code === null) return codeTaken(partySubject({ kind, id }), codeLimits.company);
      const company = await readers.imetal.readCompany(imetalKind, code);
      const keep = {
        branchCode: company?.branchCode ?? profile.masters.defaultBranch,
        creditComments: company?.creditComments ?? null,
        shortName: company?.shortName ?? null,
        fax: company?.fax ?? null,
        registrationNumber: company?.registrationNumber ?? null,
      };
      const lastKnown = link?.agreed ?? (company === null ? {} : companyFields(company));
      return {
        kind: 'found',
        sourceId: code,
        intacct: {
          ...(mapped?.kind === 'fields' ? { fields: mapped.fields } : goneInIntacct(lastKnown, self.inactive)),
          modifiedAt: modifiedAt ?? new Date().toISOString(),
        },
        imetal: company === null ? null : { fields: companyFields(company), modifiedAt: company.modifiedAt },
        rules: partyRules,
        recordNumber: party?.recordNumber ?? null,
        isWanted,
        because,
        importOf: (merged) => ({
          table: 'import_companies',
          action: company === null ? 'A' : 'C',
          values: {
            ...companyImportValues(imetalKind, code, merged, keep),
            ...(company === null ? {} : { imetal_version: company.version }),
          },
        }),
        touches: party === null ? [] : contactsOfParty(party, profile),
      };
    },
  };
  return self;
}

/** Whether iMetal has the party under its own id since before the hub, and in use: then it is not left out, but closed. */
async function isOpenInImetal({ imetal }: RecordReaders, kind: 'customer' | 'supplier', id: string): Promise<boolean> {
  const company = await imetal.readCompany(kind, id);
  return company?.isActive === true && isOf(company, id);
}

/** One that was there before the hub, under the same id, is the same party: invoices name it so already. */
function isOf({ code, externalReference }: { code: string; externalReference: string | null }, id: string): boolean {
  return externalReference === null ? code === id : externalReference === id;
}

function codeTaken(subject: string, limit: number): RecordLook {
  const expected = `a code of at most ${limit} characters that is free in iMetal`;
  return {
    kind: 'exceptions',
    exceptions: [
      {
        code: 'CODE_TAKEN',
        field: 'code',
        expected,
        actual: 'every one of them in use',
        message: `${subject}: expected ${expected}, every one that its id allows is in use`,
        causeKey: null,
      },
    ],
  };
}

/** A code that iMetal has for this very party, or that nobody has there; bound to it from now on. */
async function chooseCompanyCode(
  readers: RecordReaders,
  kind: RecordKind,
  imetalKind: 'customer' | 'supplier',
  id: string,
): Promise<string | null> {
  return chooseCode(
    readers.hub,
    linkedObjectOf(kind, readers.profile.company),
    id,
    codeLimits.company,
    async (code) => {
      const company = await readers.imetal.readCompany(imetalKind, code);
      return company === null || isOf(company, id);
    },
  );
}

async function codesOf(
  readers: RecordReaders,
  kind: 'customer' | 'vendor',
  party: IntacctParty | null,
  agreedParentCode: string | null,
): Promise<PartyCodes> {
  const { company } = readers.profile;
  const codeOf = async (object: string, intacctObject: string, id: string | null) => {
    if (id === null) return null;
    const link = await selectLink(readers.hub, { company, object, intacctObject }, id);
    return link?.agreed == null ? null : link.sourceId;
  };
  const isCustomer = kind === 'customer';
  const termsCode = await codeOf(
    isCustomer ? 'ar-term' : 'ap-term',
    isCustomer ? 'ARTERM' : 'APTERM',
    party?.termName ?? null,
  );
  const parentId = party?.parentId ?? null;
  const parentCode = await codeOf('company', isCustomer ? 'CUSTOMER' : 'VENDOR', parentId);
  // A parent that has been agreed on leads nowhere wrong; only a new one is followed upwards.
  const isNew = parentId !== null && (parentCode === null || parentCode !== agreedParentCode);
  return {
    termsCode,
    parentCode,
    isParentLeftOut:
      parentId !== null && parentCode === null && (await isPartyFiltered(readers, { kind, id: parentId })),
    parentChain: party !== null && isNew ? await followParents(readers, kind, party) : null,
  };
}

async function followParents(readers: RecordReaders, kind: 'customer' | 'vendor', party: IntacctParty) {
  const ids: string[] = [];
  for (let next = party.parentId; next !== null; ) {
    const isKnown = next === party.id || ids.includes(next);
    ids.push(next);
    if (isKnown || ids.length > parentsMax) return { ids, endsInLoop: true };
    next = (await readers.intacct.readParty(kind, next))?.parentId ?? null;
  }
  return { ids, endsInLoop: false };
}

/** A party's contacts under a category that operations know; its own, whose address comes with the party, is none of them. */
export function contactsOfParty(party: IntacctParty, profile: ImetalProfile): TouchedRecord[] {
  const { categories, shipToCategory } = profile.masters.contacts;
  const known = new Set([shipToCategory, ...Object.values(categories)]);
  return party.contacts
    .filter(({ category, contactName }) => known.has(category) && !isDisplayContactOf(party, contactName))
    .map(({ category, contactName }) => ({
      object: 'CONTACT',
      id: contactName,
      hint: { party: { kind: party.kind, id: party.id, category } },
    }));
}

/** The contact `NAME(CCUSTOMERID)` or `NAME(VVENDORID)` that Intacct makes with the party; the name stays when the party is renamed. */
function isDisplayContactOf({ kind, id }: IntacctParty, contactName: string): boolean {
  return contactName.endsWith(`(${kind === 'customer' ? 'C' : 'V'}${id})`);
}
