import { createIntacctReceivables } from '../../../clients/intacct/create-intacct-receivables';
import type { IntacctRecord } from '../../../clients/intacct/intacct-client';
import { createStoredRecords } from './stored-records';

const customer = (CUSTOMERID: string, changes: IntacctRecord = {}): IntacctRecord => ({
  RECORDNO: '27',
  CUSTOMERID,
  PARENTID: '',
  CREDITLIMIT: '5000',
  ONHOLD: 'false',
  STATUS: 'active',
  CURRENCY: 'USD',
  ...changes,
});

const document = (changes: IntacctRecord): IntacctRecord => ({
  RECORDNO: '1234',
  RECORDID: 'HOU-DIV-104233',
  CUSTOMERID: 'C-1',
  STATE: 'Posted',
  DESCRIPTION: 'HOU-DIV-104233 · order HOU-5521',
  MEGAENTITYID: 'HOU',
  CURRENCY: 'USD',
  BASECURR: 'USD',
  WHENCREATED: '10/15/2026',
  WHENDUE: '11/14/2026',
  TRX_TOTALENTERED: '100',
  TRX_TOTALDUE: '40.5',
  TOTALDUE: '40.5',
  WHENMODIFIED: '10/20/2026 10:00:00',
  ...changes,
});

const cash = (changes: IntacctRecord): IntacctRecord =>
  document({ RECORDNO: '77', DOCNUMBER: 'WIRE 9', RECEIPTDATE: '10/18/2026', DESCRIPTION: '', ...changes });

function receivablesOver(rows: Record<string, IntacctRecord[]>) {
  const stored = createStoredRecords({ CUSTOMER: [customer('C-1')], ...rows });
  return { stored, receivables: createIntacctReceivables(stored.client, () => new Date('2026-10-21T08:00:00Z')) };
}

