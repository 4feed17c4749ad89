import { type ReleaseDeps, releaseCause } from '../../activities/release';
import { until } from '../../cli/start/until';
import { lockCreditedInvoice } from '../../db/credited-invoices';
import { selectOpenExceptions } from '../../db/exceptions';
import { useHubDatabase } from '../db/hub-database';
import { company, documentOf, statesOf } from '../db/planned-document';
import { creditOf } from '../mappings/sales-credit-builder';
import { asMovement, buildMovement, buildMovementLine } from '../mappings/stock-movement-builder';
import { asSupplierCredit, buildExpense, buildSupplierInvoice } from '../mappings/supplier-document-builder';
import { createDocumentsUnderTest, type DocumentsUnderTest } from './documents-under-test';
import { retry, sourceInvoice } from './invoice-under-test';
import { profilesOf } from './posting-under-test';

const hub = useHubDatabase();
let under: DocumentsUnderTest;
beforeAll(() => {
  under = createDocumentsUnderTest(hub.pool());
});
hub.beforeEnd(() => under?.close());

const revision = (documentKey: string, number: number) => ({ ...documentOf(documentKey), revision: number });
const reposting = retry({ reverseAndRepost: true });

function saveCredit(documentKey: string, invoiceKey: string, price = '100.00') {
  const invoice = sourceInvoice(invoiceKey, price);
  const credit = creditOf(invoice, { documentKey, invoiceNumber: documentKey.split('-')[2] ?? '' });
  under.imetal.saveOther('sales-credit', credit);
}

