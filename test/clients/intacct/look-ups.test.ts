import { useClientUnderTest } from './client-under-test';
import { postings, writeOff } from './sample-postings';
import { answerPage, answerSuccess, verdictOf } from './scripted-gateway';

const under = useClientUnderTest();
const { client } = under;
const one = 'count="1" numremaining="0"';
const none = 'totalcount="0" offset="0" count="0" numremaining="0"';
/** The body of the n-th request after the sign-in. */
const sent = (number: number) => under.gateway.requests.filter((each) => !each.isSignIn)[number]?.body ?? '';

function row(object: string, fields: Record<string, string>): string {
  const inner = Object.entries(fields).map(([name, value]) => `<${name}>${value}</${name}>`);
  return `<${object}>${inner.join('')}</${object}>`;
}

const creditRow = {
  RECORDNO: '5001',
  RECORDID: 'TOR-CRD-12',
  CUSTOMERID: 'C00123',
  WHENCREATED: '10/20/2026',
  CURRENCY: 'USD',
  TRX_TOTALENTERED: '-105',
  DESCRIPTION: 'TOR-CRD-12 · damaged',
  STATE: 'Posted',
};

describe('finding adjustments and bills', () => {
  it('finds a credit memo by its number, with the sign that it has', async () => {
    under.gateway.turns = [answerPage('ARADJUSTMENT', [row('ARADJUSTMENT', creditRow)], one)];
    expect(await client().findArAdjustments('TOR', 'TOR-CRD-12')).toEqual([
      {
        recordNumber: '5001',
        documentNumber: 'TOR-CRD-12',
        partyId: 'C00123',
        documentDate: '2026-10-20',
        currency: 'USD',
        total: '-105',
        description: 'TOR-CRD-12 · damaged',
        state: 'Posted',
      },
    ]);
    expect(sent(0)).toContain('<filter><equalto><field>RECORDID</field><value>TOR-CRD-12</value></equalto></filter>');
  });

  it('finds a vendor’s credit by its number', async () => {
    const { CUSTOMERID: _, ...rest } = creditRow;
    under.gateway.turns = [answerPage('APADJUSTMENT', [row('APADJUSTMENT', { ...rest, VENDORID: 'V-9' })], one)];
    expect(await client().findApAdjustments('TOR', 'X')).toMatchObject([{ partyId: 'V-9', total: '-105' }]);
    expect(sent(0)).toContain('<object>APADJUSTMENT</object>');
  });

  it('finds a bill by vendor and number, since numbers are the vendor’s own', async () => {
    const { CUSTOMERID: _, ...rest } = creditRow;
    const billRow = row('APBILL', { ...rest, VENDORID: 'V-9', TRX_TOTALENTERED: '944.6' });
    under.gateway.turns = [answerPage('APBILL', [billRow], one)];
    expect(await client().findBills('TOR', 'V-9', 'B-551')).toMatchObject([{ partyId: 'V-9', total: '944.6' }]);
    expect(sent(0)).toContain(
      '<and><equalto><field>VENDORID</field><value>V-9</value></equalto><equalto><field>RECORDID</field><value>B-551</value></equalto></and>',
    );
  });

  it('names the field of an adjustment that is not as documented', async () => {
    under.gateway.turns = [
      answerPage('ARADJUSTMENT', [row('ARADJUSTMENT', { ...creditRow, TRX_TOTALENTERED: '1,050.00' })], one),
    ];
    const verdict = await verdictOf(client().findArAdjustments('TOR', 'X'));
    expect(verdict.name).toBe('UnexpectedResponse');
    expect(verdict.message).toContain('TRX_TOTALENTERED');
  });
});

