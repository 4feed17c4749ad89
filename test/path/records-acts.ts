import type { RecordsCompany } from './records-company';
import { companyShown, shipToShown } from './records-in-imetal';

/** Where whatever has no address of its own is. */
export const address = {
  address1: '400 Magnolia Avenue',
  city: 'Beaumont',
  state: 'TX',
  zip: '77701',
  countryCode: 'US',
};

interface ContactInIntacct {
  printAs: string;
  firstName?: string;
  lastName?: string;
  phone1?: string;
  email1?: string;
  address1?: string;
  city?: string;
  status: string;
}
/** What finance keys in, and what is awaited of it on the other side; `company` is asked when a test runs. */
export function recordActs(company: () => RecordsCompany) {
  const putCustomer = (customerId: string, particulars: object = {}) =>
    company().finance.put('customers', customerId, {
      customerId,
      name: `Customer ${customerId}`,
      currency: 'USD',
      termName: 'Net 30',
      creditLimit: '50000.00',
      displayContact: address,
      ...particulars,
    });
  const putVendor = (vendorId: string, particulars: object = {}) =>
    company().finance.put('vendors', vendorId, {
      vendorId,
      name: `Vendor ${vendorId}`,
      vendorType: 'Trade',
      currency: 'USD',
      termName: 'Net 30',
      displayContact: address,
      ...particulars,
    });
  const customerShown = (customerId: string) => companyShown(company().owner, 'customer', customerId);
  const supplierShown = (vendorId: string) => companyShown(company().owner, 'supplier', vendorId);
  const untilCustomer = (customerId: string, expected: object) =>
    company().until(`${customerId} in iMetal is ${JSON.stringify(expected)}`, async () =>
      agrees(await customerShown(customerId), expected),
    );
  const untilSupplier = (vendorId: string, expected: object) =>
    company().until(`${vendorId} in iMetal is ${JSON.stringify(expected)}`, async () =>
      agrees(await supplierShown(vendorId), expected),
    );
  const untilShipTo = (companyCode: string, named: string, expected: object) =>
    company().until(`ship-to ${named} in iMetal is ${JSON.stringify(expected)}`, async () =>
      agrees(await shipToShown(company().owner, companyCode, named), expected),
    );

  const contactInIntacct = (contactName: string) =>
    company().intacct<ContactInIntacct>('GET', `masters/contacts/${encodeURIComponent(contactName)}`);
  const listedContacts = async (customerId: string) =>
    (await company().intacct<{ contactList?: unknown[] }>('GET', `masters/customers/${customerId}`)).contactList ?? [];
  const untilContact = (contactName: string, expected: object) =>
    company().until(`contact ${contactName} in Intacct is ${JSON.stringify(expected)}`, async () =>
      agrees(await contactInIntacct(contactName).catch(() => null), expected),
    );
  return {
    putCustomer,
    putVendor,
    customerShown,
    supplierShown,
    untilCustomer,
    untilSupplier,
    untilShipTo,
    contactInIntacct,
    listedContacts,
    untilContact,
  };
}

function agrees(shown: object | null, expected: object): boolean {
  if (shown === null) return false;
  return Object.entries(expected).every(([name, value]) => (shown as Record<string, unknown>)[name] === value);
}