describe('a sales credit', () => {
  test('waits for its invoice, is let through when that is posted, and its application is started', async () => {
    under.imetal.save(sourceInvoice('HOU-DIV-1001'));
    saveCredit('HOU-CRN-2001', 'HOU-DIV-1001');
    const early = await under.plan('sales-credit', documentOf('HOU-CRN-2001'));
    expect(early).toMatchObject({
      outcome: 'parked',
      reason: { code: 'CREDIT_INVOICE_NOT_POSTED', causeKey: 'document:HOU-DIV-1001' },
    });
    // What the fake activity's surroundings call the flow.
    const [{ workflow_id: workflowId }] = (
      await hub.pool().query(`select workflow_id from exceptions where document_key = 'HOU-CRN-2001'`)
    ).rows;
    under.engine.parked.add(workflowId);

    await under.goThrough('sales-invoice', documentOf('HOU-DIV-1001'));
    expect(under.engine.told).toEqual([
      { workflowId, decision: { actor: 'release', reason: 'document:HOU-DIV-1001: what it waited for is there' } },
    ]);
    expect(await under.goThrough('sales-credit', documentOf('HOU-CRN-2001'))).toMatchObject({ outcome: 'posted' });
    expect(await statesOf(hub.pool(), documentOf('HOU-CRN-2001'))).toEqual({
      'credit-memo': 'posted',
      'cost-of-sales': 'posted',
    });
    expect(under.intacct.arAdjustments.at(-1)).toMatchObject({ documentNumber: 'HOU-CRN-2001', total: '-100.00' });
    expect(under.engine.started).toEqual([`credit-application/${company}/HOU-CRN-2001/application`]);
    expect(under.imetal.acknowledgements.at(-1)).toMatchObject({ documentKey: 'HOU-CRN-2001' });
  });

  test('that would credit more than is left of its invoice is parked with the figures', async () => {
    saveCredit('HOU-CRN-2002', 'HOU-DIV-1001', '40.00');
    const planned = await under.plan('sales-credit', documentOf('HOU-CRN-2002'));
    expect(planned).toMatchObject({ outcome: 'parked', reason: { code: 'CREDIT_EXCEEDS_INVOICE' } });
    expect(planned).toMatchObject({ reason: { message: expect.stringContaining('100.00 USD was credited before') } });
  });

  test('planned at once with another that together would credit too much: one is planned, the other parked', async () => {
    under.imetal.save(sourceInvoice('HOU-DIV-1010', '100.00'));
    await under.goThrough('sales-invoice', documentOf('HOU-DIV-1010'));
    saveCredit('HOU-CRN-2010', 'HOU-DIV-1010', '60.00');
    saveCredit('HOU-CRN-2011', 'HOU-DIV-1010', '60.00');
    // Both have added up the invoice's credits before either is stored: a third party holds the lock until then.
    const holder = await hub.pool().connect();
    await holder.query('begin');
    await lockCreditedInvoice(holder, company, 'HOU-DIV-1010');
    const both = ['HOU-CRN-2010', 'HOU-CRN-2011'].map((key) => under.plan('sales-credit', documentOf(key)));
    await until('both wait for the lock', 30_000, async () => {
      const { rows } = await hub.pool().query(
        `select count(*)::integer as waiting from pg_locks join pg_database on oid = database
            where locktype = 'advisory' and not granted and datname = current_database()`,
      );
      return rows[0].waiting === 2;
    });
    await holder.query('commit');
    holder.release();
    const planned = await Promise.all(both);
    expect(planned.map(({ outcome }) => outcome).sort()).toEqual(['parked', 'planned']);
    expect(planned.find(({ outcome }) => outcome === 'parked')).toMatchObject({
      reason: { code: 'CREDIT_EXCEEDS_INVOICE', message: expect.stringContaining('60.00 USD was credited before') },
    });
  });

  test('is added to what was credited under a number that its invoice had before it was reversed and reposted', async () => {
    under.imetal.save(sourceInvoice('HOU-DIV-1011', '100.00'));
    await under.goThrough('sales-invoice', documentOf('HOU-DIV-1011'));
    saveCredit('HOU-CRN-2012', 'HOU-DIV-1011', '60.00');
    await under.goThrough('sales-credit', documentOf('HOU-CRN-2012'));
    under.imetal.save(sourceInvoice('HOU-DIV-1011', '105.00'));
    await under.goThrough('sales-invoice', revision('HOU-DIV-1011', 2), reposting);
    saveCredit('HOU-CRN-2013', 'HOU-DIV-1011', '60.00');
    expect(await under.plan('sales-credit', documentOf('HOU-CRN-2013'))).toMatchObject({
      reason: { code: 'CREDIT_EXCEEDS_INVOICE', message: expect.stringContaining('60.00 USD was credited before') },
    });
  });

  test('that was moved to another invoice counts for that one alone', async () => {
    for (const key of ['HOU-DIV-1012', 'HOU-DIV-1013']) {
      under.imetal.save(sourceInvoice(key, '100.00'));
      await under.goThrough('sales-invoice', documentOf(key));
    }
    saveCredit('HOU-CRN-2014', 'HOU-DIV-1012', '60.00');
    await under.goThrough('sales-credit', documentOf('HOU-CRN-2014'));
    saveCredit('HOU-CRN-2014', 'HOU-DIV-1013', '60.00');
    await under.goThrough('sales-credit', revision('HOU-CRN-2014', 2), reposting);
    saveCredit('HOU-CRN-2015', 'HOU-DIV-1012', '60.00');
    expect(await under.plan('sales-credit', documentOf('HOU-CRN-2015'))).toMatchObject({ outcome: 'planned' });
    saveCredit('HOU-CRN-2016', 'HOU-DIV-1013', '60.00');
    expect(await under.plan('sales-credit', documentOf('HOU-CRN-2016'))).toMatchObject({ outcome: 'parked' });
  });

  test('for an invoice that an earlier interface exported is judged by what iMetal says of it', async () => {
    under.imetal.save(sourceInvoice('HOU-DIV-1002'));
    under.imetal.acknowledgements.push({
      documentKey: 'HOU-DIV-1002',
      gatewayBatchId: 1,
      intacctReference: '77',
      acknowledgedAt: '2025-12-01T00:00:00Z',
      replacesBatchId: null,
    });
    saveCredit('HOU-CRN-2003', 'HOU-DIV-1002');
    expect(await under.plan('sales-credit', documentOf('HOU-CRN-2003'))).toMatchObject({ outcome: 'planned' });
  });

  test('edited after posting is taken back by a debit memo, and posted anew under a number of its own', async () => {
    under.imetal.save(sourceInvoice('HOU-DIV-1004', '500.00'));
    await under.goThrough('sales-invoice', documentOf('HOU-DIV-1004'));
    saveCredit('HOU-CRN-2004', 'HOU-DIV-1004', '100.00');
    await under.goThrough('sales-credit', documentOf('HOU-CRN-2004'));
    saveCredit('HOU-CRN-2004', 'HOU-DIV-1004', '80.00');
    const second = revision('HOU-CRN-2004', 2);
    expect(await under.plan('sales-credit', second)).toMatchObject({ reason: { code: 'CHANGED_AFTER_POSTING' } });
    await under.goThrough('sales-credit', second, reposting);
    const planned = await under.plannedDocuments(second);
    expect(planned.map(({ purpose }) => purpose)).toEqual([
      'credit-memo-reversal',
      'cost-of-sales-reversal',
      'credit-memo',
      'cost-of-sales',
    ]);
    expect(planned[0]).toMatchObject({
      adjustment: { adjustmentNumber: 'HOU-CRN-2004-R2', total: '100.00', lines: [{ amount: '100.00' }] },
    });
    expect(planned[2]).toMatchObject({ adjustment: { adjustmentNumber: 'HOU-CRN-2004-2', total: '-80.00' } });
    expect(planned[1]).toMatchObject({ entry: { referenceNumber: 'HOU-CRN-2004-2R' } });
  });

  test('edited after it was applied says what a reversal leaves behind', async () => {
    await applied('HOU-CRN-2001', '100.00', '250.00');
    saveCredit('HOU-CRN-2001', 'HOU-DIV-1001', '90.00');
    await under.plan('sales-credit', revision('HOU-CRN-2001', 2));
    const [exception] = await selectOpenExceptions(hub.pool(), company, 'HOU-CRN-2001');
    expect(exception?.message).toContain('a debit memo of the same amount stays open until that is undone');
  });
});

