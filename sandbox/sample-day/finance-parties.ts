import type { SandboxCompanyInput } from '../intacct/company-file';
import { changedTerm } from './finance-terms-and-taxes';
import { customers, heldCustomerCode, shipToContactName, suppliers, unknownSupplierCode } from './parties';
import { type Place, places } from './places';

type Customer = SandboxCompanyInput['customers'][number];
type Vendor = NonNullable<SandboxCompanyInput['vendors']>[number];
type Contact = SandboxCompanyInput['contacts'][number];

/** The profile's category of ship-to contacts. */
const shipToCategory = 'Ship to';
const termNames: Readonly<Record<string, string>> = { N30: 'Net 30', N45: 'Net 45', EOM30: 'Net 30 EOM' };
const usualLimit = '500000.00';

/** What finance holds of single customers beyond the usual. */
const particulars: Readonly<Record<string, Partial<Customer>>> = {
  C00104: { customerType: 'Fabricator', creditLimit: '5000.00' },
  C00110: { creditLimit: '1500000.00' },
  C00102: { creditLimit: '2500000.00' },
  C00118: { creditLimit: '60000.00' },
  C00119: { creditLimit: '900000.00' },
  // Its business is with Birmingham alone.
  C00131: { objectRestriction: 'Restricted', restrictedLocations: ['300'] },
  C00128: { objectRestriction: 'Restricted', restrictedLocations: ['200'] },
};

/** A customer whose limit is far below what it owes at the end of the day. */
export const overExtendedCustomer = 'C00104';
/** A customer that finance has and operations cannot have: its name is longer than iMetal's. */
export const longNamedCustomer = 'C00146';
/** The vendor that becomes a trade vendor in the course of the day. */
export const vendorToBecomeTrade = 'V00238';

/** Customers that operations do not know at the beginning of the day; the last ones iMetal cannot take. */
const newCustomers: readonly Customer[] = [
  finances('C00141', 'Port Neches Marine Works', { termName: '1% 5 Net 30', creditLimit: '75000.00' }),
  finances('CUST-2026-0091', 'Matagorda Wind Towers', { termName: changedTerm, creditLimit: '120000.00' }),
  finances('C00142', 'Rea Valley Fasteners', {
    currency: 'GBP',
    termName: 'Net 15 late fee',
    objectRestriction: 'Restricted',
    restrictedLocations: ['300'],
  }),
  finances('C00148', 'Gulf Steel Works - Tulsa', { parentId: 'C00102', taxId: '73-1104455' }),
  finances('C00149', 'Head office sundry sales', { objectRestriction: 'RootOnly' }),
  finances('C00150', 'Old Spindletop Forge', { status: 'inactive' }),
  finances('C00143', 'Atchafalaya Boat Works', { objectRestriction: 'Restricted', restrictedLocations: ['130'] }),
  finances('C00144', 'Ouachita Holdings', { parentId: 'C00145' }),
  finances('C00145', 'Ouachita Tank', { parentId: 'C00144' }),
  finances(longNamedCustomer, 'The Amalgamated Intracoastal Waterway Towing, Salvage and Repair Company of Louisiana'),
  finances('C00147', 'Maas Bunkering BV', { currency: 'EUR' }),
];

function finances(customerId: string, name: string, particular: Partial<Customer> = {}): Customer {
  const common = { customerId, name, customerType: 'Fabricator', currency: 'USD', termName: 'Net 30' };
  return {
    ...common,
    creditLimit: '50000.00',
    displayContact: addressOf('Head office', places.houston),
    ...particular,
  };
}

