import { readFile, writeFile } from 'node:fs/promises';
import { Client } from 'pg';
import { isSeq, parseDocument } from 'yaml';
import { askAdmin } from '../admin-port';
import { customerMaster } from './finance-parties';
import { customers, heldCustomerCode, unknownCustomerCode } from './parties';
import { type WrongFault, wrongInvoices } from './wrong-invoices';

/** Where a person puts things right. */
export interface FixContext {
  /** The Intacct sandbox's admin port, for example `http://127.0.0.1:8182`. */
  intacctAdminUrl: string;
  /** iMetal's live database, by a login that may write: operations correct their own documents. */
  liveOwnerUrl: string;
  /** `companies/gulf-metals.yaml`, or the copy that is in use. */
  profilePath: string;
  /** Gives a parked document up; the hub's own command. */
  abandon(documentKey: string, reason: string): Promise<void>;
}

/** What puts one wrong invoice right; after `apply`, it goes through by a retry (an abandoned one is closed instead). */
export interface Fix {
  documentKey: string;
  /** What is done, in accounting words. */
  description: string;
  /** `retry` the document afterwards, or nothing more to do. */
  afterwards: 'retry' | 'nothing';
  /** The same as a command line; `$INTACCT_ADMIN` and `$LIVE_OWNER_URL` stand for addresses. */
  command: string;
  apply(context: FixContext): Promise<void>;
}

const abandonReason = 'keyed by hand in Intacct, corrected there';

/** One fix per wrong invoice, for tests and for the README alike. */
export const fixes: readonly Fix[] = wrongInvoices.map((wrong) => ({
  documentKey: wrong.documentKey,
  description: wrong.fix,
  afterwards: wrong.fault === 'number-taken' ? 'nothing' : 'retry',
  ...step(wrong.fault, wrong.documentKey),
}));

type Step = Pick<Fix, 'command' | 'apply'>;

function step(fault: WrongFault, documentKey: string): Step {
  switch (fault) {
    case 'customer-unknown':
      return intacctStep('PUT', `masters/customers/${unknownCustomerCode}`, unknownCustomer());
    case 'customer-on-hold':
      return intacctStep('PATCH', `masters/customers/${heldCustomerCode}`, { onHold: false });
    case 'account-inactive':
      return intacctStep('PATCH', 'masters/accounts/4190', { status: 'active' });
    case 'period-closed':
      return intacctStep('POST', 'periods/2026-10/open', {});
    case 'dimension-missing':
      return {
        command: "add `TIT: '40'` under dimensions.departmentBySalesGroup in companies/gulf-metals.yaml",
        apply: (context) => mapTitaniumDepartment(context.profilePath),
      };
    case 'tax-unmapped':
      return {
        command:
          'add LA (account 2357) and LA-NOLA (account 2358) under branches.HOU.tax.details in companies/gulf-metals.yaml',
        apply: (context) => mapLouisianaTax(context.profilePath),
      };
    case 'total-mismatch':
      return {
        command: `psql "$LIVE_OWNER_URL" -c "${oneLine(correctTotalStatement(documentKey))}"`,
        apply: (context) => correctTotal(context.liveOwnerUrl, documentKey),
      };
    case 'number-taken':
      return {
        command: `npx intacct-pipelines abandon ${documentKey} --reason "${abandonReason}"`,
        apply: (context) => context.abandon(documentKey, abandonReason),
      };
  }
}

function unknownCustomer(): object {
  const customer = customers.find((candidate) => candidate.code === unknownCustomerCode);
  if (customer === undefined) throw new Error(`sample day: no customer ${unknownCustomerCode}`);
  return customerMaster(customer);
}

function intacctStep(method: 'PUT' | 'PATCH' | 'POST', path: string, body: object): Step {
  const content = JSON.stringify(body);
  return {
    command: `curl -X ${method} "$INTACCT_ADMIN/admin/${path}" -H 'content-type: application/json' -d '${content}'`,
    async apply(context) {
      await askAdmin(context.intacctAdminUrl, method, path, body);
    },
  };
}

async function mapTitaniumDepartment(profilePath: string): Promise<void> {
  const profile = parseDocument(await readFile(profilePath, 'utf8'));
  profile.setIn(['dimensions', 'departmentBySalesGroup', 'TIT'], '40');
  await writeFile(profilePath, profile.toString({ lineWidth: 0 }));
}

async function mapLouisianaTax(profilePath: string): Promise<void> {
  const profile = parseDocument(await readFile(profilePath, 'utf8'));
  const details = profile.getIn(['branches', 'HOU', 'tax', 'details']);
  if (!isSeq(details)) throw new Error(`${profilePath}: branches.HOU.tax.details: expected a list`);
  const added = [
    { authority: 'LA', class: 1, detail: 'Louisiana state sales tax', account: '2357' },
    { authority: 'LA-NOLA', class: 1, detail: 'New Orleans local sales tax', account: '2358' },
  ];
  for (const detail of added) {
    if (!JSON.stringify(details).includes(`"${detail.authority}"`))
      details.add(profile.createNode(detail, { flow: true }));
  }
  await writeFile(profilePath, profile.toString({ lineWidth: 0 }));
}

/** The header is touched with its totals, as iMetal does, so that the change is seen by those who poll. */
function correctTotalStatement(documentKey: string): string {
  const [branch, type, number] = documentKey.split('-');
  return `
    with header as (
      update sales_headers h set muser_id = 1
        from branches b, sales_types t
       where b.id = h.branch_id and t.id = h.type_id
         and b.code = '${branch}' and t.code = '${type}' and h.number = ${number}
      returning h.id, h.sales_total_id),
    lines as (
      select sum(c.value) as value, sum(c.base_value) as base_value
        from header join sales_items i on i.sales_header_id = header.id join sales_charges c on c.item_id = i.id)
    update sales_totals st
       set invoiced_value = lines.value, balance_value = lines.value, base_invoiced_value = lines.base_value
      from header, lines where st.id = header.sales_total_id`;
}

function oneLine(statement: string): string {
  return statement.replace(/\s+/g, ' ').trim();
}

async function correctTotal(liveOwnerUrl: string, documentKey: string): Promise<void> {
  const client = new Client({ connectionString: liveOwnerUrl, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    const corrected = await client.query(correctTotalStatement(documentKey));
    if (corrected.rowCount !== 1) throw new Error(`invoice ${documentKey}: expected one total to correct, found none`);
  } finally {
    await client.end();
  }
}
