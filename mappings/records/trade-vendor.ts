import type { ImetalProfile } from '../../domain/imetal-profile';
import type { IntacctParty } from '../../domain/master-records';

/** Why a vendor is none of operations' business, by the profile's rule; null for a trade vendor. */
export function whyNotTrade(vendor: IntacctParty, profile: ImetalProfile): string | null {
  const { vendorTypes, glGroups, customField } = profile.masters.tradeVendors;
  if (vendorTypes !== undefined && !vendorTypes.includes(vendor.partyType ?? '')) {
    return `vendor type ${vendor.partyType ?? 'none'} is not a trade vendor's`;
  }
  if (glGroups !== undefined && !glGroups.includes(vendor.glGroup ?? '')) {
    return `GL group ${vendor.glGroup ?? 'none'} is not a trade vendor's`;
  }
  if (customField === undefined) return null;
  const value = vendor.customFields[customField.field];
  return customField.values.includes(value ?? '')
    ? null
    : `${customField.field} ${value ?? 'empty'} is not a trade vendor's`;
}