describe('reading a customer’s receivables', () => {
  it('costs one request of five queries for a customer without a parent', async () => {
    const { stored, receivables } = receivablesOver({ ARINVOICE: [document({})] });
    expect(await receivables.readReceivables('C-1')).toEqual({
      customerId: 'C-1',
      parentIds: [],
      creditLimit: '5000',
      isOnHold: false,
      isActive: true,
      currency: 'USD',
      items: [
        {
          kind: 'invoice',
          recordNumber: '1234',
          documentNumber: 'HOU-DIV-104233',
          documentKey: 'HOU-DIV-104233',
          entityId: 'HOU',
          documentDate: '2026-10-15',
          dueDate: '2026-11-14',
          currency: 'USD',
          totalAmount: '100',
          openAmount: '40.5',
          openAmountBase: '40.5',
          baseCurrency: 'USD',
        },
      ],
      asOf: '2026-10-21T08:00:00.000Z',
    });
    expect(stored.calls).toEqual(['query CUSTOMER + ARINVOICE + ARADJUSTMENT + ARADVANCE + ARPYMT']);
    expect(stored.queries.every((query) => query.showPrivate === true)).toBe(true);
  });

  it('gives credits and unapplied cash a minus, whether Intacct does or not', async () => {
    const { receivables } = receivablesOver({
      ARADJUSTMENT: [
        document({ RECORDNO: '1', TRX_TOTALENTERED: '-100', TRX_TOTALDUE: '-60', TOTALDUE: '-60' }),
        document({ RECORDNO: '2', TRX_TOTALENTERED: '30', TRX_TOTALDUE: '30', TOTALDUE: '30' }),
      ],
      ARADVANCE: [cash({ RECORDNO: '3' })],
      ARPYMT: [cash({ RECORDNO: '4', RECORDTYPE: 'rp', TRX_TOTALDUE: '-7', DOCNUMBER: '' })],
    });
    const items = (await receivables.readReceivables('C-1'))?.items ?? [];
    expect(items.map((item) => [item.kind, item.openAmount, item.dueDate, item.documentNumber])).toEqual([
      ['credit-memo', '-60', null, 'HOU-DIV-104233'],
      ['debit-memo', '30', '2026-11-14', 'HOU-DIV-104233'],
      ['advance', '-40.5', null, 'WIRE 9'],
      ['overpayment', '-7', null, '4'],
    ]);
    expect(items[2]).toMatchObject({ documentDate: '2026-10-18', documentKey: null, totalAmount: '-100' });
  });

  it('takes an invoice below zero for a credit, which is never overdue', async () => {
    const negative = document({ TRX_TOTALENTERED: '-100', TRX_TOTALDUE: '-40.5', TOTALDUE: '-40.5' });
    const { receivables } = receivablesOver({ ARINVOICE: [negative] });
    expect((await receivables.readReceivables('C-1'))?.items).toMatchObject([
      { kind: 'credit-memo', openAmount: '-40.5', dueDate: null },
    ]);
  });

  it('leaves out what is settled, drafted, reversed, or an advance among the payments', async () => {
    const { receivables } = receivablesOver({
      ARINVOICE: [
        document({ RECORDNO: '1', TRX_TOTALDUE: '0', STATE: 'Paid' }),
        document({ RECORDNO: '2', TRX_TOTALDUE: '0.00', STATE: 'Paid' }),
        document({ RECORDNO: '3', STATE: 'Draft' }),
        document({ RECORDNO: '4', STATE: 'Reversed' }),
        document({ RECORDNO: '5', STATE: 'Partially Paid' }),
      ],
      ARPYMT: [cash({ RECORDNO: '6', RECORDTYPE: 'rr' }), cash({ RECORDNO: '7', RECORDTYPE: 'rp', STATE: 'Voided' })],
    });
    const items = (await receivables.readReceivables('C-1'))?.items ?? [];
    expect(items.map(({ recordNumber }) => recordNumber)).toEqual(['5']);
  });

  it.each([
    ['HOU-DIV-104233', 'HOU-DIV-104233'],
    ['TOR-CRD-12 · damaged', 'TOR-CRD-12'],
    ['HOU-DIV-104233-B keyed by hand', null],
    ['January HOU-DIV-1', null],
    ['hou-div-1', null],
    ['', null],
  ])('sees in the description "%s" the document key %s', async (DESCRIPTION, documentKey) => {
    const { receivables } = receivablesOver({ ARINVOICE: [document({ DESCRIPTION })] });
    expect((await receivables.readReceivables('C-1'))?.items[0]?.documentKey).toBe(documentKey);
  });

  it('keeps both currencies of a foreign invoice, and takes an empty one for the base currency', async () => {
    const { receivables } = receivablesOver({
      ARINVOICE: [
        document({ RECORDNO: '1', CURRENCY: 'USD', BASECURR: 'CAD', TOTALDUE: '55.57' }),
        document({ RECORDNO: '2', CURRENCY: '', BASECURR: 'CAD' }),
      ],
    });
    expect((await receivables.readReceivables('C-1'))?.items).toMatchObject([
      { currency: 'USD', baseCurrency: 'CAD', openAmount: '40.5', openAmountBase: '55.57' },
      { currency: 'CAD', baseCurrency: 'CAD' },
    ]);
  });

  it('refuses an open amount without any currency', async () => {
    const { receivables } = receivablesOver({ ARINVOICE: [document({ CURRENCY: '', BASECURR: '' })] });
    await expect(receivables.readReceivables('C-1')).rejects.toMatchObject({ name: 'UnexpectedResponse' });
  });

  it('is null for a customer that is not there', async () => {
    const { receivables } = receivablesOver({});
    expect(await receivables.readReceivables('C-404')).toBeNull();
  });
});

describe('parents', () => {
  it('are named from the parent up, one query for each generation', async () => {
    const { stored, receivables } = receivablesOver({
      CUSTOMER: [
        customer('C-1', { PARENTID: 'P-1' }),
        customer('P-1', { PARENTID: 'G-1' }),
        customer('G-1'),
        customer('C-9'),
      ],
    });
    expect((await receivables.readReceivables('C-1'))?.parentIds).toEqual(['P-1', 'G-1']);
    expect(stored.calls.slice(1)).toEqual(['query CUSTOMER', 'query CUSTOMER']);
  });

  it.each([
    ['of two', { 'C-1': 'P-1', 'P-1': 'C-1' }, ['P-1']],
    ['of one', { 'C-1': 'C-1' }, []],
    ['above the customer', { 'C-1': 'P-1', 'P-1': 'G-1', 'G-1': 'P-1' }, ['P-1', 'G-1']],
    ['that is not there', { 'C-1': 'P-404' }, ['P-404']],
  ])('end at a loop %s', async (_, parents, expected) => {
    const CUSTOMER = Object.entries(parents).map(([id, PARENTID]) => customer(id, { PARENTID }));
    const { receivables } = receivablesOver({ CUSTOMER });
    expect((await receivables.readReceivables('C-1'))?.parentIds).toEqual(expected);
  });
});

