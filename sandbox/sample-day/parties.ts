import type { BranchCode, PlaceKey } from './places';

/** A customer of the sample company as operations and finance both know it. */
export interface SampleCustomer {
  code: string;
  name: string;
  branch: BranchCode;
  currency: string;
  termsCode: string;
  parent?: string;
  /** Buys for resale: no US sales tax. */
  taxExempt?: true;
  /** Code of the address and the place; the first is the default. */
  addresses: readonly [SampleAddress, ...SampleAddress[]];
}

export type SampleAddress = readonly [code: string, place: PlaceKey];

/** Customers that only invoices wrong on purpose use. */
export const unknownCustomerCode = 'C00112';
export const heldCustomerCode = 'C00107';

type Extra = Partial<Pick<SampleCustomer, 'parent' | 'taxExempt'>>;

function customer(
  code: string,
  name: string,
  branch: BranchCode,
  currency: string,
  termsCode: string,
  addresses: SampleCustomer['addresses'],
  extra: Extra = {},
): SampleCustomer {
  return { code, name, branch, currency, termsCode, addresses, ...extra };
}

const resale: Extra = { taxExempt: true };

/** The 40 customers: 18 of the US branches, 12 of Toronto, 10 of Birmingham. */
export const customers: readonly SampleCustomer[] = [
  customer('C00101', 'Bayou Fabricators LLC', 'HOU', 'USD', 'N30', [['MAIN', 'houston']]),
  customer('C00102', 'Gulf Steel Works Inc.', 'HOU', 'USD', 'N30', [
    ['MAIN', 'houston'],
    ['TULSA', 'tulsa'],
  ]),
  customer('C00103', 'Gulf Steel Works - Dallas', 'DAL', 'USD', 'N30', [['MAIN', 'dallas']], { parent: 'C00102' }),
  customer('C00104', 'Lone Star Tank & Vessel', 'HOU', 'USD', 'N45', [['MAIN', 'houston']]),
  customer('C00105', 'Tulsa Heat Exchangers', 'HOU', 'USD', 'N30', [['MAIN', 'tulsa']]),
  customer('C00106', 'Permian Pump & Supply', 'HOU', 'USD', 'N60', [['MAIN', 'houston']], resale),
  customer('C00107', 'Ship Channel Marine Repair', 'HOU', 'USD', 'N30', [['MAIN', 'houston']]),
  customer('C00108', "O'Hara & Sons Welding", 'HOU', 'USD', 'N30', [['MAIN', 'houston']]),
  customer('C00109', 'Brazos Trailer Mfg', 'DAL', 'USD', 'N30', [['MAIN', 'dallas']]),
  customer('C00110', 'Crescent Offshore Services', 'HOU', 'USD', 'EOM30', [
    ['MAIN', 'houston'],
    ['NOLA', 'newOrleans'],
  ]),
  customer('C00111', 'Crescent Offshore - Yard 2', 'HOU', 'USD', 'EOM30', [['MAIN', 'houston']], { parent: 'C00110' }),
  customer('C00112', 'Sabine Valve & Fitting', 'HOU', 'USD', 'N30', [['MAIN', 'houston']]),
  customer('C00113', 'Trinity Rail Components', 'DAL', 'USD', 'N45', [
    ['MAIN', 'dallas'],
    ['YARD', 'houston'],
  ]),
  customer('C00114', 'Red River Resale Metals', 'DAL', 'USD', 'N30', [['MAIN', 'dallas']], resale),
  customer('C00115', 'Osage Structural', 'HOU', 'USD', 'N30', [['MAIN', 'tulsa']]),
  customer('C00116', 'Prairie Rigworks (Canada)', 'HOU', 'CAD', 'N30', [['MAIN', 'exportFromHouston']]),
  customer('C00117', 'Don Valley Subsea', 'HOU', 'GBP', 'N60', [['MAIN', 'exportToUk']]),
  customer('C00118', 'Cypress Creek HVAC', 'HOU', 'USD', 'N30', [['MAIN', 'houston']]),
  customer('C00119', 'Northern Fab Group', 'TOR', 'CAD', 'N30', [['MAIN', 'toronto']]),
  customer('C00120', 'Northern Fab - Western', 'TOR', 'CAD', 'N30', [['MAIN', 'vancouver']], { parent: 'C00119' }),
  customer('C00121', 'Northern Fab - Prairies', 'TOR', 'CAD', 'N30', [['MAIN', 'calgary']], { parent: 'C00119' }),
  customer('C00122', 'Aciéries Saint-Laurent Ltée', 'TOR', 'CAD', 'N45', [['MAIN', 'montreal']]),
  customer('C00123', 'Fraser Delta Shipyard', 'TOR', 'CAD', 'N30', [
    ['MAIN', 'vancouver'],
    ['DOCK2', 'vancouver'],
  ]),
  customer('C00124', 'Escarpment Tool & Die', 'TOR', 'CAD', 'N30', [['MAIN', 'toronto']]),
  customer('C00125', 'Bedford Basin Marine', 'TOR', 'CAD', 'N30', [['MAIN', 'halifax']]),
  customer('C00126', 'Soudure Père & Fils', 'TOR', 'CAD', 'EOM30', [['MAIN', 'montreal']]),
  customer('C00127', 'Bow Valley Pressure', 'TOR', 'CAD', 'N30', [['MAIN', 'calgary']]),
  customer('C00128', 'Credit River Machining', 'TOR', 'CAD', 'N30', [['MAIN', 'toronto']]),
  customer('C00129', 'Niagara Frontier Stampings', 'TOR', 'USD', 'N30', [['MAIN', 'exportFromToronto']]),
  customer('C00130', 'Lakeshore Conveyor', 'TOR', 'CAD', 'N60', [
    ['MAIN', 'toronto'],
    ['QC', 'montreal'],
    ['BC', 'vancouver'],
  ]),
  customer('C00131', 'Aston Pressings Ltd', 'BHM', 'GBP', 'N30', [['MAIN', 'birmingham']]),
  customer('C00132', 'Black Country Gates', 'BHM', 'GBP', 'N30', [['MAIN', 'birmingham']]),
  customer('C00133', 'Kelham Forge Holdings', 'BHM', 'GBP', 'EOM30', [['MAIN', 'sheffield']]),
  customer('C00134', 'Kelham Forge - Midlands', 'BHM', 'GBP', 'EOM30', [['MAIN', 'birmingham']], { parent: 'C00133' }),
  customer('C00135', 'Pennine Crane Hire', 'BHM', 'GBP', 'N30', [['MAIN', 'sheffield']]),
  customer('C00136', 'Liffey Process Plant', 'BHM', 'GBP', 'N30', [['MAIN', 'exportFromBirmingham']]),
  customer('C00137', 'Severn Bridge Engineers', 'BHM', 'GBP', 'N45', [
    ['MAIN', 'birmingham'],
    ['SITE2', 'sheffield'],
  ]),
  customer('C00138', 'Digbeth Laser Profiles', 'BHM', 'GBP', 'N30', [['MAIN', 'birmingham']]),
  customer('C00139', 'Møller Wind Towers', 'BHM', 'USD', 'N60', [['MAIN', 'exportFromBirmingham']]),
  customer('C00140', 'Tyburn Road Stockists', 'BHM', 'GBP', 'N30', [['MAIN', 'birmingham']]),
];

