/** How the group's iMetal codes sales and costs: nominal accounts, and per sales group and cost group the ones to use. */

export type CostGroupCode = 'MAT' | 'TRN' | 'PRD' | 'MSC' | 'SUR';

export const costGroups: readonly { code: CostGroupCode; description: string; column: string }[] = [
  { code: 'MAT', description: 'Material', column: 'material' },
  { code: 'TRN', description: 'Transport', column: 'transport' },
  { code: 'PRD', description: 'Production', column: 'production' },
  { code: 'MSC', description: 'Miscellaneous', column: 'miscellaneous' },
  { code: 'SUR', description: 'Surcharge', column: 'surcharge' },
];

/** Code, the ledger's code where iMetal knows it (two are missing and one is out of date: the profile overrides them). */
export const nominalAccounts: readonly { code: string; externalCode: string | null; description: string }[] = [
  { code: '40100', externalCode: '4010', description: 'Sales plate' },
  { code: '40110', externalCode: '4010', description: 'Sales sheet and coil' },
  { code: '40190', externalCode: '4190', description: 'Sales rail' },
  { code: '40200', externalCode: '4020', description: 'Sales bar' },
  { code: '40210', externalCode: '4020', description: 'Sales tube and pipe' },
  { code: '40220', externalCode: null, description: 'Sales structurals' },
  { code: '40300', externalCode: '4030', description: 'Sales stainless' },
  { code: '40400', externalCode: '4040-A', description: 'Sales aluminium' },
  { code: '40500', externalCode: '4050', description: 'Processing' },
  { code: '40600', externalCode: '4060', description: 'Sales titanium' },
  { code: '42000', externalCode: '4200', description: 'Freight charged' },
  { code: '43000', externalCode: null, description: 'Surcharges' },
  { code: '43010', externalCode: '4300', description: 'Surcharges plate' },
  { code: '44000', externalCode: '4400', description: 'Sundry charges' },
  { code: '13000', externalCode: null, description: 'Stock carbon steel' },
  { code: '13100', externalCode: '1310', description: 'Stock stainless and non-ferrous' },
  { code: '13500', externalCode: '1350', description: 'Processing absorbed' },
  { code: '13600', externalCode: '1360', description: 'Own transport absorbed' },
  { code: '21000', externalCode: '2100', description: 'Carriers accrued' },
  { code: '21100', externalCode: '2110', description: 'Outside processing accrued' },
  { code: '21200', externalCode: '2120', description: 'Sundry costs accrued' },
  { code: '50100', externalCode: '5010', description: 'Cost of sales carbon flat' },
  { code: '50200', externalCode: '5020', description: 'Cost of sales carbon long' },
  { code: '50300', externalCode: '5030', description: 'Cost of sales stainless' },
  { code: '50400', externalCode: '5040', description: 'Cost of sales non-ferrous' },
  { code: '52000', externalCode: '5200', description: 'Freight, own transport' },
  { code: '52100', externalCode: '5210', description: 'Freight, carriers' },
  { code: '53000', externalCode: '5300', description: 'Processing, own' },
  { code: '53100', externalCode: '5310', description: 'Processing, outside' },
  { code: '54000', externalCode: '5400', description: 'Sundry cost of sales' },
];

/** Code, name, nominal of material sales, cost of sales and stock; `surcharge` where it has its own. */
export const salesGroups: readonly {
  code: string;
  name: string;
  material: string;
  costOfSales: string;
  stock: string;
  surcharge: string;
}[] = [
  { code: 'PLT', name: 'Plate', material: '40100', costOfSales: '50100', stock: '13000', surcharge: '43010' },
  { code: 'SHT', name: 'Sheet and coil', material: '40110', costOfSales: '50100', stock: '13000', surcharge: '43000' },
  { code: 'BAR', name: 'Bar', material: '40200', costOfSales: '50200', stock: '13000', surcharge: '43000' },
  { code: 'TUB', name: 'Tube and pipe', material: '40210', costOfSales: '50200', stock: '13000', surcharge: '43000' },
  { code: 'STR', name: 'Structurals', material: '40220', costOfSales: '50200', stock: '13000', surcharge: '43000' },
  { code: 'STN', name: 'Stainless', material: '40300', costOfSales: '50300', stock: '13100', surcharge: '43000' },
  { code: 'ALU', name: 'Aluminium', material: '40400', costOfSales: '50400', stock: '13100', surcharge: '43000' },
  { code: 'PRC', name: 'Toll processing', material: '40500', costOfSales: '50100', stock: '13000', surcharge: '43000' },
  { code: 'TIT', name: 'Titanium', material: '40600', costOfSales: '50400', stock: '13100', surcharge: '43000' },
  { code: 'RAI', name: 'Rail', material: '40190', costOfSales: '50200', stock: '13000', surcharge: '43000' },
];

