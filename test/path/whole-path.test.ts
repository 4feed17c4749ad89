import { until } from '../../cli/start/until';
import { requestProbe } from '../../db/company-pauses';
import { compareAmounts, subtractAmounts } from '../../domain/money';
import { bookStockMovement } from '../../sandbox/imetal/acts/stock-movements';
import { finaliseInvoices } from '../../sandbox/imetal/finalise-invoices';
import { creditOfPaidInvoice } from '../../sandbox/sample-day/changes-of-day';
import { wrongOtherDocuments } from '../../sandbox/sample-day/enter-other-documents';
import { longNamedCustomer, overExtendedCustomer } from '../../sandbox/sample-day/finance-parties';
import { inexpressibleTaxDetail, inexpressibleTerm } from '../../sandbox/sample-day/finance-terms-and-taxes';
import { fixes } from '../../sandbox/sample-day/fixes';
import { sampleCredentials } from '../../sandbox/sample-day/sample-company';
import { wrongInvoices } from '../../sandbox/sample-day/wrong-invoices';
import { dailyCostOfSales, dailyCostOfSalesWorkflowId } from '../../workflows/daily-cost-of-sales';
import { type Business, openBusiness } from './business';
import { businessDate, company } from './company-on-stack';

// On a machine that many share a test is a matter of minutes.
jest.setTimeout(300_000);

/** One stack for the file: each test goes on where the one before left the business. */
let business: Business;
beforeAll(async () => {
  business = await openBusiness();
});
afterAll(() => business?.stop());

interface IntacctInvoice {
  RECORDID: string;
  STATE: string;
  WHENPOSTED: string;
  TRX_TOTALENTERED: string;
  externalId: string;
}
const invoicesOf = async (documentKey: string) =>
  (await business.intacct<IntacctInvoice[]>('GET', 'invoices')).filter(({ externalId }) => externalId === documentKey);

/** Ten more on one charge of the invoice and on its header, as a correction in iMetal would be. */
const raiseByTen = (documentKey: string, by = '10.00') => {
  const [branch, type, number] = documentKey.split('-');
  return business.owner.query(
    `with header as (
        update sales_headers h set muser_id = 1 from branches b, sales_types t
          where b.id = h.branch_id and t.id = h.type_id and b.code = $1 and t.code = $2 and h.number = $3::integer
          returning h.id, h.sales_total_id),
      charge as (
        update sales_charges c set value = c.value + $4::numeric, base_value = c.base_value + $4::numeric
          where c.id = (select min(own.id) from sales_charges own join sales_items i on i.id = own.item_id
            join header on header.id = i.sales_header_id where own.cost_group_code = 'MAT'))
      update sales_totals total
        set invoiced_value = invoiced_value + $4::numeric, balance_value = balance_value + $4::numeric,
            base_invoiced_value = base_invoiced_value + $4::numeric
        from header where total.id = header.sales_total_id`,
    [branch, type, number, by],
  );
};

/** An invoice in US dollars that was posted once, never changed, and that nobody credited or paid. */
const postedInHouston = async () => {
  const { rows } = await business.hub.query(
    `select document_key from postings
      where is_leading and document_key like 'HOU-DIV-%' and document_key > 'HOU-DIV-104243' and currency = 'USD'
      group by document_key having count(*) = 1 and min(state) = 'posted' order by document_key limit 1`,
  );
  return rows[0].document_key as string;
};

test('a sample day: of every kind all that is right is posted, what is wrong is parked under its code, and both books agree', async () => {
  const { faults, documents, records } = await business.compareBooks();
  expect(faults).toEqual([]);
  const parked = documents.filter(({ fate }) => fate === 'parked').map(({ document_key }) => document_key);
  const wrong = [
    ...wrongInvoices,
    ...wrongOtherDocuments.map(({ documentKey, wrong: fault }) => ({ documentKey, expectedCode: fault?.expectedCode })),
  ];
  expect(parked.sort()).toEqual(wrong.map(({ documentKey }) => documentKey).sort());
  for (const { documentKey, expectedCode } of wrong) {
    expect([documentKey, ...(await business.openCodes(documentKey))]).toEqual([documentKey, expectedCode]);
  }
  expect(records.map(({ flow }) => flow).sort()).toEqual(['contacts', 'customers', 'taxes', 'terms', 'vendors']);
});