/** A supplier of the sample company as operations knows it. */
export interface SampleSupplier {
  code: string;
  name: string;
  branch: BranchCode;
  currency: string;
  /** Where its tax is that of: no purchase tax in the US. */
  place: PlaceKey;
  /** Finance's type of vendor. */
  vendorType: string;
}

/** The supplier that finance has not been told of. */
export const unknownSupplierCode = 'V00211';

function supplier(
  code: string,
  name: string,
  branch: BranchCode,
  currency: string,
  place: PlaceKey,
  vendorType = 'Trade',
): SampleSupplier {
  return { code, name, branch, currency, place, vendorType };
}

/** Carriers and outside processors, the suppliers of external costs; mills; and who supplies sundries. */
export const suppliers: readonly SampleSupplier[] = [
  supplier('V00201', 'Intercoastal Freight Lines', 'HOU', 'USD', 'exportFromHouston', 'Freight'),
  supplier('V00202', 'Pasadena Plate Burning', 'HOU', 'USD', 'exportFromHouston', 'Processing'),
  supplier('V00203', 'Dominion Cartage', 'TOR', 'CAD', 'toronto', 'Freight'),
  supplier('V00204', 'Tame Valley Hauliers', 'BHM', 'GBP', 'birmingham', 'Freight'),
  supplier('V00205', 'Sabine Pass Rolling Mill', 'HOU', 'USD', 'exportFromHouston'),
  supplier('V00206', 'Hamilton Harbour Steel', 'TOR', 'CAD', 'toronto'),
  supplier('V00207', 'Teesside Plate & Section', 'BHM', 'GBP', 'birmingham'),
  supplier('V00208', 'Sault Locks Coil', 'HOU', 'CAD', 'exportFromHouston'),
  supplier('V00209', 'Gulf Tyre & Fleet', 'HOU', 'USD', 'exportFromHouston'),
  supplier('V00210', 'Soho Pallet Works', 'BHM', 'GBP', 'birmingham'),
  supplier(unknownSupplierCode, 'Trinity Hot Dip Galvanizing', 'DAL', 'USD', 'exportFromHouston', 'Processing'),
];

/** The contact that finance holds for a ship-to address: the profile's `shipTo.contactName`, filled in. */
export function shipToContactName(customerCode: string, addressCode: string): string {
  return `${customerCode}-${addressCode}`;
}
