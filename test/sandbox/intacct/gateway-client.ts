import { askAdmin } from '../../../sandbox/admin-port';
import type { SandboxCompanyInput } from '../../../sandbox/intacct/company-file';
import type { FaultInput } from '../../../sandbox/intacct/faults';
import { type IntacctSandbox, startIntacctSandbox } from '../../../sandbox/intacct/start-intacct-sandbox';

/** Three entities with three currencies, two of them with VAT; enough accounts for an invoice and its cost. */
export const COMPANY: SandboxCompanyInput = {
  companyId: 'GULF',
  senders: [
    { senderId: 'hub', password: 'hub-secret' },
    { senderId: 'stranger', password: 'stranger-secret', authorised: false },
  ],
  users: [
    { userId: 'svc', password: 'svc-secret' },
    { userId: 'left', password: 'left-secret', status: 'inactive' },
    { userId: 'reader', password: 'reader-secret', denied: ['create_invoice', 'GLBATCH'] },
  ],
  entities: [
    { entityId: 'US', name: 'Gulf US', baseCurrency: 'USD' },
    { entityId: 'CA', name: 'Gulf Canada', baseCurrency: 'CAD', taxSolution: 'VAT' },
    { entityId: 'UK', name: 'Gulf UK', baseCurrency: 'GBP', taxSolution: 'VAT' },
  ],
  locations: [
    { locationId: 'HOU', name: 'Houston', entityId: 'US' },
    { locationId: 'SHUT', name: 'Old yard', entityId: 'US', status: 'inactive' },
  ],
  departments: [{ departmentId: '10', title: 'Plate' }],
  accounts: [
    account('1200', 'balancesheet', 'debit'),
    account('1400', 'balancesheet', 'debit'),
    account('2200', 'balancesheet', 'credit'),
    account('4000', 'incomestatement', 'credit'),
    { ...account('4010', 'incomestatement', 'credit'), requires: ['DEPARTMENT'] },
    { ...account('4999', 'incomestatement', 'credit'), status: 'inactive' },
    account('5000', 'incomestatement', 'debit'),
  ],
  journals: [{ symbol: 'COGS', title: 'Cost of sales' }],
  terms: [{ name: 'N30', dueDays: 30 }],
  taxDetails: [
    { detailId: 'UK VAT 20', ratePercent: '20', accountNo: '2200', entityId: 'UK' },
    { detailId: 'UK OLD', ratePercent: '17.5', accountNo: '2200', entityId: 'UK', status: 'inactive' },
    { detailId: 'CA GST', ratePercent: '5', accountNo: '2200', entityId: 'CA' },
  ],
  contacts: [{ contactName: 'Dock 1', printAs: 'Dock 1', city: 'Houston' }],
  customers: [
    { customerId: 'C1', name: "O'Neill & Sons" },
    { customerId: 'HELD', name: 'Held Ltd', onHold: true },
    { customerId: 'GONE', name: 'Gone Ltd', status: 'inactive' },
  ],
  closedPeriods: [{ month: '2026-01' }, { month: '2026-02', entityId: 'UK' }],
  receivablesAccountNo: '1200',
};

function account(
  accountNo: string,
  accountType: 'balancesheet' | 'incomestatement',
  normalBalance: 'debit' | 'credit',
): SandboxCompanyInput['accounts'][number] {
  return { accountNo, title: `Account ${accountNo}`, accountType, normalBalance };
}

export interface GatewayAnswer {
  readonly status: number;
  readonly body: string;
}

/** A sandbox in this process with the company loaded, and raw ways to speak to it. */
export interface TestSandbox extends IntacctSandbox {
  post(body: string, url?: string, headers?: Record<string, string>): Promise<GatewayAnswer>;
  admin(method: string, path: string, body?: unknown): Promise<unknown>;
  fault(fault: FaultInput): Promise<void>;
}

/** Starts a sandbox; loads COMPANY unless told otherwise. */
export async function startTestSandbox(
  options: { stateDir?: string; clock?: () => Date; company?: SandboxCompanyInput | null } = {},
): Promise<TestSandbox> {
  const { company = COMPANY, ...start } = options;
  const sandbox = await startIntacctSandbox({ port: 0, adminPort: 0, ...start });
  const admin: TestSandbox['admin'] = (method, path, body) => askAdmin(sandbox.adminUrl, method, path.slice(1), body);
  if (company) await admin('PUT', '/company', company);
  await admin('PATCH', '/settings', { supportIdShare: 0 });
  return {
    ...sandbox,
    admin,
    async post(body, url = sandbox.gatewayUrl, headers = { 'content-type': 'application/xml' }) {
      const response = await fetch(url, { method: 'POST', body, headers });
      return { status: response.status, body: await response.text() };
    },
    async fault(fault) {
      await admin('POST', '/faults', fault);
    },
  };
}