test('finance takes receipts, both sides change masters: every customer owes the same in both systems, and the masters agree', async () => {
  await business.letFinanceAndOperationsAct();
  const { faults, receivables, credit, conflicts, exceptions } = await business.compareBooks();
  expect(faults).toEqual([]);
  expect(receivables.filter(({ isInImetal }) => !isInImetal).map(({ customerId }) => customerId)).toEqual([
    longNamedCustomer,
  ]);
  expect(credit.filter(({ over_extended }) => over_extended).map(({ code }) => code)).toContain(overExtendedCustomer);
  // Both systems may have been told one after the other, for a change is on its way in milliseconds.
  expect(conflicts.every(({ field, kept }) => field !== 'telephone' || kept === 'imetal')).toBe(true);
  expect(
    exceptions.filter(({ code }) => code === 'CREDIT_INVOICE_PAID').map(({ document_key }) => document_key),
  ).toEqual([`${creditOfPaidInvoice}/application`]);
});

test('no ship-to address and no contact stands twice on either side', async () => {
  const { rows } = await business.owner.query(
    `select c.code, s.name, count(*) from company_sub_addresses s join companies c on c.id = s.company_id
       join addresses a on a.id = s.address_id where s.status = 'A' group by 1, 2, a.address having count(*) > 1`,
  );
  expect(rows).toEqual([]);
});

test('masters that iMetal cannot hold wait for a person, each under its code', async () => {
  expect(await business.openCodes('CUSTOMER/C00143')).toEqual(['RESTRICTION_UNMAPPED']);
  expect(await business.openCodes('CUSTOMER/C00144')).toEqual(['PARENT_LOOP']);
  expect(await business.openCodes(`CUSTOMER/${longNamedCustomer}`)).toEqual(['FIELD_TOO_LONG']);
  expect(await business.openCodes('CUSTOMER/C00147')).toEqual(['IMPORT_REFUSED']);
  expect(await business.openCodes(`ARTERM/${inexpressibleTerm}`)).toEqual(['TERM_INEXPRESSIBLE']);
  expect(await business.openCodes(`TAXDETAIL/${inexpressibleTaxDetail}`)).toEqual(['TAX_INEXPRESSIBLE']);
  expect(await business.openCodes(`open-items/${longNamedCustomer}`)).toEqual(['CUSTOMER_NOT_IN_IMETAL']);
});

test('each of the eight invoices goes through once its cause is fixed, what waited for them too, and both books agree again', async () => {
  for (const fix of fixes) {
    await fix.apply({
      intacctAdminUrl: business.stack.addresses.intacctAdmin,
      liveOwnerUrl: business.stack.addresses.imetalOwner,
      profilePath: business.profilePath,
      abandon: (documentKey, reason) => business.abandon(documentKey, reason),
    });
    if (fix.afterwards === 'retry') await business.retry(fix.documentKey);
  }
  const retried = fixes.filter(({ afterwards }) => afterwards === 'retry').map(({ documentKey }) => documentKey);
  await business.untilStates(retried, 'posted');
  // The credit of the invoice whose account was inactive: nobody retries it.
  await business.untilStates(['HOU-CRN-600006'], 'posted');
  const { faults, documents, exceptions } = await business.compareBooks();
  expect(faults).toEqual([]);
  const ofInvoices = new Set(wrongInvoices.map(({ documentKey }) => documentKey));
  expect(exceptions.filter(({ document_key }) => ofInvoices.has(document_key))).toEqual([]);
  expect(documents.filter(({ fate }) => fate === 'abandoned')).toHaveLength(fixes.length - retried.length);
});

