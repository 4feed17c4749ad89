import type { ImetalProfile } from '../../domain/imetal-profile';

/**
 * The code that a ship-to address of the company bears when the profile's pattern gives it this name in Intacct; null when the name is not
 * of that pattern. A supplier's name says so at its end.
 */
export function shipToCodeOf(contactName: string, companyCode: string, profile: ImetalProfile): string | null {
  const [before = '', after] = profile.shipTo.contactName.replaceAll('{customer}', companyCode).split('{address}');
  const name = contactName.replace(/ \(supplier\)$/, '');
  if (after === undefined || !name.startsWith(before) || !name.endsWith(after)) return null;
  const code = name.slice(before.length, name.length - after.length);
  return code === '' ? null : code;
}