/** Nominal codes of one sales group's charge for one cost group. */
export interface ChargeCoding {
  sales: string;
  internal: { debit: string; credit: string };
  external: { debit: string; credit: string };
  /** Material only: what stock is relieved to and from. */
  stock: { debit: string; credit: string } | null;
}

/** The coding of a sales group for a cost group. */
export function chargeCoding(salesGroup: (typeof salesGroups)[number], costGroup: CostGroupCode): ChargeCoding {
  const fromStock = { debit: salesGroup.costOfSales, credit: salesGroup.stock };
  const sundry = { debit: '54000', credit: '21200' };
  switch (costGroup) {
    case 'MAT':
      return {
        sales: salesGroup.material,
        internal: fromStock,
        external: { debit: salesGroup.costOfSales, credit: '21200' },
        stock: fromStock,
      };
    case 'TRN':
      return {
        sales: '42000',
        internal: { debit: '52000', credit: '13600' },
        external: { debit: '52100', credit: '21000' },
        stock: null,
      };
    case 'PRD':
      return {
        sales: '40500',
        internal: { debit: '53000', credit: '13500' },
        external: { debit: '53100', credit: '21100' },
        stock: null,
      };
    case 'SUR':
      return { sales: salesGroup.surcharge, internal: sundry, external: sundry, stock: null };
    case 'MSC':
      return { sales: '44000', internal: sundry, external: sundry, stock: null };
  }
}

