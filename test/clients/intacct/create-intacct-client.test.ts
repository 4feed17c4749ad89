import { useClientUnderTest } from './client-under-test';
import { domesticInvoice, samplePosting } from './sample-documents';
import { answerPage, answerSuccess, answerXml, responseBody, verdictOf } from './scripted-gateway';

const under = useClientUnderTest();
const { client } = under;

describe('posting', () => {
  it('posts an invoice and its journal in one transaction and returns both record numbers', async () => {
    under.gateway.turns = [answerSuccess(['1234', '5678'])];
    const receipt = await client().postAtomically(samplePosting);
    expect(receipt.results).toEqual([
      { controlId: 'test:gulf:HOU-DIV-104233:invoice:1', recordNumber: '1234' },
      { controlId: 'test:gulf:HOU-DIV-104233:cogs:1', recordNumber: '5678' },
    ]);
    expect(under.gateway.requests).toHaveLength(2);
    expect(under.gateway.requests[1]?.body).toContain('<operation transaction="true">');
    expect(under.gateway.requests[1]?.contentType).toBe('application/xml');
  });

  it('sends byte-identical requests on every attempt', async () => {
    under.gateway.turns = [answerXml('<html>', 502), answerSuccess(['1', '2'])];
    const intacct = client();
    await verdictOf(intacct.postAtomically(samplePosting));
    await intacct.postAtomically(samplePosting);
    expect(under.gateway.requests[1]?.body).toBe(under.gateway.requests[2]?.body);
  });

  it('takes the record number of a generic create from its row', async () => {
    under.gateway.turns = [
      (request, response) => {
        const ids = request.functionControlIds;
        const rows = `<data listtype="objects" count="1"><glbatch><RECORDNO>900</RECORDNO></glbatch></data>`;
        const results = [
          `<result><status>success</status><function>create_invoice</function><controlid>${ids[0]}</controlid><key>13</key></result>`,
          `<result><status>success</status><function>create</function><controlid>${ids[1]}</controlid>${rows}</result>`,
        ];
        answerXml(responseBody(results.join('')))(request, response);
      },
    ];
    const receipt = await client().postAtomically(samplePosting);
    expect(receipt.results.map((result) => result.recordNumber)).toEqual(['13', '900']);
  });

  it('leaves a success without a record number as an unknown outcome', async () => {
    under.gateway.turns = [
      (request, response) => {
        const results = request.functionControlIds.map(
          (id) => `<result><status>success</status><function>f</function><controlid>${id}</controlid></result>`,
        );
        answerXml(responseBody(results.join('')))(request, response);
      },
    ];
    const verdict = await verdictOf(client().postAtomically(samplePosting));
    expect(verdict).toMatchObject({ name: 'OutcomeUnknown', reason: 'no-answer' });
  });

  it('accepts a reversal that answers with nothing but its status', async () => {
    under.gateway.turns = [
      (request, response) => {
        const id = request.functionControlIds[0];
        const result = `<result><status>success</status><function>reverse_invoice</function><controlid>${id}</controlid></result>`;
        answerXml(responseBody(result))(request, response);
      },
    ];
    const receipt = await client().postAtomically({
      entityId: 'HOU',
      requestControlId: 'rev',
      functions: [
        {
          kind: 'reverse-invoice',
          controlId: 'rev:1',
          recordNumber: '1234',
          reversalDate: '2026-10-31',
          description: 'x',
        },
      ],
    });
    expect(receipt.results).toEqual([{ controlId: 'rev:1', recordNumber: '1234' }]);
  });

  it('does not send an invoice whose lines do not make its total', async () => {
    const verdict = await verdictOf(
      client().postAtomically({
        ...samplePosting,
        functions: [{ kind: 'create-invoice', controlId: 'c', invoice: { ...domesticInvoice, total: '12340.55' } }],
      }),
    );
    expect(verdict).toMatchObject({ name: 'Rejected', code: 'TOTAL_MISMATCH', controlId: 'c' });
    expect(verdict.message).toContain('lines and taxes 12340.45 USD ≠ total 12340.55 USD');
    expect(under.gateway.requests).toHaveLength(0);
  });

  it('does not send a character that XML cannot carry', async () => {
    under.gateway.turns = [answerSuccess(['1'])];
    const verdict = await verdictOf(
      client().postAtomically({
        ...samplePosting,
        functions: [
          { kind: 'create-invoice', controlId: 'c', invoice: { ...domesticInvoice, description: 'a\u0007' } },
        ],
      }),
    );
    expect(verdict).toMatchObject({
      name: 'Rejected',
      code: 'TEXT_UNPRINTABLE',
      subject: 'description',
      controlId: 'c',
    });
    expect(verdict.message).toContain('U+0007');
    expect(under.gateway.requests.filter((request) => !request.isSignIn)).toHaveLength(0);
  });
});

