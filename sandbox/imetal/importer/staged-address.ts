import type { ClientBase } from 'pg';
import { insertRow, updateRow } from '../write-rows';
import type { StagedRow } from './staged-record';

/**
 * Writes the address columns of a staged row to the address that is there, or to a new one; returns its id, null when the row
 * holds no address. An address of a town alone has an empty block.
 */
export async function writeAddress(
  live: ClientBase,
  standingId: number | null,
  row: StagedRow,
  countryId: number | null,
): Promise<number | null> {
  const { address = null, town = null, county = null, postcode = null } = row;
  if ([address, town, county, postcode, countryId].every((part) => part === null)) return null;
  const columns = { address: address ?? '', town, county, postcode, country_id: countryId };
  if (standingId === null) return insertRow(live, 'addresses', columns);
  await updateRow(live, 'addresses', standingId, columns);
  return standingId;
}
