import { causeKey, type PostingException } from '../../domain/exception';
import type { ImetalProfile } from '../../domain/imetal-profile';
import type { IntacctParty } from '../../domain/master-records';
import { companyLimits, findTooLong } from './field-limits';
import type { AddressBlock } from './postal-address';
import { addressFaults, addressFields, addressFromImetal, addressFromIntacct, addressToImetal } from './postal-address';
import { amountField, flagField, type RecordFields, rulesFor, textField } from './record-fields';
import { type PartyBranches, restrictionToBranches } from './restriction-to-branches';
import { whyNotTrade } from './trade-vendor';

/** The codes under which iMetal knows what the party refers to; null where it does not know it yet. */
export interface PartyCodes {
  termsCode: string | null;
  parentCode: string | null;
  /** The parent was looked at, and operations need it not. */
  isParentLeftOut?: boolean;
  /** Ids of the parents upwards, when they were looked at: for loops. */
  parentChain: { ids: string[]; endsInLoop: boolean } | null;
}

export type MappedParty =
  | { kind: 'fields'; fields: RecordFields; isWanted: boolean; because: string | null }
  /** Operations need it not, and iMetal cannot hold it as it is: it is only to be closed where they have it. */
  | { kind: 'closed'; because: string }
  | { kind: 'exceptions'; exceptions: PostingException[] };

const partyFields = [
  'name',
  'isActive',
  'paymentHold',
  'creditLimit',
  'currency',
  'termsCode',
  'taxId',
  'parentCode',
  'branches',
  'telephone',
  'email',
  'externalReference',
  ...addressFields,
];

/** Customers and vendors are finance's: nothing of them flows back (facts/cross-system.md 5). */
export const partyRules = rulesFor(partyFields, 'only-intacct');

/** How messages name a party. */
export function partySubject(party: { kind: 'customer' | 'vendor'; id: string }): string {
  return `${party.kind} ${party.id}`;
}

/**
 * A customer or vendor of Intacct in the fields of iMetal's companies; `isWanted` false for one that operations need not know (not a
 * trade vendor): where they know it, it becomes inactive. Exceptions for what iMetal cannot hold or does not know yet, of one that they need.
 */
export function mapPartyToCompany(party: IntacctParty, profile: ImetalProfile, codes: PartyCodes): MappedParty {
  const subject = partySubject(party);
  const filtered = party.kind === 'vendor' ? whyNotTrade(party, profile) : null;
  const branches = restrictionToBranches(party, profile, subject);
  const isOpen = branches.kind !== 'none';
  const fields: RecordFields = {
    name: textField(party.name),
    isActive: flagField(party.isActive && isOpen && filtered === null),
    paymentHold: flagField(party.isOnHold),
    creditLimit: amountField(party.creditLimit),
    currency: party.currency ?? baseCurrency(branches, profile),
    termsCode: codes.termsCode,
    taxId: textField(party.taxId),
    parentCode: codes.parentCode,
    branches: branches.kind === 'some' ? branches.branchCodes.join(',') : null,
    telephone: textField(party.displayContact.telephone),
    email: textField(party.displayContact.email),
    externalReference: party.id,
    ...addressFromIntacct(party.displayContact.address),
  };
  const because = filtered ?? (!party.isActive ? 'inactive in Intacct' : isOpen ? null : 'restricted to the top level');
  const exceptions = [
    ...(branches.kind === 'exceptions' ? branches.exceptions : []),
    ...missingFields(fields, subject),
    ...findTooLong(fields, companyLimits, subject),
    ...addressFaults(fields, subject),
    ...unknownReferences(party, codes, subject),
  ];
  if (exceptions.length === 0) return { kind: 'fields', fields, isWanted: because === null, because };
  return because === null ? { kind: 'exceptions', exceptions } : { kind: 'closed', because };
}

/** A company of iMetal in the same fields. */
export function companyFields(company: {
  name: string;
  isActive: boolean;
  paymentHold: boolean;
  creditLimit: string | null;
  currencyCode: string;
  termsCode: string | null;
  taxRegistration: string | null;
  parentCode: string | null;
  branchCodes: string[];
  telephone: string | null;
  email: string | null;
  externalReference: string | null;
  address: AddressBlock | null;
}): RecordFields {
  return {
    name: textField(company.name),
    isActive: flagField(company.isActive),
    paymentHold: flagField(company.paymentHold),
    creditLimit: amountField(company.creditLimit),
    currency: textField(company.currencyCode),
    termsCode: textField(company.termsCode),
    taxId: textField(company.taxRegistration),
    parentCode: textField(company.parentCode),
    branches: textField([...company.branchCodes].sort().join(',')),
    telephone: textField(company.telephone),
    email: textField(company.email),
    externalReference: textField(company.externalReference),
    ...addressFromImetal(company.address),
  };
}