describe('lookups', () => {
  it('finds invoices by number, with dates and amounts as the domain has them', async () => {
    const row = `<ARINVOICE><RECORDNO>1234</RECORDNO><RECORDID>HOU-DIV-104233</RECORDID><CUSTOMERID>C00123</CUSTOMERID><WHENCREATED>10/15/2026</WHENCREATED><CURRENCY>USD</CURRENCY><TRX_TOTALENTERED>50000</TRX_TOTALENTERED><DESCRIPTION>O&#039;Brien &amp; Sons</DESCRIPTION><STATE>Posted</STATE></ARINVOICE>`;
    under.gateway.turns = [answerPage('ARINVOICE', [row], 'totalcount="1" offset="0" count="1" numremaining="0"')];
    expect(await client().findInvoices('HOU', "HOU-DIV-104233 'x' <&>")).toEqual([
      {
        recordNumber: '1234',
        invoiceNumber: 'HOU-DIV-104233',
        customerId: 'C00123',
        invoiceDate: '2026-10-15',
        currency: 'USD',
        total: '50000',
        description: "O'Brien & Sons",
        state: 'Posted',
      },
    ]);
    expect(under.gateway.requests[1]?.body).toContain(
      `<filter><equalto><field>RECORDID</field><value>HOU-DIV-104233 'x' &lt;&amp;&gt;</value></equalto></filter>`,
    );
  });

  it('finds no invoice in an empty page', async () => {
    under.gateway.turns = [answerPage('ARINVOICE', [], 'totalcount="0" offset="0" count="0" numremaining="0"')];
    expect(await client().findInvoices('HOU', 'X')).toEqual([]);
  });

  it('names the field of a row that is not as documented', async () => {
    const row = '<ARINVOICE><RECORDNO>1</RECORDNO><RECORDID>X</RECORDID></ARINVOICE>';
    under.gateway.turns = [answerPage('ARINVOICE', [row], 'count="1" numremaining="0"')];
    const verdict = await verdictOf(client().findInvoices('HOU', 'X'));
    expect(verdict.name).toBe('UnexpectedResponse');
    expect(verdict.message).toContain('TRX_TOTALENTERED');
  });

  const batchRow =
    '<GLBATCH><RECORDNO>77</RECORDNO><JOURNAL>COGS</JOURNAL><BATCH_DATE>10/16/2026</BATCH_DATE><REFERENCENO>HOU-DIV-104233</REFERENCENO><BATCH_TITLE>Cost</BATCH_TITLE><STATE>Posted</STATE></GLBATCH>';
  const entryRow = (recordNumber: number, side: string, amounts: string) =>
    `<GLENTRY><RECORDNO>${recordNumber}</RECORDNO><BATCHNO>77</BATCHNO><ACCOUNTNO>5010</ACCOUNTNO><TR_TYPE>${side}</TR_TYPE>${amounts}</GLENTRY>`;
  const one = 'count="1" numremaining="0"';

  it('finds journal entries by journal and reference number, with their lines', async () => {
    const inTwoCurrencies = '<TRX_AMOUNT>60.5</TRX_AMOUNT><AMOUNT>60.5</AMOUNT>';
    const inOneCurrency = '<TRX_AMOUNT></TRX_AMOUNT><AMOUNT>60.50</AMOUNT>';
    const lines = [entryRow(1, '1', inTwoCurrencies), entryRow(2, '-1', inOneCurrency)];
    under.gateway.turns = [
      answerPage('GLBATCH', [batchRow], one),
      answerPage('GLENTRY', lines, 'count="2" numremaining="0"'),
    ];
    expect(await client().findJournalEntries('HOU', 'COGS', 'HOU-DIV-104233')).toMatchObject([
      {
        recordNumber: '77',
        journalSymbol: 'COGS',
        postingDate: '2026-10-16',
        lines: [
          { side: 'debit', accountNumber: '5010', amount: '60.5' },
          { side: 'credit', accountNumber: '5010', amount: '60.50' },
        ],
      },
    ]);
    expect(under.gateway.requests[2]?.body).toContain('<object>GLENTRY</object>');
    expect(under.gateway.requests[2]?.body).toContain(
      '<filter><in><field>BATCHNO</field><value>77</value></in></filter>',
    );
  });

  it('asks for no lines where there is no journal entry', async () => {
    under.gateway.turns = [answerPage('GLBATCH', [], 'totalcount="0" offset="0" count="0" numremaining="0"')];
    expect(await client().findJournalEntries('HOU', 'COGS', 'X')).toEqual([]);
  });

  it('takes no line whose side it does not know', async () => {
    const line = entryRow(1, '2', '<TRX_AMOUNT>1</TRX_AMOUNT><AMOUNT>1</AMOUNT>');
    under.gateway.turns = [answerPage('GLBATCH', [batchRow], one), answerPage('GLENTRY', [line], one)];
    const verdict = await verdictOf(client().findJournalEntries('HOU', 'COGS', 'HOU-DIV-104233'));
    expect(verdict.name).toBe('UnexpectedResponse');
    expect(verdict.message).toContain('TR_TYPE');
  });
});