async function applied(creditKey: string, creditOpen: string, invoiceOpen: string) {
  const record = async (documentKey: string) =>
    (
      await hub
        .pool()
        .query(`select intacct_key from postings where document_key = $1 and is_leading and state = 'posted'`, [
          documentKey,
        ])
    ).rows[0]?.intacct_key;
  under.open.set(`ARADJUSTMENT ${await record(creditKey)}`, { openAmount: `-${creditOpen}`, state: 'Posted' });
  under.open.set(`ARINVOICE ${await record(creditKey.replace('CRN-2', 'DIV-1'))}`, {
    openAmount: invoiceOpen,
    state: 'Posted',
  });
  const planned = await under.planApplication(creditKey);
  return planned.outcome === 'planned' ? under.post(documentOf(`${creditKey}/application`)) : planned;
}

describe('the application of a credit', () => {
  const goThrough = async (number: number) => {
    under.imetal.save(sourceInvoice(`HOU-DIV-1${number}`));
    await under.goThrough('sales-invoice', documentOf(`HOU-DIV-1${number}`));
    saveCredit(`HOU-CRN-2${number}`, `HOU-DIV-1${number}`);
    await under.goThrough('sales-credit', documentOf(`HOU-CRN-2${number}`));
  };

  test('is of what is open of both: the credit, or what is left of the invoice', async () => {
    await goThrough(101);
    expect(await applied('HOU-CRN-2101', '100.00', '60.00')).toMatchObject({ outcome: 'posted' });
    expect(under.intacct.applications.at(-1)).toMatchObject({
      referenceNumber: 'HOU-CRN-2101/application',
      details: [{ amount: '60.00' }],
    });
    const [planned] = await under.plannedDocuments(documentOf('HOU-CRN-2101/application'));
    expect(planned).toMatchObject({ application: { undepositedAccountNumber: '1090', currency: 'USD' } });
  });

  test('finds itself after an answer that never came, and is not sent again', async () => {
    await goThrough(102);
    const { OutcomeUnknown } = jest.requireActual('../../clients/errors');
    const lost = new OutcomeUnknown('cut', { operation: 'intacct create', reason: 'no-answer' });
    under.intacct.script.push({ commitThenFail: lost });
    await expect(applied('HOU-CRN-2102', '100.00', '100.00')).rejects.toMatchObject({ type: 'OutcomeUnknown' });
    const before = under.intacct.applications.length;
    expect(await under.post(documentOf('HOU-CRN-2102/application'))).toMatchObject({ outcome: 'posted' });
    expect(under.intacct.applications).toHaveLength(before);
  });

  test('is parked when nothing of the invoice is open, and its way out is on account', async () => {
    await goThrough(103);
    expect(await applied('HOU-CRN-2103', '100.00', '0.00')).toMatchObject({
      outcome: 'parked',
      reason: { code: 'CREDIT_INVOICE_PAID', message: expect.stringContaining("stays on the customer's account") },
    });
  });

  test('goes to the invoice as it stands, when it was reversed and reposted since', async () => {
    await goThrough(105);
    under.imetal.save(sourceInvoice('HOU-DIV-1105', '120.00'));
    await under.goThrough('sales-invoice', revision('HOU-DIV-1105', 2), reposting);
    const standing = under.intacct.invoices.find(({ invoiceNumber }) => invoiceNumber === 'HOU-DIV-1105-2');
    under.open.set(`ARINVOICE ${standing?.recordNumber}`, { openAmount: '120.00', state: 'Posted' });
    expect(await applied('HOU-CRN-2105', '100.00', '0.00')).toMatchObject({ outcome: 'posted' });
    expect(under.intacct.applications.at(-1)).toMatchObject({
      details: [{ invoiceRecordNumber: standing?.recordNumber, amount: '100.00' }],
    });
  });

  test('of a revision that was taken back is none: its flow is told, and what the next one asks stays open', async () => {
    await goThrough(106);
    expect(await applied('HOU-CRN-2106', '100.00', '0.00')).toMatchObject({ outcome: 'parked' });
    const waiting = `credit-application/${company}/HOU-CRN-2106/application`;
    under.engine.parked.add(waiting);
    saveCredit('HOU-CRN-2106', 'HOU-DIV-1106', '90.00');
    await under.goThrough('sales-credit', revision('HOU-CRN-2106', 2), reposting);
    expect(under.engine.told.at(-1)).toMatchObject({ workflowId: waiting });
    await hub.pool().query(`update exceptions set workflow_id = workflow_id || '/revision-2'
      where document_key = 'HOU-CRN-2106/application'`);
    expect(await under.planApplication('HOU-CRN-2106')).toMatchObject({ intacctKey: 'nothing to post' });
    expect(await selectOpenExceptions(hub.pool(), company, 'HOU-CRN-2106/application')).toHaveLength(1);
  });

  test('sends nothing when somebody applied the credit by hand', async () => {
    await goThrough(104);
    const sent = under.intacct.sent.length;
    expect(await applied('HOU-CRN-2104', '0.00', '100.00')).toMatchObject({
      outcome: 'posted',
      intacctKey: 'nothing to post',
    });
    expect(under.intacct.sent).toHaveLength(sent);
  });
});

