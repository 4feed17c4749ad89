import {
  type CostGroupCode,
  chargeCoding,
  costGroups,
  nominalAccounts,
  products,
  salesGroups,
  stockAdjustmentReasons,
  units,
} from './coding';
import { customers, type SampleCustomer, suppliers } from './parties';
import { branches, corporateEntities, currencies, type Place, places, terms } from './places';
import type { RowWriter } from './rows';

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
  salesperson: number;
}

/** The id behind a code; a code that is not there is a fault of the generator, and throws. */
export function idOf(ids: Map<string, number>, code: string): number {
  const id = ids.get(code);
  if (id === undefined) throw new Error(`sample day: no master "${code}" among ${[...ids.keys()].slice(0, 5)}…`);
  return id;
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
  const salesperson = writer.add('personnel', { username: 'First_Last', forename: 'First', surname: 'Last' });
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
  const parties = addParties(writer, { currency, country, branch, terms: termsIds });
  const codeTables = addCodeTables(writer);
  return { currency, branch, warehouse, unit, terms: termsIds, salesperson, ...coding, ...parties, ...codeTables };
}

const countries = [
  { code: 'USA', name: 'United States' },
  { code: 'CAN', name: 'Canada' },
  { code: 'GBR', name: 'United Kingdom' },
  { code: 'IRL', name: 'Ireland' },
];

function addCodes<Coded extends { code: string }>(rows: readonly Coded[], add: (row: Coded) => number) {
  return new Map(rows.map((row) => [row.code, add(row)]));
}

function addCoding(writer: RowWriter) {
  const costGroup = addCodes(costGroups, (row) =>
    writer.add('cost_groups', { code: row.code, description: row.description }),
  );
  const nominal = addCodes(nominalAccounts, (row) =>
    writer.add('nominal_accounts', {
      code: row.code,
      external_code: row.externalCode,
      description: row.description,
      application_source: 'GL',
    }),
  );
  const salesGroup = addCodes(salesGroups, (row) =>
    writer.add('sales_groups', { code: row.code, external_code: row.code, description: row.name }),
  );
  const salesGroupCharge = new Map<string, number>();
  for (const group of salesGroups) {
    for (const costs of costGroups) {
      const id = addSalesGroupCharge(writer, group, costs.code, { costGroup, nominal, salesGroup });
      salesGroupCharge.set(`${group.code}/${costs.code}`, id);
    }
  }
  const purchaseGroup = writer.add('purchase_groups', { code: 'STL', material_nominal_id: idOf(nominal, '13000') });
  const product = addCodes(products, (row) =>
    writer.add('products', {
      code: row.code,
      description: row.description,
      product_group_code: row.group,
      sales_group_id: idOf(salesGroup, row.salesGroup),
      purchase_group_id: purchaseGroup,
      ledger_segment_code: row.group,
    }),
  );
  return { costGroup, salesGroupCharge, product, purchaseGroup };
}

/** One tag of each product, so that stock is not empty; no document of the day draws on it. */
function addStockItems(writer: RowWriter, warehouseId: number, product: Map<string, number>): void {
  for (const [code, productId] of product) {
    const tag = { number: `T${productId}-${code}`.slice(0, 16), warehouse_id: warehouseId, product_id: productId };
    writer.add('stock_items', { ...tag, physical_pieces: 10, physical_weight: '12500.000', material_value: '9850.00' });
  }
}

function addSalesGroupCharge(
  writer: RowWriter,
  group: (typeof salesGroups)[number],
  costGroupCode: CostGroupCode,
  ids: { costGroup: Map<string, number>; nominal: Map<string, number>; salesGroup: Map<string, number> },
): number {
  const coding = chargeCoding(group, costGroupCode);
  return writer.add('sales_group_charges', {
    sales_group_id: idOf(ids.salesGroup, group.code),
    cost_group_id: idOf(ids.costGroup, costGroupCode),
    sales_nominal_id: idOf(ids.nominal, coding.sales),
    internal_cost_debit_id: idOf(ids.nominal, coding.internal.debit),
    internal_cost_credit_id: idOf(ids.nominal, coding.internal.credit),
    external_cost_debit_id: idOf(ids.nominal, coding.external.debit),
    external_cost_credit_id: idOf(ids.nominal, coding.external.credit),
    stock_cost_debit_id: coding.stock === null ? null : idOf(ids.nominal, coding.stock.debit),
    stock_cost_credit_id: coding.stock === null ? null : idOf(ids.nominal, coding.stock.credit),
  });
}