/** The customer as finance would key it in; also the fix of the invoice whose customer finance does not know. */
export function customerMaster(customer: (typeof customers)[number]): Customer {
  const [, placeKey] = customer.addresses[0];
  return {
    customerId: customer.code,
    name: customer.name,
    customerType: customer.taxExempt === true ? 'Reseller' : 'Manufacturer',
    onHold: customer.code === heldCustomerCode,
    currency: customer.currency,
    termName: termNames[customer.termsCode] ?? customer.termsCode,
    creditLimit: usualLimit,
    displayContact: addressOf('Head office', places[placeKey]),
    contactList: customer.addresses.map(([addressCode]) => ({
      category: shipToCategory,
      contactName: shipToContactName(customer.code, addressCode),
    })),
    ...(customer.parent === undefined ? {} : { parentId: customer.parent }),
    ...particulars[customer.code],
  };
}

/** The customers that finance has; `unknown` is the one that it was not told of. */
export function financeCustomers(unknown: string): Customer[] {
  return [...customers.filter((customer) => customer.code !== unknown).map(customerMaster), ...newCustomers];
}

/** A contact for every ship-to address of operations. */
export function shipToContacts(): Contact[] {
  return customers.flatMap((customer) =>
    customer.addresses.map(([addressCode, placeKey], index): Contact => {
      const contactName = shipToContactName(customer.code, addressCode);
      return { contactName, printAs: customer.name, ...addressOf(`Unit ${index + 1}`, places[placeKey]) };
    }),
  );
}

function addressOf(firstLine: string, place: Place) {
  return {
    address1: firstLine,
    address2: '1 Foundry Road',
    address3: 'Metal Park',
    city: place.town,
    state: place.county,
    zip: place.postcode,
    countryCode: { USA: 'US', CAN: 'CA', GBR: 'GB', IRL: 'IE' }[place.country],
  };
}

const vendorOf = (vendorId: string, name: string, vendorType: string, particular: Partial<Vendor> = {}): Vendor => ({
  vendorId,
  name,
  vendorType,
  currency: 'USD',
  termName: 'Net 30',
  ...particular,
});

/** Trade vendors of which operations do not know yet; one id is longer than iMetal's codes. */
const newVendors: readonly Vendor[] = [
  vendorOf('V00221', 'Calcasieu Scrap & Alloy', 'Trade'),
  vendorOf('V00222', 'Brazosport Crane Hire', 'Freight', { termName: 'On receipt' }),
  vendorOf('V00223', 'Mersey Galvanizers', 'Processing', { currency: 'GBP', termName: 'Net 45' }),
  vendorOf('V00224', 'Nipissing Nickel', 'Trade', { currency: 'CAD', termName: '2% 10 Net 30' }),
  vendorOf('VENDOR-GALVESTON-0042', 'Galveston Slitting Centre', 'Processing'),
  vendorOf('V00226', 'Tarrant Strapping Supply', 'Trade', {
    objectRestriction: 'Restricted',
    restrictedLocations: ['100'],
  }),
];
/** Vendors of finance alone: landlords, insurers and the like. */
const otherVendors: readonly Vendor[] = [
  vendorOf('V00231', 'Buffalo Bayou Realty', 'Landlord'),
  vendorOf('V00232', 'Caprock Mutual Insurance', 'Insurance'),
  vendorOf('V00233', 'Ledger & Lamb Accountants', 'Professional'),
  vendorOf('V00234', 'Bluebonnet Power & Light', 'Utility', { termName: 'On receipt' }),
  vendorOf('V00235', 'Trent Water', 'Utility', { currency: 'GBP', termName: 'On receipt' }),
  vendorOf('V00236', 'Peel Region Property Tax', 'Authority', { currency: 'CAD', termName: 'On receipt' }),
  vendorOf('V00237', 'Cardinal Payroll', 'Professional'),
  vendorOf(vendorToBecomeTrade, 'Cleburne Pickling & Oiling', 'Other'),
];

/** The vendors that finance has: operations' suppliers but one, those new to them, and those that are none of their business. */
export function financeVendors(): Vendor[] {
  const known = suppliers.filter(({ code }) => code !== unknownSupplierCode);
  return [
    ...known.map(({ code, name, vendorType, currency }) => vendorOf(code, name, vendorType, { currency })),
    ...newVendors,
    ...otherVendors,
  ];
}
