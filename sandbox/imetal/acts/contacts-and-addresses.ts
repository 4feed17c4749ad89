import type { ClientBase, Pool } from 'pg';
import { type Columns, findId, idOfRow, insertRow, inTransaction, updateRow } from '../write-rows';

/** An address as a person types it; what is absent stays as it is, null is cleared. */
export interface TypedAddress {
  /** One block of text, lines apart by line feeds. */
  address?: string;
  town?: string | null;
  county?: string | null;
  postcode?: string | null;
  /** iMetal's three letters: `USA`. */
  countryCode?: string | null;
}

interface CompanyName {
  /** Customer unless named. */
  companyType?: 'C' | 'S';
  companyCode: string;
}

/** What a person saves of a ship-to address; what is absent stays as it is. */
export interface ShipToRequest extends CompanyName {
  code: string;
  name?: string;
  telephone?: string | null;
  email?: string | null;
  active?: boolean;
  address?: TypedAddress;
}

/**
 * Makes or changes a ship-to address and returns its id. The screen saves address and owner together, so that both tell the time
 * of change; with `addressAlone` only the row of the address is written, as another program of iMetal may do.
 */
export function saveShipTo(owner: Pool, request: ShipToRequest, extent?: 'addressAlone'): Promise<number> {
  return inTransaction(owner, async (client) => {
    const companyId = await companyIdOf(client, request);
    const columns = given({
      name: request.name,
      telephone: request.telephone,
      email: request.email,
      status: statusOf(request.active),
    });
    const id = await findId(client, 'company_sub_addresses', { company_id: companyId, code: request.code });
    if (id !== null) {
      await changeOwner(client, 'company_sub_addresses', id, columns, request.address, extent);
      return id;
    }
    return insertRow(client, 'company_sub_addresses', {
      company_id: companyId,
      code: request.code,
      name: request.name ?? request.code,
      address_id: await insertAddress(client, request.address ?? {}),
      ...columns,
    });
  });
}

/** What a person saves of a contact; what is absent stays as it is. */
export interface ContactRequest extends CompanyName {
  /** Of the contact to change; a new one when absent. */
  id?: number;
  forename?: string | null;
  surname?: string;
  position?: string | null;
  /** WHS, SAL, ACC. */
  typeCode?: string | null;
  telephone?: string | null;
  mobile?: string | null;
  email?: string | null;
  active?: boolean;
  address?: TypedAddress;
}

/** Makes or changes a contact and returns its id; a new one needs a surname. `addressAlone` as for `saveShipTo`. */
export function saveContact(owner: Pool, request: ContactRequest, extent?: 'addressAlone'): Promise<number> {
  return inTransaction(owner, async (client) => {
    const companyId = await companyIdOf(client, request);
    const { typeCode } = request;
    const columns = given({
      forename: request.forename,
      surname: request.surname,
      position: request.position,
      telephone: request.telephone,
      mobile: request.mobile,
      email: request.email,
      status: statusOf(request.active),
      type_id: typeCode == null ? typeCode : await idOfRow(client, 'contact_types', { code: typeCode }),
    });
    if (request.id !== undefined) {
      const id = await idOfRow(client, 'contacts', { id: request.id, company_id: companyId });
      await changeOwner(client, 'contacts', id, columns, request.address, extent);
      return id;
    }
    const addressId = request.address === undefined ? null : await insertAddress(client, request.address);
    return insertRow(client, 'contacts', { company_id: companyId, address_id: addressId, ...columns });
  });
}

async function companyIdOf(client: ClientBase, { companyType = 'C', companyCode }: CompanyName): Promise<number> {
  const typeId = await idOfRow(client, 'company_types', { code: companyType });
  return idOfRow(client, 'companies', { type_id: typeId, code: companyCode });
}

function statusOf(active: boolean | undefined): 'A' | 'D' | undefined {
  if (active === undefined) return undefined;
  return active ? 'A' : 'D';
}

function given(columns: Record<string, string | number | null | undefined>): Columns {
  return Object.fromEntries(
    Object.entries(columns).filter((entry): entry is [string, string | number | null] => entry[1] !== undefined),
  );
}

async function addressColumns(client: ClientBase, address: TypedAddress): Promise<Columns> {
  const { countryCode, town, county, postcode } = address;
  const country_id = countryCode == null ? countryCode : await idOfRow(client, 'countries', { code: countryCode });
  return given({ address: address.address, town, county, postcode, country_id });
}

async function insertAddress(client: ClientBase, address: TypedAddress): Promise<number> {
  return insertRow(client, 'addresses', { address: '', ...(await addressColumns(client, address)) });
}

async function changeOwner(
  client: ClientBase,
  table: 'company_sub_addresses' | 'contacts',
  id: number,
  columns: Columns,
  address: TypedAddress | undefined,
  extent: 'addressAlone' | undefined,
): Promise<void> {
  if (Object.keys(columns).length > 0) await updateRow(client, table, id, columns);
  if (address === undefined) return;
  const found = await client.query<{ address_id: number | null }>(`select address_id from ${table} where id = $1`, [
    id,
  ]);
  const addressId = found.rows[0]?.address_id ?? null;
  if (addressId === null) {
    await updateRow(client, table, id, { address_id: await insertAddress(client, address) });
    return;
  }
  await updateRow(client, 'addresses', addressId, await addressColumns(client, address));
  if (extent === undefined) await client.query(`update ${table} set address_id = address_id where id = $1`, [id]);
}