interface PartyIds {
  currency: Map<string, number>;
  country: Map<string, number>;
  branch: Map<string, number>;
  terms: Map<string, number>;
}

function addParties(writer: RowWriter, ids: PartyIds) {
  const companyType = addCodes([{ code: 'C' }, { code: 'S' }], (row) => writer.add('company_types', row));
  const company = new Map<string, number>();
  const address = new Map<string, number>();
  for (const customer of customers) {
    const companyId = addCustomer(writer, customer, ids, idOf(companyType, 'C'), company);
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
    writer.add('contacts', { forename: 'Accounts', surname: 'Payable', company_id: companyId });
  }
  for (const supplier of suppliers) {
    company.set(supplier.code, addSupplier(writer, supplier, ids, idOf(companyType, 'S')));
  }
  return { company, address };
}

function addCustomer(
  writer: RowWriter,
  customer: SampleCustomer,
  ids: PartyIds,
  typeId: number,
  known: Map<string, number>,
): number {
  const place = places[customer.addresses[0][1]];
  return writer.add('companies', {
    code: customer.code,
    name: customer.name,
    short_name: customer.name.slice(0, 30),
    branch_id: idOf(ids.branch, customer.branch),
    type_id: typeId,
    terms_id: idOf(ids.terms, customer.termsCode),
    currency_id: idOf(ids.currency, customer.currency),
    address_id: addAddress(writer, place, 'Head office', ids),
    company_credit_rules_id: writer.add('company_credit_rules', { credit_limit: '500000.00' }),
    company_totals_id: writer.add('company_totals', { open_order_value: '0.00' }),
    parent_company_id: customer.parent === undefined ? null : idOf(known, customer.parent),
    ...taxColumns(place, customer.taxExempt === true),
  });
}

function addSupplier(writer: RowWriter, supplier: (typeof suppliers)[number], ids: PartyIds, typeId: number): number {
  const nothing = taxColumns({ ...places.houston, taxes: [] }, false);
  return writer.add('companies', {
    code: supplier.code,
    name: supplier.name,
    short_name: supplier.name.slice(0, 30),
    branch_id: idOf(ids.branch, supplier.branch),
    type_id: typeId,
    terms_id: idOf(ids.terms, 'N30'),
    currency_id: idOf(ids.currency, supplier.currency),
    address_id: null,
    company_credit_rules_id: null,
    company_totals_id: null,
    parent_company_id: null,
    ...nothing,
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

function addCodeTables(writer: RowWriter) {
  const salesType = addCodes(
    [
      { code: 'ORD', description: 'Order' },
      { code: 'DES', description: 'Despatch' },
      { code: 'DIV', description: 'Despatch invoice' },
      { code: 'MIV', description: 'Manual invoice' },
      { code: 'INV', description: 'Invoice' },
      { code: 'COD', description: 'Cash on delivery' },
      { code: 'CRN', description: 'Credit note' },
    ],
    (row) => writer.add('sales_types', row),
  );
  const salesStatus = addCodes(
    [
      { code: 'ENT', description: 'Entered' },
      { code: 'INV', description: 'Invoiced' },
      { code: 'CMP', description: 'Complete' },
      { code: 'DEL', description: 'Deleted' },
    ],
    (row) => writer.add('sales_statuses', row),
  );
  const adjustmentReason = addCodes(stockAdjustmentReasons, (row) =>
    writer.add('stock_adjustment_reasons', { code: row.code, description: row.description }),
  );
  return { salesType, salesStatus, adjustmentReason };
}