/** What of a company is operations' own: a change row is the whole record, and what it left out would be cleared. */
export interface KeptOfCompany {
  branchCode: string;
  creditComments: string | null;
  shortName: string | null;
  fax: string | null;
  registrationNumber: string | null;
}

/** The row for iMetal's importer. The home branch stays where operations put it, unless the party is closed there. */
export function companyImportValues(
  kind: 'customer' | 'supplier',
  code: string,
  fields: RecordFields,
  keep: KeptOfCompany,
): Record<string, string | number | boolean | null> {
  const allowed = fields.branches?.split(',') ?? [];
  const homeBranch = allowed.length === 0 || allowed.includes(keep.branchCode) ? keep.branchCode : allowed[0];
  return {
    company_type: kind === 'customer' ? 'C' : 'S',
    code,
    name: fields.name ?? null,
    short_name: keep.shortName,
    company_status_code: fields.isActive === 'true' ? 'ACT' : 'INA',
    branch_code: homeBranch ?? null,
    terms_code: fields.termsCode ?? null,
    currency_code: fields.currency ?? null,
    ...addressToImetal(fields),
    telephone: fields.telephone ?? null,
    fax: keep.fax,
    email: fields.email ?? null,
    credit_limit: fields.creditLimit ?? null,
    payment_hold: fields.paymentHold === 'true',
    credit_comments: keep.creditComments,
    parent_code: fields.parentCode ?? null,
    registration_number: keep.registrationNumber,
    tax_registration1: fields.taxId ?? null,
    restricted_branches: fields.branches ?? null,
    external_reference: fields.externalReference ?? null,
  };
}

/** Intacct's party without a currency trades in the base currency: that of the branch where it is at home. */
function baseCurrency(branches: PartyBranches, profile: ImetalProfile): string | null {
  const home = branches.kind === 'some' ? branches.branchCodes[0] : profile.masters.defaultBranch;
  return profile.branches[home ?? '']?.baseCurrency ?? null;
}

function missingFields(fields: RecordFields, subject: string): PostingException[] {
  return ['name', 'currency']
    .filter((field) => (fields[field] ?? null) === null)
    .map((field) => ({
      code: field === 'currency' ? 'CURRENCY_MISSING' : 'REQUIRED_FIELD_MISSING',
      field,
      expected: `a ${field}, which iMetal needs`,
      actual: 'nothing',
      message: `${subject}: ${field}: expected a ${field}, which iMetal needs, came nothing`,
      causeKey: null,
    }));
}

const leftOut = 'left out of iMetal: operations do not need it';

function unknownReferences(party: IntacctParty, codes: PartyCodes, subject: string): PostingException[] {
  const { termName, parentId } = party;
  const exceptions: PostingException[] = [];
  if (termName !== null && codes.termsCode === null) {
    exceptions.push({
      code: 'TERM_UNKNOWN',
      field: 'terms',
      expected: 'a term that iMetal has from Intacct',
      actual: termName,
      message: `${subject}: term "${termName}" is not in iMetal yet`,
      causeKey: causeKey.term(termName),
    });
  }
  if (parentId === null) return exceptions;
  const parentCause = party.kind === 'customer' ? causeKey.customer(parentId) : causeKey.vendor(parentId);
  if (codes.parentChain?.endsInLoop === true) {
    const chain = [party.id, ...codes.parentChain.ids].join(' → ');
    const expected = 'a parent whose own parents do not lead back';
    exceptions.push({
      code: 'PARENT_LOOP',
      field: 'parent',
      expected,
      actual: chain,
      message: `${subject}: ${chain}, expected ${expected}`,
      causeKey: parentCause,
    });
  } else if (codes.parentCode === null) {
    exceptions.push({
      code: 'PARENT_UNKNOWN',
      field: 'parent',
      expected: 'a parent that iMetal has from Intacct',
      actual: parentId,
      message: `${subject}: its parent ${parentId} is ${codes.isParentLeftOut === true ? leftOut : 'not in iMetal yet'}`,
      causeKey: parentCause,
    });
  }
  return exceptions;
}
