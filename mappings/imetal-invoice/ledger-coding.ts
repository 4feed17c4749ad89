import { causeKey } from '../../domain/exception';
import type { BranchProfile, ImetalProfile } from '../../domain/imetal-profile';
import type { CostGroup, SourceAccount } from '../../domain/source-invoice';
import { findUnprintable, lengthInCharacters, printableText } from '../../domain/text';
import type { ReportFault } from '../fault-report';
import { fieldLengthMaxCharacters } from '../field-lengths';
import { lookUp } from '../look-up';

const costGroups: readonly CostGroup[] = ['material', 'freight', 'processing', 'miscellaneous', 'surcharge'];

/** The branch's part of the profile; null, reported as BRANCH_UNMAPPED, when it has none. */
export function findBranch(branchCode: string, profile: ImetalProfile, report: ReportFault): BranchProfile | null {
  const branch = lookUp(profile.branches, branchCode);
  if (branch !== undefined) return branch;
  report({
    code: 'BRANCH_UNMAPPED',
    field: 'branch',
    expected: 'a branch of the company profile',
    actual: branchCode,
    says: `branch ${branchCode} is not in the company profile, so it has no entity and no location`,
    causeKey: causeKey.branch(branchCode),
  });
  return null;
}

/** The Intacct department of a sales group, when the profile gives one; Intacct decides whether it is required. */
export function findDepartment(salesGroupCode: string | null, profile: ImetalProfile): string | null {
  if (salesGroupCode === null) return null;
  return lookUp(profile.dimensions.departmentBySalesGroup, salesGroupCode) ?? null;
}

/** One of the five cost groups; null, reported as COST_GROUP_UNKNOWN, for any other text. */
export function findCostGroup(costGroup: string, line: string, report: ReportFault): CostGroup | null {
  const known = costGroups.find((candidate) => candidate === costGroup);
  if (known !== undefined) return known;
  report({
    code: 'COST_GROUP_UNKNOWN',
    field: `${line}: cost group`,
    expected: costGroups.join(', '),
    actual: costGroup,
    says: `cost group '${costGroup}' is none of ${costGroups.join(', ')}`,
    line,
  });
  return null;
}

/** Where a nominal account comes from, for the sentence when there is none. */
export interface AccountRole {
  line: string;
  /** For example `account` or `debit account`. */
  name: string;
  /** Sales group for what is sold, purchase group for what is bought. */
  groupNoun: 'sales group' | 'purchase group';
  groupCode: string | null;
  costGroup: string;
}

/**
 * The Intacct account of a nominal account: the profile's override, else the source's external code; null, reported as
 * ACCOUNT_UNMAPPED, TEXT_UNPRINTABLE or FIELD_TOO_LONG, when there is none that can be sent.
 */
export function findLedgerAccount(
  account: SourceAccount | null,
  role: AccountRole,
  profile: ImetalProfile,
  report: ReportFault,
): string | null {
  const field = `${role.line}: ${role.name}`;
  if (account === null) {
    const group = role.groupCode ?? 'none';
    const groupKey = role.groupNoun === 'sales group' ? causeKey.salesGroup : causeKey.purchaseGroup;
    report({
      code: 'ACCOUNT_UNMAPPED',
      field,
      expected: 'a nominal account',
      actual: 'none',
      says: `${role.groupNoun} ${group} names no nominal ${role.name} for ${role.costGroup}`,
      causeKey: groupKey(group, role.costGroup),
      line: role.line,
    });
    return null;
  }
  const accountNumber = lookUp(profile.accounts.overrides, account.code) ?? account.externalCode?.trim() ?? '';
  if (accountNumber === '') {
    report({
      code: 'ACCOUNT_UNMAPPED',
      field,
      expected: 'an external code of the nominal account, or an override in the company profile',
      actual: 'none',
      says: `nominal account ${account.code} has no Intacct account: no external code and no override in the profile`,
      causeKey: causeKey.nominalAccount(account.code),
      line: role.line,
    });
    return null;
  }
  return sendableAccount(accountNumber, account.code, field, role.line, report);
}

function sendableAccount(
  accountNumber: string,
  nominalCode: string,
  field: string,
  line: string,
  report: ReportFault,
): string | null {
  const unprintable = findUnprintable(accountNumber);
  const lengthMax = fieldLengthMaxCharacters.accountNumber;
  const tooLong = lengthInCharacters(accountNumber) > lengthMax;
  if (unprintable === null && !tooLong) return accountNumber;
  report({
    code: unprintable === null ? 'FIELD_TOO_LONG' : 'TEXT_UNPRINTABLE',
    field,
    expected: `at most ${lengthMax} printable characters`,
    actual: unprintable ?? `${lengthInCharacters(accountNumber)} characters`,
    says: `Intacct account '${printableText(accountNumber)}' of nominal account ${nominalCode} cannot be sent`,
    causeKey: causeKey.nominalAccount(nominalCode),
    line,
  });
  return null;
}
