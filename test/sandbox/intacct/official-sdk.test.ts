import * as IntacctSdk from '@intacct/intacct-sdk';
import Endpoint from '@intacct/intacct-sdk/dist/Credentials/Endpoint';
import { invoicesNumbered, startTestSandbox, type TestSandbox } from './gateway-client';
import { PAYABLES_COMPANY } from './payables-company';

let sandbox: TestSandbox;
let check: jest.SpyInstance;
beforeAll(async () => {
  // The SDK speaks to hosts of intacct.com only; nothing else of it is changed.
  check = jest
    .spyOn(Endpoint as unknown as { isDomainValid(host: string): boolean }, 'isDomainValid')
    .mockReturnValue(true);
  sandbox = await startTestSandbox({ company: PAYABLES_COMPANY });
});
afterAll(async () => {
  check.mockRestore();
  await sandbox.stop();
});

async function signedIn(): Promise<IntacctSdk.OnlineClient> {
  const config = new IntacctSdk.ClientConfig();
  config.endpointUrl = sandbox.gatewayUrl;
  config.senderId = 'hub';
  config.senderPassword = 'hub-secret';
  config.companyId = 'GULF';
  config.userId = 'svc';
  config.userPassword = 'svc-secret';
  config.entityId = 'US';
  config.credentials = new IntacctSdk.Credentials.LoginCredentials(
    config,
    new IntacctSdk.Credentials.SenderCredentials(config),
  );
  return new IntacctSdk.OnlineClient(await IntacctSdk.SessionProvider.factory(config));
}

function sdkInvoice(number: string): IntacctSdk.Functions.AccountsReceivable.InvoiceCreate {
  const line = new IntacctSdk.Functions.AccountsReceivable.InvoiceLineCreate();
  line.glAccountNumber = '4000';
  line.transactionAmount = 100.25;
  line.memo = "Plate, 1/2' & more";
  const invoice = new IntacctSdk.Functions.AccountsReceivable.InvoiceCreate(`sdk-${number}`);
  invoice.customerId = 'C1';
  invoice.transactionDate = new Date(2026, 2, 31);
  invoice.paymentTerm = 'N30';
  invoice.invoiceNumber = number;
  invoice.lines = [line];
  return invoice;
}

it('logs in, follows the returned endpoint, creates an invoice and pages through a query', async () => {
  const client = await signedIn();
  const created = await client.execute(sdkInvoice('SDK-1'));
  expect(created.getResult().key).toBe('1');
  for (const number of ['SDK-2', 'SDK-3']) await client.execute(sdkInvoice(number));
  expect(await invoicesNumbered(sandbox, 'SDK-1')).toBe(1);

  const { NewQuery } = IntacctSdk.Functions.Common;
  const found: string[] = [];
  for (let offset = 0; offset < 3; offset += 2) {
    const query = new NewQuery.Query();
    query
      .assignSelectFields([new NewQuery.QuerySelect.Field('RECORDID')])
      .assignFromObject('ARINVOICE')
      .assignFilter(new NewQuery.QueryFilter.Filter('CUSTOMERID').equalTo('C1'))
      .assignOrderBy([new NewQuery.QueryOrderBy.OrderAscending('RECORDNO')])
      .assignPageSize(2)
      .assignOffset(offset);
    const result = (await client.execute(query)).getResult();
    expect(result.totalCount).toBe(3);
    found.push(...result.data.map((row: { RECORDID: string }) => row.RECORDID));
  }
  expect(found).toEqual(['SDK-1', 'SDK-2', 'SDK-3']);
});

it('throws what the sandbox refuses', async () => {
  const client = await signedIn();
  const wrong = sdkInvoice('SDK-9');
  wrong.customerId = 'NOBODY';
  await expect(client.execute(wrong)).rejects.toThrow(/failure/);
});

it('takes a vendor, its bill and its credit as the SDK writes them', async () => {
  const { VendorCreate, BillCreate, BillLineCreate, ApAdjustmentCreate, ApAdjustmentLineCreate } =
    IntacctSdk.Functions.AccountsPayable;
  const client = await signedIn();
  const vendor = new VendorCreate('sdk-vendor');
  Object.assign(vendor, { vendorId: 'SDK', vendorName: 'SDK Mills', printAs: 'SDK Mills', vendorTypeId: 'Trade' });
  vendor.restrictionType = 'Restricted';
  vendor.restrictedLocations = ['US', 'UK'];
  expect((await client.execute(vendor)).getResult().data[0].VENDORID).toBe('SDK');

  const bill = new BillCreate('sdk-bill');
  Object.assign(bill, { vendorId: 'SDK', billNumber: 'SB-1', referenceNumber: 'PO-1', paymentTerm: 'N30' });
  bill.transactionDate = new Date(2026, 2, 31);
  bill.lines = [
    Object.assign(new BillLineCreate(), { glAccountNumber: '2100', transactionAmount: 80.25, memo: 'coil' }),
  ];
  expect((await client.execute(bill)).getResult().key).toBe('1');

  const credit = new ApAdjustmentCreate('sdk-credit');
  Object.assign(credit, { vendorId: 'SDK', adjustmentNumber: 'SC-1', billNumber: 'SB-1' });
  credit.transactionDate = new Date(2026, 2, 31);
  credit.lines = [Object.assign(new ApAdjustmentLineCreate(), { glAccountNumber: '2100', transactionAmount: -0.25 })];
  expect((await client.execute(credit)).getResult().key).toBe('2');
  expect(await sandbox.admin('GET', '/payables?vendorId=SDK')).toMatchObject({ totals: [{ openDocument: '80' }] });
});

it('takes quantities as the SDK writes them', async () => {
  const { StatisticalJournalEntryCreate, StatisticalJournalEntryLineCreate } = IntacctSdk.Functions.GeneralLedger;
  const entry = new StatisticalJournalEntryCreate('sdk-quantities');
  Object.assign(entry, { journalSymbol: 'STAT', description: 'Count', postingDate: new Date(2026, 2, 31) });
  const line = Object.assign(new StatisticalJournalEntryLineCreate(), { statAccountNumber: 'PIECES', amount: -3 });
  entry.lines = [Object.assign(line, { locationId: 'HOU' })];
  await (await signedIn()).execute(entry);
  expect(await sandbox.admin('GET', '/statistical-balances')).toEqual([
    { account: 'PIECES', location: 'HOU', quantity: '-3' },
  ]);
});
