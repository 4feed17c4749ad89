import type { SandboxCompanyInput } from '../../../sandbox/intacct/company-file';
import { COMPANY, call, login, request, startTestSandbox, type TestSandbox } from './gateway-client';

const payable = (
  accountNo: string,
  accountType: 'balancesheet' | 'incomestatement',
): SandboxCompanyInput['accounts'][number] => ({
  accountNo,
  title: `Account ${accountNo}`,
  accountType,
  normalBalance: 'credit',
});

/** The usual company with vendors, payables, purchase taxes and journals of quantities. */
export const PAYABLES_COMPANY: SandboxCompanyInput = {
  ...COMPANY,
  accounts: [
    ...COMPANY.accounts,
    payable('2000', 'balancesheet'),
    payable('2100', 'balancesheet'),
    payable('2250', 'balancesheet'),
    payable('6000', 'incomestatement'),
  ],
  apTerms: [
    { name: 'N30', dueDays: 30 },
    { name: 'OLD', dueDays: 10, status: 'inactive' },
    {
      name: '1/5 N30',
      dueDays: 30,
      discountDays: 5,
      discountFrom: 'from invoice/bill date',
      discountAmount: '1',
      discountUnit: '%',
    },
  ],
  taxDetails: [
    ...COMPANY.taxDetails,
    {
      detailId: 'UK IN 20',
      ratePercent: '20',
      accountNo: '2250',
      entityId: 'UK',
      taxType: 'Purchase',
      authority: 'HMRC',
    },
    {
      detailId: 'UK RC 20',
      ratePercent: '20',
      accountNo: '2200',
      inputAccountNo: '2250',
      entityId: 'UK',
      taxType: 'Purchase',
      reverseCharge: true,
    },
  ],
  taxSchedules: [
    { scheduleId: 'UK sales', detailIds: ['UK VAT 20', 'UK OLD'] },
    { scheduleId: 'UK purchases', taxType: 'Purchase', detailIds: ['UK IN 20'] },
    { scheduleId: 'Empty', status: 'inactive' },
  ],
  vendors: [
    { vendorId: 'V1', name: "D'Arcy Mills", vendorType: 'Trade', termName: 'N30', displayContact: { city: 'Gary' } },
    { vendorId: 'V2', name: 'Other Mills' },
    { vendorId: 'HELD', name: 'Held Mills', onHold: true },
    { vendorId: 'GONE', name: 'Gone Mills', status: 'inactive' },
    { vendorId: 'UKONLY', name: 'Dover Steel', objectRestriction: 'Restricted', restrictedLocations: ['UK'] },
    { vendorId: 'ROOT', name: 'Head Office Stationers', objectRestriction: 'RootOnly' },
  ],
  statAccounts: [
    { accountNo: 'PIECES', title: 'Pieces in stock' },
    { accountNo: 'OLDQTY', title: 'Old', status: 'inactive' },
  ],
  statJournals: [{ symbol: 'STAT', title: 'Quantities' }],
  customFields: { VENDOR: ['TRADE_VENDOR'] },
  payablesAccountNo: '2000',
};

/** A sandbox with that company, and a short way to send one function. */
export interface PayablesSandbox {
  readonly sandbox: TestSandbox;
  /** The answer to one function, apostrophes as they are; in entity US unless said otherwise, `''` is the top level. */
  post(element: string, entity?: string): Promise<string>;
  /** Balances by account, document amounts in the named currency. */
  balances(currency?: string): Promise<Record<string, string>>;
}

/** Starts one; the caller stops it. */
export async function startPayablesSandbox(clock?: () => Date): Promise<PayablesSandbox> {
  const sandbox = await startTestSandbox({ company: PAYABLES_COMPANY, ...(clock && { clock }) });
  let last = 0;
  return {
    sandbox,
    async post(element, entity = 'US') {
      last += 1;
      const authentication = entity === '' ? login() : login(entity);
      const { body } = await sandbox.post(request(call(`f${last}`, element), { authentication }));
      return body.replaceAll('&#039;', "'");
    },
    async balances(currency = 'USD') {
      const { rows } = (await sandbox.admin('GET', '/ledger?by=account,currency')) as {
        rows: { account: string; currency: string; documentAmount: string }[];
      };
      return Object.fromEntries(
        rows.filter((row) => row.currency === currency).map((row) => [row.account, row.documentAmount]),
      );
    },
  };
}

export interface BillParts {
  readonly vendor?: string;
  readonly number?: string;
  readonly header?: string;
  readonly due?: string;
  readonly lines?: string;
}

/** A generic APBILL of one line of 100.00 at account 2100, with other parts where given. */
export function bill(parts: BillParts = {}): string {
  const { vendor = 'V1', number = 'B-1', header = '', due = '<WHENDUE>04/30/2026</WHENDUE>' } = parts;
  return (
    `<create><APBILL><WHENCREATED>03/31/2026</WHENCREATED><VENDORID>${vendor}</VENDORID><RECORDID>${number}</RECORDID>${due}${header}` +
    `<APBILLITEMS>${parts.lines ?? billLine()}</APBILLITEMS></APBILL></create>`
  );
}

/** One line of a bill. */
export function billLine(parts: { account?: string; amount?: string; rest?: string } = {}): string {
  const { account = '2100', amount = '100.00', rest = '' } = parts;
  return `<APBILLITEM><ACCOUNTNO>${account}</ACCOUNTNO><TRX_AMOUNT>${amount}</TRX_AMOUNT>${rest}</APBILLITEM>`;
}

/** Tax entries of a line. */
export function taxEntries(...taxes: readonly (readonly [detailId: string, amount: string])[]): string {
  const entries = taxes.map(
    ([detailId, amount]) => `<TAXENTRY><DETAILID>${detailId}</DETAILID><TRX_TAX>${amount}</TRX_TAX></TAXENTRY>`,
  );
  return `<TAXENTRIES>${entries.join('')}</TAXENTRIES>`;
}

/** The text of the first element of that name in an answer. */
export function firstText(body: string, name: string): string {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(body)?.[1] ?? '';
}