/** Code, description, product group, sales group, unit of sale, price in document currency (0.0001 per unit). */
export const products: readonly {
  code: string;
  description: string;
  group: string;
  salesGroup: string;
  unit: string;
  priceE4: number;
}[] = [
  { code: 'PL36-0250', description: 'Plate A36 1/4 in', group: 'HRPL', salesGroup: 'PLT', unit: 'LB', priceE4: 7250 },
  { code: 'PL36-0500', description: 'Plate A36 1/2 in', group: 'HRPL', salesGroup: 'PLT', unit: 'LB', priceE4: 7085 },
  { code: 'PL50-1000', description: 'Plate A572-50 1 in', group: 'HSPL', salesGroup: 'PLT', unit: 'LB', priceE4: 8415 },
  {
    code: 'PL-S355-20',
    description: 'Plate S355J2 20 mm',
    group: 'HSPL',
    salesGroup: 'PLT',
    unit: 'KG',
    priceE4: 14260,
  },
  {
    code: 'CR16-048',
    description: 'Cold rolled sheet 16 ga',
    group: 'CRSH',
    salesGroup: 'SHT',
    unit: 'LB',
    priceE4: 8890,
  },
  {
    code: 'GV20-048',
    description: 'Galvanised sheet 20 ga',
    group: 'GVSH',
    salesGroup: 'SHT',
    unit: 'LB',
    priceE4: 9935,
  },
  { code: 'DX51-15', description: 'Coil DX51D 1.5 mm', group: 'GVSH', salesGroup: 'SHT', unit: 'KG', priceE4: 12375 },
  {
    code: 'RB4140',
    description: 'Round bar 4140 3.5 in',
    group: 'ALBR',
    salesGroup: 'BAR',
    unit: 'LB',
    priceE4: 18500,
  },
  { code: 'RB1018', description: 'Round bar 1018 1 in', group: 'CFBR', salesGroup: 'BAR', unit: 'LB', priceE4: 12150 },
  { code: 'EN8-50', description: 'Bright bar EN8 50 mm', group: 'CFBR', salesGroup: 'BAR', unit: 'KG', priceE4: 17825 },
  {
    code: 'TB-SQ-4X4',
    description: 'Square tube 4x4x1/4',
    group: 'HSS',
    salesGroup: 'TUB',
    unit: 'FT',
    priceE4: 146375,
  },
  { code: 'PP-2-40', description: 'Pipe 2 in sch 40', group: 'PIPE', salesGroup: 'TUB', unit: 'FT', priceE4: 63915 },
  { code: 'RHS-100X50', description: 'RHS 100x50x5', group: 'HSS', salesGroup: 'TUB', unit: 'M', priceE4: 183345 },
  { code: 'W12X26', description: 'Wide flange W12x26', group: 'BEAM', salesGroup: 'STR', unit: 'FT', priceE4: 224375 },
  {
    code: 'UB-203',
    description: 'Universal beam 203x133x25',
    group: 'BEAM',
    salesGroup: 'STR',
    unit: 'M',
    priceE4: 316650,
  },
  {
    code: 'SS304-11',
    description: 'Stainless sheet 304 11 ga',
    group: 'SSSH',
    salesGroup: 'STN',
    unit: 'LB',
    priceE4: 24785,
  },
  {
    code: 'SS316-PL',
    description: 'Stainless plate 316L',
    group: 'SSPL',
    salesGroup: 'STN',
    unit: 'KG',
    priceE4: 58920,
  },
  {
    code: 'AL6061-PL',
    description: 'Aluminium plate 6061-T651',
    group: 'ALPL',
    salesGroup: 'ALU',
    unit: 'LB',
    priceE4: 36415,
  },
  {
    code: 'AL5083-5',
    description: 'Aluminium sheet 5083 5 mm',
    group: 'ALSH',
    salesGroup: 'ALU',
    unit: 'KG',
    priceE4: 61275,
  },
  {
    code: 'TOLL-SLIT',
    description: 'Slitting of customer’s coil',
    group: 'TOLL',
    salesGroup: 'PRC',
    unit: 'CWT',
    priceE4: 42500,
  },
  {
    code: 'TI-GR5',
    description: 'Titanium grade 5 plate',
    group: 'TIPL',
    salesGroup: 'TIT',
    unit: 'LB',
    priceE4: 312500,
  },
  { code: 'RAIL-115', description: 'Rail 115RE', group: 'RAIL', salesGroup: 'RAI', unit: 'FT', priceE4: 281250 },
];

/** Sales groups that only invoices wrong on purpose use. */
export const salesGroupsOfWrongInvoices: readonly string[] = ['TIT', 'RAI'];

export const units: readonly string[] = ['LB', 'CWT', 'KG', 'FT', 'M', 'EA', 'LOT'];

export const stockAdjustmentReasons: readonly { code: string; description: string }[] = [
  { code: 'WGH', description: 'Weighing difference at despatch' },
  { code: 'SCR', description: 'Scrap on cutting to order' },
  { code: 'CNT', description: 'Stock count' },
  { code: 'LOST', description: 'Lost in the warehouse' },
  { code: 'DMG', description: 'Damaged in the warehouse' },
  { code: 'MKT', description: 'Market price lower than cost' },
];

/** Why customers are credited; goods that came back go into stock again. */
export const creditReasons: readonly { code: string; description: string; goodsReturned: boolean }[] = [
  { code: 'DMG', description: 'Damaged goods, kept by the customer', goodsReturned: false },
  { code: 'RMA', description: 'Goods returned by authorisation', goodsReturned: true },
  { code: 'TAX', description: 'Wrong tax charged', goodsReturned: false },
  { code: 'WRONG', description: 'Wrong item shipped, returned', goodsReturned: true },
  { code: 'REQ', description: 'Credit request of the customer', goodsReturned: false },
];