describe('finding applications', () => {
  const payment = row('ARPYMT', { RECORDNO: '77', CUSTOMERID: 'C00123', STATE: 'Complete' });
  const detail = (amounts: object) =>
    row('ARPYMTDETAIL', { RECORDNO: '1', PAYMENTKEY: '77', RECORDKEY: '1234', ADJUSTMENTKEY: '5001', ...amounts });

  it.each([
    ['the payment left empty', { TRX_ADJUSTMENTAMOUNT: '105.5', TRX_PAYMENTAMOUNT: '' }],
    ['the payment at zero', { TRX_ADJUSTMENTAMOUNT: '105.5', TRX_PAYMENTAMOUNT: '0' }],
    ['the amount in the payment alone', { TRX_ADJUSTMENTAMOUNT: '0', TRX_PAYMENTAMOUNT: '105.5' }],
  ])('finds what was applied to which invoice, %s', async (_, amounts) => {
    under.gateway.turns = [answerPage('ARPYMT', [payment], one), answerPage('ARPYMTDETAIL', [detail(amounts)], one)];
    expect(await client().findApplications('HOU', 'HOU-CRD-12/application')).toEqual([
      {
        recordNumber: '77',
        customerId: 'C00123',
        state: 'Complete',
        details: [{ invoiceRecordNumber: '1234', creditRecordNumber: '5001', amount: '105.5' }],
      },
    ]);
    expect(sent(0)).toContain('<equalto><field>DOCNUMBER</field><value>HOU-CRD-12/application</value></equalto>');
    expect(sent(1)).toContain('<in><field>PAYMENTKEY</field><value>77</value></in>');
  });

  it('asks for no details where nothing was applied', async () => {
    under.gateway.turns = [answerPage('ARPYMT', [], none)];
    expect(await client().findApplications('HOU', 'X')).toEqual([]);
  });

  it('takes no detail without any amount', async () => {
    const empty = detail({ TRX_ADJUSTMENTAMOUNT: '', TRX_PAYMENTAMOUNT: '' });
    under.gateway.turns = [answerPage('ARPYMT', [payment], one), answerPage('ARPYMTDETAIL', [empty], one)];
    expect((await verdictOf(client().findApplications('HOU', 'X'))).name).toBe('UnexpectedResponse');
  });
});

describe('finding statistical entries', () => {
  const batch = row('GLBATCH', {
    RECORDNO: '90',
    JOURNAL: 'STATWT',
    BATCH_DATE: '10/16/2026',
    REFERENCENO: 'HOU-ADJ-4',
    BATCH_TITLE: 'Weights HOU-ADJ-4',
    STATE: 'Posted',
  });
  const line = (number: string, side: string, quantity: string) =>
    row('GLENTRY', {
      RECORDNO: number,
      BATCHNO: '90',
      ACCOUNTNO: '9010',
      TR_TYPE: side,
      TRX_AMOUNT: '',
      AMOUNT: quantity,
    });

  it('gives quantities with all their decimals, and which way they went', async () => {
    under.gateway.turns = [
      answerPage('GLBATCH', [batch], one),
      answerPage('GLENTRY', [line('1', '1', '12.345'), line('2', '-1', '3')], 'count="2" numremaining="0"'),
    ];
    expect(await client().findStatisticalEntries('HOU', 'STATWT', 'HOU-ADJ-4')).toEqual([
      {
        recordNumber: '90',
        postingDate: '2026-10-16',
        title: 'Weights HOU-ADJ-4',
        state: 'Posted',
        lines: [
          { side: 'increase', accountNumber: '9010', quantity: '12.345' },
          { side: 'decrease', accountNumber: '9010', quantity: '3' },
        ],
      },
    ]);
  });
});

describe('the top level', () => {
  it('is where a posting without an entity goes, and where its look-up asks', async () => {
    under.gateway.turns = [answerSuccess(['90']), answerPage('GLBATCH', [], none)];
    const intacct = client();
    await intacct.postAtomically({
      entityId: '',
      requestControlId: 'r',
      functions: [{ kind: 'create-journal-entry', controlId: 'c', entry: writeOff }],
    });
    await intacct.findJournalEntries('', 'INV', 'HOU-ADJ-4');
    const signIns = under.gateway.requests.filter((each) => each.isSignIn);
    expect(signIns).toHaveLength(1);
    expect(signIns[0]?.body).not.toContain('<locationid>');
  });
});

describe('the meter', () => {
  it('counts one API transaction for each document of a posting', async () => {
    under.gateway.turns = [answerSuccess(['1', '2', '3', '4', '5', '6', '7', '8', '9'])];
    const functions = Object.values(postings);
    await client().postAtomically({ entityId: 'HOU', requestControlId: 'r', functions });
    expect(under.calls.at(-1)).toMatchObject({ transactions: functions.length, verdict: 'success' });
    expect(under.calls.at(-1)?.functions).toEqual([
      'create_aradjustment',
      'create ARPYMT',
      'create APBILL',
      'create_apadjustment',
      'create GLBATCH',
      'create GLBATCH',
      'create GLBATCH',
      'create TIMESHEET',
      'update TIMESHEET',
    ]);
  });
});