test('a wrong password pauses the whole company: one exception, nothing lost, and all goes on when it is right', async () => {
  const user = `masters/users/${sampleCredentials.userId}`;
  const newest = await business.hub.query('select max(exception_id) as id from exceptions');
  await business.intacct('PATCH', user, { password: 'changed this morning' });
  await business.intacct('POST', 'faults', { kind: 'session-expiry', appliesTo: 'all' });
  const documentKeys = await business.finalise(20);
  await until('the company is paused', 90_000, async () => (await business.openCodes('*')).includes('SIGN_IN_REFUSED'));
  await until('all twenty wait', 90_000, async () => {
    const { rows } = await business.hub.query(
      `select count(*)::integer as waiting from postings
        where document_key = any($1) and is_leading and state = 'planned'`,
      [documentKeys],
    );
    return rows[0].waiting === 20;
  });
  const { rows } = await business.hub.query(
    `select document_key, code from exceptions
      where closed_at is null and exception_id > $1 and (code = 'SIGN_IN_REFUSED' or document_key = any($2))`,
    [newest.rows[0].id, documentKeys],
  );
  expect(rows).toEqual([{ document_key: '*', code: 'SIGN_IN_REFUSED' }]);

  await business.intacct('DELETE', 'faults');
  await business.intacct('PATCH', user, { password: sampleCredentials.userPassword });
  await requestProbe(business.hub, company);
  await business.untilStates(documentKeys, 'posted');
  expect(await business.openCodes('*')).toEqual([]);
  expect((await business.compareBooks()).faults).toEqual([]);
});

test('while Intacct is down everything waits, and goes through when it is back', async () => {
  await business.intacct('POST', 'faults', { kind: 'offline', appliesTo: 'all' });
  const documentKeys = await business.finalise(4);
  await until('sending was tried in vain', 90_000, async () => {
    const { rowCount } = await business.hub.query(
      `select from api_calls where document_key = any($1) and verdict in ('Transport', 'OutcomeUnknown')`,
      [documentKeys],
    );
    return (rowCount ?? 0) > 0;
  });
  await business.intacct('DELETE', 'faults');
  await business.untilStates(documentKeys, 'posted');
  for (const documentKey of documentKeys) expect(await invoicesOf(documentKey)).toHaveLength(1);
  expect((await business.compareBooks()).faults).toEqual([]);
});

test('a closed period parks; one document goes into the next month by a correction, the other when it is reopened', async () => {
  await business.intacct('POST', 'periods/2026-11/close', {});
  const [corrected = '', reopened = ''] = await business.finalise(2);
  await business.untilStates([corrected, reopened], 'rejected');
  expect(await business.openCodes(corrected)).toEqual(['PERIOD_CLOSED']);
  await business.retry(corrected, { correction: { postingDate: '2026-12-01' } });
  await business.untilStates([corrected], 'posted');
  await business.intacct('POST', 'periods/2026-11/open', {});
  await business.retry(reopened);
  await business.untilStates([reopened], 'posted');
  expect((await invoicesOf(corrected))[0]?.WHENPOSTED).toMatch(/2026-12-01|12\/01\/2026/);
  expect((await invoicesOf(reopened))[0]?.WHENPOSTED).toMatch(/2026-11-20|11\/20\/2026/);
  expect((await business.compareBooks()).faults).toEqual([]);
});

test('an invoice that changed after posting is parked; reverse-and-repost nets the ledger to the new content', async () => {
  const documentKey = await postedInHouston();
  const [before] = await invoicesOf(documentKey);
  await raiseByTen(documentKey);
  await until('the change is seen', 90_000, async () =>
    (await business.openCodes(documentKey)).includes('CHANGED_AFTER_POSTING'),
  );
  await business.retry(documentKey, { correction: { reverseAndRepost: true } }, 2);
  await business.untilStates([documentKey], 'posted');
  const standing = (await invoicesOf(documentKey)).filter(({ STATE }) => !/^revers/i.test(STATE));
  expect(standing).toHaveLength(1);
  const raisedBy = subtractAmounts(standing[0]?.TRX_TOTALENTERED ?? '', before?.TRX_TOTALENTERED ?? '');
  expect(compareAmounts(raisedBy, '10.00')).toBe(0);
  expect((await business.compareBooks()).faults).toEqual([]);
});

test('a change that is ignored is ignored for good; edited back, it is as if nothing had been', async () => {
  const documentKey = await postedInHouston();
  await raiseByTen(documentKey);
  await business.untilStates([documentKey], 'rejected');
  await business.abandon(documentKey, 'a typing error, corrected tomorrow', 2);
  await business.untilStates([documentKey], 'abandoned');
  expect(await business.trigger(documentKey)).toMatchObject({ kind: 'already-finished' });
  expect(await business.openCodes(documentKey)).toEqual([]);
  expect(await invoicesOf(documentKey)).toHaveLength(1);

  await raiseByTen(documentKey, '-10.00');
  await business.untilStates([documentKey], 'posted');
  expect(await invoicesOf(documentKey)).toHaveLength(1);
  expect((await business.compareBooks()).faults).toEqual([]);
});

