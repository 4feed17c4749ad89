import { causeKey, type PostingException } from '../../domain/exception';
import type { ImetalProfile } from '../../domain/imetal-profile';
import type { IntacctParty } from '../../domain/master-records';

/** Where iMetal may use a customer or vendor: everywhere, nowhere, or in these branches (sorted). */
export type PartyBranches =
  | { kind: 'all' }
  | { kind: 'none' }
  | { kind: 'some'; branchCodes: string[] }
  | { kind: 'exceptions'; exceptions: PostingException[] };

/** Intacct's restriction, or the entity that owns the record, as branches of the profile. A location without a branch is an exception. */
export function restrictionToBranches(party: IntacctParty, profile: ImetalProfile, subject: string): PartyBranches {
  const { restriction, entityId } = party;
  if (restriction.kind === 'root-only') return { kind: 'none' };
  if (restriction.kind === 'unrestricted' && entityId === null) return { kind: 'all' };
  const locationIds = restriction.kind === 'restricted' ? restriction.locationIds : [entityId ?? ''];
  const branchCodes = new Set<string>();
  const exceptions: PostingException[] = locationIds.length === 0 ? [withoutLocation(subject)] : [];
  for (const locationId of locationIds) {
    const found = Object.entries(profile.branches).filter(
      ([, branch]) => branch.entity === locationId || branch.location === locationId,
    );
    if (found.length === 0) exceptions.push(unmapped(subject, locationId));
    for (const [code] of found) branchCodes.add(code);
  }
  return exceptions.length > 0
    ? { kind: 'exceptions', exceptions }
    : { kind: 'some', branchCodes: [...branchCodes].sort() };
}

function unmapped(subject: string, locationId: string): PostingException {
  const expected = 'a branch of the profile with that entity or location';
  return {
    code: 'RESTRICTION_UNMAPPED',
    field: 'restricted locations',
    expected,
    actual: locationId,
    message: `${subject}: restricted to location ${locationId}, expected ${expected}`,
    causeKey: causeKey.location(locationId),
  };
}

/** No branches would mean every branch in iMetal. */
function withoutLocation(subject: string): PostingException {
  const expected = 'the locations to which it is restricted';
  return {
    code: 'RESTRICTION_UNMAPPED',
    field: 'restricted locations',
    expected,
    actual: 'none',
    message: `${subject}: restricted, expected ${expected}, came none`,
    causeKey: null,
  };
}
