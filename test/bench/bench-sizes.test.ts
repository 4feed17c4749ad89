import { fullSizes, needsOf, type PartName, quickSizes } from '../../bench/bench-sizes';
import { benchCustomerId, financeCompany, invoicesPerCustomer } from '../../bench/finance-company';
import { sandboxCompanySchema } from '../../sandbox/intacct/company-file';
import { sampleCompany } from '../../sandbox/sample-day/sample-company';

const paymentHint = 'http://127.0.0.1:1/hint';

test('a part alone asks for no more than it measures', () => {
  const needs = (part: PartName) => needsOf([part], fullSizes);
  expect(needs('growth').invoices).toBeGreaterThan(5_000);
  expect(needs('first-load')).toMatchObject({ invoices: 50, finance: { customers: 5_000, debtors: 0 } });
  expect(needs('payments').finance).toEqual({ customers: fullSizes.debtors, debtors: fullSizes.debtors });
  expect(needs('latency').finance).toEqual({ customers: 0, debtors: 0 });
});

test('there is a debtor for each payment, and a customer for each debtor', () => {
  for (const sizes of [fullSizes, quickSizes]) {
    expect(sizes.debtors).toBeGreaterThanOrEqual(sizes.payments);
    expect(sizes.customers).toBeGreaterThanOrEqual(sizes.debtors);
  }
});

test('the company of the bench is one that the sandbox takes, its debtors owing what they are paid for', () => {
  const company = sandboxCompanySchema.parse(financeCompany({ customers: 3, debtors: 2 }, paymentHint));
  const sample = sandboxCompanySchema.parse(sampleCompany());
  expect(company.customers.slice(sample.customers.length).map(({ customerId }) => customerId)).toEqual([
    'B00001',
    'B00002',
    'B00003',
  ]);
  const owed = company.openingInvoices.slice(sample.openingInvoices.length);
  expect(owed).toHaveLength(2 * invoicesPerCustomer);
  expect(owed[0]).toMatchObject({ customerId: benchCustomerId(1), invoiceNumber: 'B00001-1' });
});