export interface RequestParts {
  readonly control?: string;
  readonly authentication?: string;
  readonly transaction?: string;
}

/** The usual control block, with other values where given. */
export function control(
  values: { uniqueid?: string; senderid?: string; password?: string; controlid?: string; last?: string } = {},
): string {
  const { uniqueid, senderid = 'hub', password = 'hub-secret', controlid = 'request-1', last = '' } = values;
  return (
    `<senderid>${senderid}</senderid><password>${password}</password><controlid>${controlid}</controlid>` +
    `${uniqueid === undefined ? '' : `<uniqueid>${uniqueid}</uniqueid>`}<dtdversion>3.0</dtdversion>` +
    `<includewhitespace>false</includewhitespace>${last}`
  );
}

/** A login, at top level or in an entity. */
export function login(entity?: string, userid = 'svc', password = 'svc-secret', company = 'GULF'): string {
  const locationid = entity === undefined ? '' : `<locationid>${entity}</locationid>`;
  return `<login><userid>${userid}</userid><companyid>${company}</companyid><password>${password}</password>${locationid}</login>`;
}

/** A whole request around functions; an empty text stands for one getAPISession. */
export function request(functions: string, parts: RequestParts = {}): string {
  const { authentication = login('US'), transaction } = parts;
  return (
    `<?xml version="1.0" encoding="UTF-8"?>\n<request><control>${parts.control ?? control()}</control>` +
    `<operation${transaction === undefined ? '' : ` transaction="${transaction}"`}>` +
    `<authentication>${authentication}</authentication><content>${functions || call('any', '<getAPISession/>')}</content></operation></request>`
  );
}

/** One function with its control id. */
export function call(controlId: string, element: string): string {
  return `<function controlid="${controlId}">${element}</function>`;
}

export interface InvoiceParts {
  readonly customer?: string;
  readonly date?: string;
  readonly due?: string;
  readonly number?: string;
  readonly afterNumber?: string;
  readonly lines?: string;
}

/** create_invoice of one line of 100.00, with other parts where given. */
export function invoice(parts: InvoiceParts = {}): string {
  const {
    customer = 'C1',
    date = '2026-03-31',
    due = '<termname>N30</termname>',
    number = 'SI-1',
    afterNumber = '',
  } = parts;
  const [year, month, day] = date.split('-');
  return (
    `<create_invoice><customerid>${customer}</customerid>` +
    `<datecreated><year>${year}</year><month>${month}</month><day>${day}</day></datecreated>${due}` +
    `<invoiceno>${number}</invoiceno>${afterNumber}<invoiceitems>${parts.lines ?? line()}</invoiceitems></create_invoice>`
  );
}

/** One invoice line. */
export function line(parts: { account?: string; amount?: string; rest?: string } = {}): string {
  const { account = '4000', amount = '100.00', rest = '' } = parts;
  return `<lineitem><glaccountno>${account}</glaccountno><amount>${amount}</amount>${rest}</lineitem>`;
}

/** A journal entry of two lines. */
export function journalEntry(parts: { header?: string; debit?: string; credit?: string; title?: string } = {}): string {
  const { header = '', title = 'Cost of SI-1' } = parts;
  const debit = parts.debit ?? glEntry('5000', '1', '60.00');
  const credit = parts.credit ?? glEntry('1400', '-1', '60.00');
  return (
    `<create><GLBATCH><JOURNAL>COGS</JOURNAL><BATCH_DATE>03/31/2026</BATCH_DATE><BATCH_TITLE>${title}</BATCH_TITLE>${header}` +
    `<ENTRIES>${debit}${credit}</ENTRIES></GLBATCH></create>`
  );
}

/** One journal line. */
export function glEntry(accountNo: string, side: string, amount: string, rest = '<CURRENCY>USD</CURRENCY>'): string {
  return `<GLENTRY><ACCOUNTNO>${accountNo}</ACCOUNTNO><TR_TYPE>${side}</TR_TYPE><TRX_AMOUNT>${amount}</TRX_AMOUNT>${rest}</GLENTRY>`;
}

/** The number of documents with that invoice number. */
export async function invoicesNumbered(sandbox: TestSandbox, number: string): Promise<number> {
  const invoices = (await sandbox.admin('GET', '/invoices')) as { RECORDID: string }[];
  return invoices.filter(({ RECORDID }) => RECORDID === number).length;
}