describe('reading many customers', () => {
  it('shares one request, gives each its own, and asks for no parent that is among them', async () => {
    const { stored, receivables } = receivablesOver({
      CUSTOMER: [customer('C-1', { PARENTID: 'C-2' }), customer('C-2', { CREDITLIMIT: '', ONHOLD: 'true' })],
      ARINVOICE: [document({ RECORDNO: '1' }), document({ RECORDNO: '2', CUSTOMERID: 'C-2' })],
    });
    const all = await receivables.readManyReceivables(['C-1', 'C-2', 'C-404', 'C-1']);
    expect([...all.keys()]).toEqual(['C-1', 'C-2']);
    expect(all.get('C-1')).toMatchObject({ parentIds: ['C-2'], items: [{ recordNumber: '1' }] });
    expect(all.get('C-2')).toMatchObject({ creditLimit: null, isOnHold: true, items: [{ recordNumber: '2' }] });
    expect(stored.calls).toHaveLength(1);
  });

  it('asks nothing for none, and refuses more than 100', async () => {
    const { stored, receivables } = receivablesOver({});
    expect((await receivables.readManyReceivables([])).size).toBe(0);
    const tooMany = Array.from({ length: 101 }, (_, index) => `C-${index}`);
    await expect(receivables.readManyReceivables(tooMany)).rejects.toThrow('at most 100');
    expect(stored.calls).toEqual([]);
  });
});

describe('what changed, and what is open of one document', () => {
  it('names the customer of each change; a payment of several customers has none', async () => {
    const { receivables } = receivablesOver({
      ARPYMT: [cash({ RECORDNO: '8' }), cash({ RECORDNO: '9', CUSTOMERID: '', WHENMODIFIED: '10/20/2026 10:00:01' })],
    });
    expect(await receivables.listChangedReceivables('ARPYMT', null, 10)).toEqual([
      { object: 'ARPYMT', recordNumber: '8', customerId: 'C-1', modifiedAt: '2026-10-20T10:00:00.000Z' },
      { object: 'ARPYMT', recordNumber: '9', customerId: '', modifiedAt: '2026-10-20T10:00:01.000Z' },
    ]);
  });

  it('lists what is open of all customers, page by page, without drafts; a page of drafts only is not the end', async () => {
    const { stored, receivables } = receivablesOver({
      ARINVOICE: [
        document({ RECORDNO: '8', STATE: 'Draft' }),
        document({ RECORDNO: '9', CUSTOMERID: 'C-2' }),
        document({ RECORDNO: '10', TRX_TOTALDUE: '0' }),
        document({ RECORDNO: '11' }),
      ],
    });
    const page = async (after: string) => {
      const { open, next } = await receivables.listOpenAmounts('ARINVOICE', after, 1);
      return [open.map(({ customerId, recordNumber, openAmount }) => [customerId, recordNumber, openAmount]), next];
    };
    expect(await page('0')).toEqual([[], '8']);
    expect(await page('8')).toEqual([[['C-2', '9', '40.5']], '9']);
    expect(await page('9')).toEqual([[['C-1', '11', '40.5']], '11']);
    expect(await page('11')).toEqual([[], null]);
    expect(stored.calls).toHaveLength(4);
  });

  it('finds whose a record is, in whatever entity; nobody’s when it is gone', async () => {
    const { stored, receivables } = receivablesOver({
      ARPYMT: [cash({ RECORDNO: '8', MEGAENTITYID: 'TOR' }), cash({ RECORDNO: '9', CUSTOMERID: '' })],
    });
    stored.refusesMissingKeys = true;
    expect(await receivables.findCustomerOf('ARPYMT', '8')).toBe('C-1');
    expect(await receivables.findCustomerOf('ARPYMT', '9')).toBeNull();
    expect(await receivables.findCustomerOf('ARPYMT', '404')).toBeNull();
  });

  it('gives the open amount of a credit memo without its sign', async () => {
    const shared = document({ MEGAENTITYID: '', TRX_TOTALDUE: '-60' });
    const { receivables } = receivablesOver({ ARADJUSTMENT: [shared] });
    expect(await receivables.readOpenAmount('ARADJUSTMENT', 'HOU', '1234')).toEqual({
      openAmount: '60',
      state: 'Posted',
    });
    expect(await receivables.readOpenAmount('ARADJUSTMENT', 'HOU', '404')).toBeNull();
  });
});
