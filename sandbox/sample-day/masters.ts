import { addCodeTables, addCoding } from './code-tables';
import { units } from './coding';
import { addCodes, idOf } from './id-of';
import { customers, type SampleCustomer, suppliers } from './parties';
import { branches, corporateEntities, currencies, type Place, places, terms } from './places';
import type { RowWriter } from './rows';
import { addTaxes } from './taxes';

/** Ids of the masters by code: what documents refer to. */
export interface MasterIds {
  currency: Map<string, number>;
  branch: Map<string, number>;
  warehouse: Map<string, number>;
  unit: Map<string, number>;
  terms: Map<string, number>;
  costGroup: Map<string, number>;
  /** Key `PLT/MAT`. */
  salesGroupCharge: Map<string, number>;
  product: Map<string, number>;
  purchaseGroup: number;
  /** Customers and suppliers; their codes do not collide here. */
  company: Map<string, number>;
  /** Key `C00101/MAIN`. */
  address: Map<string, number>;
  salesType: Map<string, number>;
  salesStatus: Map<string, number>;
  adjustmentReason: Map<string, number>;
  creditReason: Map<string, number>;
  salesperson: number;
}

/** The five slots' columns of a tax setting: authorities, classes, exemptions. */
export function taxColumns(place: Place, exempt: boolean): Record<string, string | number | boolean | null> {
  const columns: Record<string, string | number | boolean | null> = {
    tax_group: place.taxes.length === 0 ? null : place.taxGroup,
  };
  for (const number of [1, 2, 3, 4, 5]) {
    const tax = place.taxes.find((candidate) => candidate.slot === number);
    columns[`tax_authority${number}`] = tax?.authority ?? null;
    columns[`tax_class${number}`] = tax?.taxClass ?? null;
    columns[`tax_exempt${number}`] = tax === undefined ? null : exempt;
  }
  return columns;
}

/** Adds all masters to the writer, which must be fresh: parties, products, coding, code tables. */
export function addMasters(writer: RowWriter): MasterIds {
  const currency = addCodes(currencies, (row) =>
    writer.add('currency_codes', {
      code: row.code,
      exchange_rate: row.exchangeRate,
      exchange_rate_operator: row.operator,
    }),
  );
  const country = addCodes(countries, (row) => writer.add('countries', { code: row.code, name: row.name }));
  const entity = addCodes(corporateEntities, (row) =>
    writer.add('corporate_entities', {
      code: row.code,
      name: row.name,
      base_currency_id: idOf(currency, row.baseCurrency),
    }),
  );
  const branch = addCodes(branches, (row) =>
    writer.add('branches', {
      code: row.code,
      name: row.name,
      ledger_segment_code: row.code,
      corporate_entity_id: idOf(entity, row.entity),
    }),
  );
  const salesperson = addPersonnel(writer);
  const warehouse = addCodes(branches, (row) =>
    writer.add('warehouses', { code: row.code, name: `${row.name} warehouse`, branch_id: idOf(branch, row.code) }),
  );
  const unit = addCodes(
    units.map((code) => ({ code })),
    (row) => writer.add('units_of_measure', { code: row.code }),
  );
  const termsIds = addCodes(terms, (row) =>
    writer.add('terms', {
      code: row.code,
      description: row.description,
      due_days: row.dueDays,
      due_month_ends: row.dueMonthEnds,
    }),
  );
  const coding = addCoding(writer);
  addStockItems(writer, idOf(warehouse, 'HOU'), coding.product);
  addTaxes(writer);
  const parties = addParties(writer, { currency, country, branch, terms: termsIds });
  const codeTables = addCodeTables(writer);
  return { currency, branch, warehouse, unit, terms: termsIds, salesperson, ...coding, ...parties, ...codeTables };
}

/** A salesperson, whose id is returned, and the user by whom the hub's imports are made; both sell plate unless told otherwise. */
function addPersonnel(writer: RowWriter): number {
  const salesperson = { username: 'First_Last', forename: 'First', surname: 'Last', sales_group_code: 'PLT' };
  const hub = { username: 'Intacct_Pipelines', forename: 'Intacct', surname: 'Pipelines', sales_group_code: 'PLT' };
  const id = writer.add('personnel', salesperson);
  writer.add('personnel', hub);
  return id;
}

const countries = [
  { code: 'USA', name: 'United States' },
  { code: 'CAN', name: 'Canada' },
  { code: 'GBR', name: 'United Kingdom' },
  { code: 'IRL', name: 'Ireland' },
];