test('an invoice in an entity to which its customer is not open is parked, and goes through when finance opens it', async () => {
  const { rows } = await business.owner.query(
    `select c.code, b.code || '-DIV-' || h.number as document_key from sales_headers h join companies c on c.id = h.customer_id
       join branches b on b.id = h.branch_id and b.code in ('HOU', 'DAL') join sales_types t on t.id = h.type_id and t.code = 'DIV'
       join sales_statuses s on s.id = h.status_id and s.code = 'ENT' order by h.id limit 1`,
  );
  const [{ code, document_key: documentKey }] = rows;
  const customer = `masters/customers/${code}`;
  await business.intacct('PATCH', customer, { objectRestriction: 'Restricted', restrictedLocations: ['300'] });
  let finalised: string[] = [];
  while (!finalised.includes(documentKey)) {
    finalised = await finaliseInvoices({ owner: business.owner, count: 1, businessDate });
  }
  await business.untilStates([documentKey], 'rejected');
  expect(await business.openCodes(documentKey)).toEqual(['CUSTOMER_RESTRICTED']);
  await until('iMetal opens the customer in Birmingham alone', 90_000, async () => {
    const open = await business.owner.query(
      `select b.code from company_branches o join companies c on c.id = o.company_id join branches b on b.id = o.branch_id
        where c.code = $1 and o.status = 'A'`,
      [code],
    );
    return open.rows.map((row) => row.code).join() === 'BHM';
  });
  await business.intacct('PATCH', customer, { objectRestriction: 'Unrestricted', restrictedLocations: [] });
  await business.untilStates([documentKey], 'posted');
  expect((await business.compareBooks()).faults).toEqual([]);
});

test('a transfer between entities that takes out another value than it puts in is parked, and so is one without a rule', async () => {
  const transfer = (from: string, to: string, out: string, into: string) =>
    bookStockMovement(business.owner, {
      ...{ type: 'TRF', branch: from, date: businessDate },
      items: [
        { tag: `T${from}${to}`, product: 'RB4140', pieces: -1, weight: '-10', values: { MAT: `-${out}` } },
        { tag: `T${to}${from}`, product: 'RB4140', warehouse: to, pieces: 1, weight: '10', values: { MAT: into } },
      ],
    });
  const { documentKey: unbalanced } = await transfer('HOU', 'BMT', '100.00', '90.00');
  const { documentKey: withoutRule } = await transfer('BMT', 'BHM', '50.00', '50.00');
  await business.untilStates([unbalanced, withoutRule], 'rejected');
  expect(await business.openCodes(unbalanced)).toEqual(['JOURNAL_UNBALANCED']);
  expect(await business.openCodes(withoutRule)).toEqual(['MOVEMENT_ACROSS_ENTITIES']);
  expect((await business.compareBooks()).faults).toEqual([]);
});

test('a trigger for a document that does not exist starts nothing', async () => {
  expect(await business.trigger('HOU-DIV-999999')).toEqual({ kind: 'no-such-document' });
});

test('a profile that posts cost of sales per day and branch gets one journal for each, and both books agree', async () => {
  business.changeProfile(['costOfSales', 'posting'], 'day-and-branch');
  const documentKeys = await business.finalise(6);
  await business.untilStates(documentKeys, 'posted');
  const collected = await business.client.workflow.execute(dailyCostOfSales, {
    workflowId: `${dailyCostOfSalesWorkflowId(company)}-by-hand`,
    taskQueue: 'intacct-pipelines',
    args: [{ company }],
  });
  const { rows: branches } = await business.hub.query(
    `select distinct entity_id || '-' || branch_code as branch
      from cost_of_sales_pool where document_key = any($1) order by 1`,
    [documentKeys],
  );
  expect(branches.length).toBe(new Set(documentKeys.map((key) => key.split('-')[0])).size);
  expect(collected.journals).toEqual(
    expect.arrayContaining(branches.map(({ branch }) => `CGS-${branch}-${businessDate}-1`)),
  );
  await until('the journals are posted', 90_000, async () => {
    const { rows } = await business.hub.query(
      `select document_key from postings where flow = 'cost-of-sales-journal' and state = 'posted' order by 1`,
    );
    return rows.length === collected.journals.length;
  });
  expect((await business.compareBooks()).faults).toEqual([]);
});