describe("a supplier's document", () => {
  const bill = (value: string) => buildSupplierInvoice([buildExpense(1, value)], { documentKey: 'HOU-PIN-3001' });

  test('becomes a bill, and what changed is taken back by an adjustment that names it', async () => {
    under.imetal.saveOther('supplier-document', bill('250.00'));
    await under.goThrough('supplier-document', documentOf('HOU-PIN-3001'));
    expect(under.intacct.bills.at(-1)).toMatchObject({ documentNumber: 'INV-7781', total: '250.00' });
    under.imetal.saveOther('supplier-document', bill('260.00'));
    const second = revision('HOU-PIN-3001', 2);
    expect(await under.plan('supplier-document', second)).toMatchObject({
      reason: { code: 'CHANGED_AFTER_POSTING', message: expect.stringContaining('stays open beside an adjustment') },
    });
    await under.goThrough('supplier-document', second, reposting);
    expect(await under.plannedDocuments(second)).toMatchObject([
      {
        purpose: 'bill-reversal',
        adjustment: { adjustmentNumber: 'HOU-PIN-3001-R2', correctedBillNumber: 'INV-7781', total: '-250.00' },
      },
      { purpose: 'bill', bill: { billNumber: 'INV-7781-2', total: '260.00' } },
    ]);
  });

  test('that charged and credited is taken back by an adjustment of each sign', async () => {
    const both = (value: string) =>
      buildSupplierInvoice([buildExpense(1, value), buildExpense(2, '-20.00')], {
        documentKey: 'HOU-PIN-3003',
        supplierDocumentNumber: 'INV-7783',
      });
    const otherAccount = (value: string) => {
      const document = both(value);
      const [first, second] = document.items;
      if (first === undefined || second === undefined) throw new Error('expected two items');
      const account = { code: 'N6400', externalCode: '6400' };
      return { ...document, items: [first, { ...second, account, purchaseGroupCode: 'PAL' }] };
    };
    under.imetal.saveOther('supplier-document', otherAccount('90.00'));
    await under.goThrough('supplier-document', documentOf('HOU-PIN-3003'));
    under.imetal.saveOther('supplier-document', otherAccount('95.00'));
    const second = revision('HOU-PIN-3003', 2);
    await under.goThrough('supplier-document', second, reposting);
    expect(await under.plannedDocuments(second)).toMatchObject([
      { purpose: 'bill-reversal', adjustment: { adjustmentNumber: 'HOU-PIN-3003-R2', total: '-90.00' } },
      { purpose: 'supplier-credit-reversal', adjustment: { adjustmentNumber: 'HOU-PIN-3003-R2B', total: '20.00' } },
      { purpose: 'bill', bill: { billNumber: 'INV-7783-2', total: '75.00' } },
    ]);
  });

  test('under a number that the vendor has used already says so', async () => {
    const { Rejected } = jest.requireActual('../../clients/errors');
    const taken = new Rejected('taken', { operation: 'intacct create', code: 'BILL_NUMBER_TAKEN' });
    const numbered = { documentKey: 'HOU-PIN-3002', supplierDocumentNumber: 'INV-7790' };
    under.imetal.saveOther('supplier-document', { ...bill('70.00'), ...numbered });
    await under.plan('supplier-document', documentOf('HOU-PIN-3002'));
    under.intacct.script.push({ refuse: taken });
    expect(await under.post(documentOf('HOU-PIN-3002'))).toMatchObject({
      outcome: 'parked',
      reason: { code: 'BILL_NUMBER_TAKEN' },
    });
  });

  test('entered twice is posted once, though Intacct would take its number again', async () => {
    const numbered = { supplierDocumentNumber: 'INV-7791' };
    under.imetal.saveOther('supplier-document', { ...bill('80.00'), ...numbered, documentKey: 'HOU-PIN-3004' });
    await under.goThrough('supplier-document', documentOf('HOU-PIN-3004'));
    under.imetal.saveOther('supplier-document', { ...bill('80.00'), ...numbered, documentKey: 'HOU-PIN-3005' });
    await under.plan('supplier-document', documentOf('HOU-PIN-3005'));
    expect(await under.post(documentOf('HOU-PIN-3005'))).toMatchObject({
      outcome: 'parked',
      reason: { code: 'BILL_NUMBER_TAKEN', message: expect.stringContaining('INV-7791') },
    });
    expect(under.intacct.bills.filter(({ documentNumber }) => documentNumber === 'INV-7791')).toHaveLength(1);
  });

  test('that credits is an adjustment of its own', async () => {
    const credit = asSupplierCredit(
      buildSupplierInvoice([buildExpense(1, '30.00')], { supplierDocumentNumber: 'CN-7792' }),
    );
    under.imetal.saveOther('supplier-document', credit);
    await under.goThrough('supplier-document', documentOf(credit.documentKey));
    expect(await statesOf(hub.pool(), documentOf(credit.documentKey))).toEqual({ 'supplier-credit': 'posted' });
  });
});