/** One tag of each product, so that stock is not empty; no document of the day draws on it. */
function addStockItems(writer: RowWriter, warehouseId: number, product: Map<string, number>): void {
  for (const [code, productId] of product) {
    const tag = { number: `T${productId}-${code}`.slice(0, 16), warehouse_id: warehouseId, product_id: productId };
    writer.add('stock_items', { ...tag, physical_pieces: 10, physical_weight: '12500.000', material_value: '9850.00' });
  }
}

function addPartyCodes(writer: RowWriter) {
  const active = writer.add('company_statuses', { code: 'ACT', description: 'Active' });
  writer.add('company_statuses', { code: 'INA', description: 'Inactive' });
  const contactType = addCodes(
    [
      { code: 'WHS', description: 'Warehouse' },
      { code: 'SAL', description: 'Sales' },
      { code: 'ACC', description: 'Accounts' },
    ],
    (row) => writer.add('contact_types', row),
  );
  return { active, contactType };
}

interface PartyIds {
  currency: Map<string, number>;
  country: Map<string, number>;
  branch: Map<string, number>;
  terms: Map<string, number>;
}

interface PartyKind extends PartyIds {
  typeId: number;
  statusId: number;
}

function addParties(writer: RowWriter, ids: PartyIds) {
  const companyType = addCodes([{ code: 'C' }, { code: 'S' }], (row) => writer.add('company_types', row));
  const codes = addPartyCodes(writer);
  const company = new Map<string, number>();
  const address = new Map<string, number>();
  for (const customer of customers) {
    const companyId = addCustomer(
      writer,
      customer,
      { ...ids, typeId: idOf(companyType, 'C'), statusId: codes.active },
      company,
    );
    company.set(customer.code, companyId);
    for (const [index, [addressCode, placeKey]] of customer.addresses.entries()) {
      const addressId = addAddress(writer, places[placeKey], `Unit ${index + 1}`, ids);
      const subAddressId = writer.add('company_sub_addresses', {
        company_id: companyId,
        code: addressCode,
        name: customer.name,
        address_id: addressId,
        use_company_taxes: false,
        ...taxColumns(places[placeKey], customer.taxExempt === true),
        default_address: index === 0,
      });
      address.set(`${customer.code}/${addressCode}`, subAddressId);
    }
    const type_id = idOf(codes.contactType, 'ACC');
    writer.add('contacts', { forename: 'Accounts', surname: 'Payable', company_id: companyId, type_id });
  }
  for (const supplier of suppliers) {
    company.set(
      supplier.code,
      addSupplier(writer, supplier, { ...ids, typeId: idOf(companyType, 'S'), statusId: codes.active }),
    );
  }
  return { company, address };
}

function addCustomer(writer: RowWriter, customer: SampleCustomer, ids: PartyKind, known: Map<string, number>): number {
  const place = places[customer.addresses[0][1]];
  return writer.add('companies', {
    code: customer.code,
    name: customer.name,
    short_name: customer.name.slice(0, 30),
    branch_id: idOf(ids.branch, customer.branch),
    type_id: ids.typeId,
    status_id: ids.statusId,
    terms_id: idOf(ids.terms, customer.termsCode),
    currency_id: idOf(ids.currency, customer.currency),
    address_id: addAddress(writer, place, 'Head office', ids),
    company_credit_rules_id: writer.add('company_credit_rules', { credit_limit: '500000.00' }),
    company_totals_id: writer.add('company_totals', { open_order_value: '0.00' }),
    parent_company_id: customer.parent === undefined ? null : idOf(known, customer.parent),
    ...taxColumns(place, customer.taxExempt === true),
  });
}

function addSupplier(writer: RowWriter, supplier: (typeof suppliers)[number], ids: PartyKind): number {
  return writer.add('companies', {
    code: supplier.code,
    name: supplier.name,
    short_name: supplier.name.slice(0, 30),
    branch_id: idOf(ids.branch, supplier.branch),
    type_id: ids.typeId,
    status_id: ids.statusId,
    terms_id: idOf(ids.terms, 'N30'),
    currency_id: idOf(ids.currency, supplier.currency),
    address_id: null,
    company_credit_rules_id: null,
    company_totals_id: null,
    parent_company_id: null,
    ...taxColumns(places[supplier.place], false),
  });
}

function addAddress(writer: RowWriter, place: Place, firstLine: string, ids: PartyIds): number {
  return writer.add('addresses', {
    address: `${firstLine}\n1 Foundry Road\nMetal Park`,
    town: place.town,
    county: place.county,
    postcode: place.postcode,
    country_id: idOf(ids.country, place.country),
  });
}
