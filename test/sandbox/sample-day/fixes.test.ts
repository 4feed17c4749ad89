import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { imetalProfileSchema } from '../../../domain/imetal-profile';
import { sandboxCompanySchema } from '../../../sandbox/intacct/company-file';
import { type FixContext, fixes } from '../../../sandbox/sample-day/fixes';
import { sampleCompany } from '../../../sandbox/sample-day/sample-company';
import { sourceTotals } from '../../../sandbox/sample-day/source-totals';
import { type WrongFault, wrongInvoices } from '../../../sandbox/sample-day/wrong-invoices';
import { createImetalTestSandbox, type ImetalTestSandbox } from '../imetal/sandbox-database';

const profileOfCompany = join(__dirname, '../../../companies/gulf-metals.yaml');

let sandbox: ImetalTestSandbox;
let directory: string;
let context: FixContext;
const requests: { method: string; path: string; body: unknown }[] = [];
const abandoned: [string, string][] = [];
// Records what the fixes ask of the Intacct sandbox's admin port; the sandbox itself is tested on its own.
const admin = createServer(async (request, response) => {
  let text = '';
  for await (const part of request) text += part;
  requests.push({ method: request.method ?? '', path: request.url ?? '', body: JSON.parse(text) });
  response.writeHead(request.url?.includes('refused') ? 500 : 200).end('{}');
});

beforeAll(async () => {
  sandbox = await createImetalTestSandbox({ seed: 1, invoices: 20, queued: 0 });
  directory = await mkdtemp(join(tmpdir(), 'fixes-'));
  const profilePath = join(directory, 'gulf-metals.yaml');
  await copyFile(profileOfCompany, profilePath);
  await new Promise<void>((resolve) => admin.listen(0, '127.0.0.1', resolve));
  context = {
    intacctAdminUrl: `http://127.0.0.1:${(admin.address() as AddressInfo).port}`,
    liveOwnerUrl: sandbox.urls.owner,
    profilePath,
    abandon: async (documentKey, reason) => {
      abandoned.push([documentKey, reason]);
    },
  };
});
afterAll(async () => {
  admin.close();
  await rm(directory, { recursive: true });
  await sandbox.drop();
});
beforeEach(() => {
  requests.length = 0;
});

async function applyFixOf(fault: WrongFault): Promise<string> {
  const wrong = wrongInvoices.find((candidate) => candidate.fault === fault);
  const fix = fixes.find((candidate) => candidate.documentKey === wrong?.documentKey);
  if (fix === undefined) throw new Error(`no fix for ${fault}`);
  await fix.apply(context);
  return fix.documentKey;
}

const readProfile = async () => imetalProfileSchema.parse(parse(await readFile(context.profilePath, 'utf8')));

test('there is one fix for each wrong invoice, and each says what to type', () => {
  expect(fixes.map(({ documentKey }) => documentKey)).toEqual(wrongInvoices.map(({ documentKey }) => documentKey));
  expect(fixes.filter(({ command }) => command.includes('\n') || command === '')).toEqual([]);
});

test.each<[WrongFault, string, string, unknown]>([
  ['customer-on-hold', 'PATCH', '/admin/masters/customers/C00107', { onHold: false }],
  ['account-inactive', 'PATCH', '/admin/masters/accounts/4190', { status: 'active' }],
  ['period-closed', 'POST', '/admin/periods/2026-10/open', {}],
])('%s is put right in Intacct by %s %s', async (fault, method, path, body) => {
  await applyFixOf(fault);
  expect(requests).toEqual([{ method, path, body }]);
});

test('the unknown customer is created as Intacct would take it', async () => {
  await applyFixOf('customer-unknown');
  const [request] = requests;
  expect([request?.method, request?.path]).toEqual(['PUT', '/admin/masters/customers/C00112']);
  const company = sampleCompany();
  const completed = sandboxCompanySchema.parse({ ...company, customers: [...company.customers, request?.body] });
  expect(completed.customers.at(-1)).toMatchObject({ customerId: 'C00112', onHold: false, status: 'active' });
});

test('titanium gets its department in the profile, whose comments stay', async () => {
  await applyFixOf('dimension-missing');
  expect((await readProfile()).dimensions.departmentBySalesGroup.TIT).toBe('40');
  expect(await readFile(context.profilePath, 'utf8')).toContain('# Gulf Metals Group: the sample company.');
});

test('Louisiana gets its tax details in the profile, once even if applied twice, to accounts that Intacct has', async () => {
  await applyFixOf('tax-unmapped');
  await applyFixOf('tax-unmapped');
  const { details } = (await readProfile()).branches.HOU?.tax ?? { details: [] };
  const added = details.filter(({ authority }) => authority.startsWith('LA'));
  expect(added.map(({ authority, class: taxClass }) => `${authority}/${taxClass}`)).toEqual(['LA/1', 'LA-NOLA/1']);
  const accounts = sampleCompany().accounts.map(({ accountNo }) => accountNo);
  expect(accounts).toEqual(expect.arrayContaining(added.map(({ account }) => account)));
});

test('the wrong header total is corrected in iMetal, and the invoice counts as changed', async () => {
  const key = wrongInvoices.find(({ fault }) => fault === 'total-mismatch')?.documentKey ?? '';
  const version = async () => {
    const found = await sandbox.reporter.query<{ version: number }>(
      'select version from sales_headers where number = $1',
      [key.split('-')[2]],
    );
    return found.rows[0]?.version;
  };
  expect(await version()).toBe(0);
  await applyFixOf('total-mismatch');
  const { receivables, revenueByNominal } = await sourceTotals(sandbox.reporter, { only: [key] });
  const lines = revenueByNominal.reduce((cents, { amount }) => cents + BigInt(amount.replace('.', '')), 0n);
  expect(receivables[0]?.net.replace('.', '')).toBe(lines.toString());
  expect(await version()).toBe(1);
});

test('the invoice whose number is taken is abandoned with a reason', async () => {
  const documentKey = await applyFixOf('number-taken');
  expect(abandoned).toEqual([[documentKey, 'keyed by hand in Intacct, corrected there']]);
});

test('a fix that Intacct refuses fails with its answer', async () => {
  const refused = { ...context, intacctAdminUrl: `${context.intacctAdminUrl}/refused` };
  const fix = fixes.find(({ documentKey }) => documentKey === 'HOU-DIV-104235');
  await expect(fix?.apply(refused)).rejects.toThrow('expected 2xx, came 500');
});