describe('a stock movement', () => {
  test('becomes a journal entry, mirrored when it changed', async () => {
    under.imetal.saveOther('stock-movement', buildMovement([buildMovementLine('1', '40.00')]));
    await under.goThrough('stock-movement', documentOf('HOU-WOF-900123'));
    under.imetal.saveOther('stock-movement', buildMovement([buildMovementLine('1', '45.00')]));
    const second = revision('HOU-WOF-900123', 2);
    await under.goThrough('stock-movement', second, reposting);
    const [reversal, entry] = await under.plannedDocuments(second);
    expect(reversal).toMatchObject({
      purpose: 'ledger-entry-reversal',
      entry: { referenceNumber: 'HOU-WOF-900123-2R', lines: [{ amount: '40.00' }, { amount: '40.00' }] },
    });
    expect(entry).toMatchObject({ purpose: 'ledger-entry', entry: { referenceNumber: 'HOU-WOF-900123-2' } });
  });

  test('between entities counts once, whether it is planned, refused or parked', async () => {
    const [out, into] = [buildMovementLine('1', '40.00'), buildMovementLine('2', '-40.00', { branchCode: 'BMT' })];
    const transfer = asMovement('TRF', [out, into]);
    under.imetal.saveOther('stock-movement', { ...transfer, documentKey: 'HOU-TRF-900126', number: '900126' });
    expect(await under.plan('stock-movement', documentOf('HOU-TRF-900126'))).toMatchObject({
      summary: { amount: '40', currency: 'USD' },
    });
    const { rows } = await hub
      .pool()
      .query(`select amount, currency from postings where document_key = 'HOU-TRF-900126' and is_leading`);
    expect(rows).toEqual([{ amount: '40.00', currency: 'USD' }]);
  });

  test('with quantities posts both in one operation, and finds both again', async () => {
    const line = buildMovementLine('1', '12.00', { weight: '150.5', pieces: '3' });
    under.imetal.saveOther('stock-movement', asMovement('CNT', [line]));
    await under.plan('stock-movement', documentOf('HOU-CNT-900123'));
    const { OutcomeUnknown } = jest.requireActual('../../clients/errors');
    const lost = new OutcomeUnknown('cut', { operation: 'intacct create', reason: 'no-answer' });
    under.intacct.script.push({ commitThenFail: lost });
    await expect(under.post(documentOf('HOU-CNT-900123'))).rejects.toMatchObject({ type: 'OutcomeUnknown' });
    const entries = under.intacct.statisticalEntries.length;
    expect(await under.post(documentOf('HOU-CNT-900123'))).toMatchObject({ outcome: 'posted' });
    expect(under.intacct.statisticalEntries).toHaveLength(entries);
  });

  test('without value is settled with nothing sent, iMetal is told, and a later value is posted without a question', async () => {
    const movement = (value: string) =>
      buildMovement([buildMovementLine('1', value)], { documentKey: 'HOU-WOF-900124', number: '900124' });
    under.imetal.saveOther('stock-movement', movement('0.00'));
    const sent = under.intacct.sent.length;
    await under.goThrough('stock-movement', documentOf('HOU-WOF-900124'));
    expect(under.intacct.sent).toHaveLength(sent);
    expect(under.imetal.acknowledgements.at(-1)).toMatchObject({ intacctReference: 'nothing to post' });
    under.imetal.saveOther('stock-movement', movement('9.00'));
    expect(await under.goThrough('stock-movement', revision('HOU-WOF-900124', 2))).toMatchObject({ outcome: 'posted' });
  });

  test('corrected to no value is taken back, and nothing takes its place', async () => {
    const movement = (value: string) =>
      buildMovement([buildMovementLine('1', value)], { documentKey: 'HOU-WOF-900125', number: '900125' });
    under.imetal.saveOther('stock-movement', movement('15.00'));
    await under.goThrough('stock-movement', documentOf('HOU-WOF-900125'));
    under.imetal.saveOther('stock-movement', movement('0.00'));
    const second = revision('HOU-WOF-900125', 2);
    await under.goThrough('stock-movement', second, reposting);
    expect((await under.plannedDocuments(second)).map(({ purpose }) => purpose)).toEqual(['ledger-entry-reversal']);
    // What stands now is nothing: the next value is posted without a question.
    under.imetal.saveOther('stock-movement', movement('16.00'));
    expect(await under.goThrough('stock-movement', revision('HOU-WOF-900125', 3))).toMatchObject({ outcome: 'posted' });
  });
});

test('a cause lets through only what waits for it', async () => {
  const deps: ReleaseDeps = { pool: hub.pool(), client: under.engine.client, profiles: profilesOf(under.profile) };
  expect(await releaseCause(deps, company, 'customer:NOBODY')).toBe(0);
});
