import { insertApiCalls } from '../../db/api-calls';
import { pauseCompany, resumeCompany, selectCompanyPause } from '../../db/company-pauses';
import { closeExceptions } from '../../db/exceptions';
import { moveFeedCursor } from '../../db/feed-cursors';
import { causeKey } from '../../domain/exception';
import { useHubDatabase } from '../db/hub-database';
import { company } from '../db/planned-document';
import { companiesDirectory, type LineResult, runLine } from './command-line-under-test';
import { mappedPlan, parkDocument, planDocument, postDocument, unknownCustomer } from './ledger-fixture';

const hub = useHubDatabase();
const directory = companiesDirectory(company);

function run(line: string | string[]): Promise<LineResult> {
  return runLine(line, {
    ENVIRONMENT: 'test',
    DATABASE_URL: hub.url(),
    COMPANIES_DIRECTORY: directory,
    WEB_UI_URL: 'http://localhost:8233',
    // No source is there: what is known without it must be said without it.
    IMETAL_LIVE_URL: 'postgres://nobody@127.0.0.1:1/live',
    IMETAL_GATEWAY_URL: 'postgres://nobody@127.0.0.1:1/live',
    IMETAL_IMPORT_URL: 'postgres://nobody@127.0.0.1:1/imports',
    INTACCT_SENDER_ID: 'sender',
    INTACCT_SENDER_PASSWORD: 'secret',
    INTACCT_COMPANY_ID: 'company',
    INTACCT_USER_ID: 'user',
    INTACCT_USER_PASSWORD: 'secret',
  });
}

beforeAll(async () => {
  const pool = hub.pool();
  await postDocument(pool, 'HOU-DIV-1', '4711');
  await parkDocument(pool, 'HOU-DIV-2');
  const periodClosed = {
    ...unknownCustomer('HOU-DIV-3'),
    code: 'PERIOD_CLOSED' as const,
    causeKey: causeKey.period('2026-10'),
  };
  await parkDocument(pool, 'HOU-DIV-3', [unknownCustomer('HOU-DIV-3'), periodClosed]);
  await parkDocument(pool, 'HOU-DIV-4');
  await closeExceptions(pool, company, 'HOU-DIV-4', 'tried again');
  await planDocument(pool, 'HOU-DIV-4');
  const broken = mappedPlan('HOU-DIV-5').trace.filter(({ sourceLineId }) => sourceLineId !== 'charge:1');
  await planDocument(pool, 'HOU-DIV-5', broken);
});

describe('status', () => {
  it('counts documents and money by state, and says what waits longest', async () => {
    await moveFeedCursor(hub.pool(), company, 'imetal/sales-invoices', {
      modifiedAt: '2026-11-20T12:00:00.000000Z',
      headerId: '5',
    });
    const call = {
      company,
      flow: 'order-to-invoice',
      documentKey: 'HOU-DIV-1',
      system: 'intacct' as const,
      entityId: '100',
    };
    const startedAt = new Date();
    await insertApiCalls(hub.pool(), [
      {
        ...call,
        functions: ['create_invoice'],
        startedAt,
        durationMs: 5,
        httpStatus: 200,
        transactions: 2,
        verdict: 'success',
      },
    ]);
    const { exitCode, json, err } = await run('status --json');
    expect(exitCode).toBe(1);
    expect(json()).toEqual({
      company,
      records: [],
      documents: [
        { flow: 'order-to-invoice', state: 'parked', currency: 'USD', count: 2, amount: '2469.00', hours: null },
        { flow: 'order-to-invoice', state: 'planned', currency: 'USD', count: 2, amount: '2469.00', hours: null },
        { flow: 'order-to-invoice', state: 'posted', currency: 'USD', count: 1, amount: '1234.50', hours: null },
      ],
      oldestParked: {
        document: 'HOU-DIV-2',
        code: 'CUSTOMER_UNKNOWN',
        message: 'HOU-DIV-2: customer C00123 is not in Intacct',
        since: expect.any(String),
        ageSeconds: expect.any(Number),
      },
      paused: null,
      refused: [],
      requestsInFlight: { now: 0, max: 2 },
      apiTransactions: { today: { requests: 1, transactions: 2 }, month: { requests: 1, transactions: 2 } },
      feeds: [
        {
          feed: 'imetal/sales-invoices',
          cursor: '2026-11-20T12:00:00.000000Z',
          movedAt: expect.any(String),
          waiting: null,
          lagSeconds: null,
        },
      ],
    });
    expect(err).toContain('how far the feed is behind is not known');
  });

  it('prints amounts with separators, and a pause with its way out', async () => {
    await pauseCompany(hub.pool(), company, 'sign-in refused', 60);
    const { out } = await run('status');
    expect(out).toMatch(/parked +2 +2,469\.00 +USD/);
    expect(out).not.toContain('hours');
    expect(out).toContain('PAUSED');
    expect(out).toContain(`intacct-pipelines resume ${company}`);
    await resumeCompany(hub.pool(), company);
  });
});

describe('show', () => {
  it('tells the story of a posted document, and ends with 0', async () => {
    const { exitCode, json } = await run('show HOU-DIV-1 --json');
    expect(exitCode).toBe(0);
    expect(json()).toMatchObject({
      document: 'HOU-DIV-1',
      state: 'posted',
      party: 'C00123',
      amount: '1234.50',
      acknowledgedAt: expect.any(String),
      workflowId: `order-to-invoice/${company}/HOU-DIV-1`,
      webUi: expect.stringContaining(`/workflows/order-to-invoice%2F${company}%2FHOU-DIV-1/run-1`),
      postings: [
        { purpose: 'invoice', state: 'posted', intacctKey: '4711', controlId: `test:${company}:HOU-DIV-1:invoice:1.1` },
        { purpose: 'cost-of-sales', state: 'posted', intacctKey: '47119' },
      ],
      exceptions: [],
      plan: { version: 1, documents: [{ kind: 'create-invoice' }, { kind: 'create-journal-entry' }] },
      trace: { sourceLines: 4 },
    });
    const { events } = json<{ events: { purpose: string; from: string | null; to: string }[] }>();
    expect(events.filter(({ purpose }) => purpose === 'invoice').map(({ from, to }) => [from, to])).toEqual([
      [null, 'planned'],
      ['planned', 'sending'],
      ['sending', 'posted'],
    ]);
  });

  it('says why a parked document waits, and the way out, and ends with 1', async () => {
    const { exitCode, out } = await run('show HOU-DIV-2');
    expect(exitCode).toBe(1);
    expect(out).toContain('HOU-DIV-2 · PARKED · C00123 Gulf Steel · 1,234.50 USD');
    expect(out).toContain('customer: expected a customer that is in Intacct; came C00123');
    expect(out).toContain(
      'waits for customer:C00123, and goes on by itself when that is gone; way out: docs/errors.md#customer_unknown',
    );
  });

  it('keeps the reasons that are closed', async () => {
    const { exitCode, json } = await run('show HOU-DIV-4 --json');
    expect(exitCode).toBe(0);
    expect(json()).toMatchObject({
      state: 'planned',
      exceptions: [{ code: 'CUSTOMER_UNKNOWN', closedBecause: 'tried again', closedAt: expect.any(String) }],
    });
  });

  it('ends with 1 for a document that the ledger does not know', async () => {
    const { exitCode, json, err } = await run('show HOU-DIV-404 --json');
    expect(exitCode).toBe(1);
    expect(json()).toMatchObject({ error: { kind: 'no', exitCode: 1 } });
    expect(err).toContain('does not know HOU-DIV-404');
  });
});

describe('trace', () => {
  it('names the target of each source line and proves the sums without the source', async () => {
    const { exitCode, json, err } = await run('trace HOU-DIV-1 --json');
    expect(exitCode).toBe(0);
    expect(err).toContain('the source cannot be read');
    const traced = json<{ lines: { sourceLine: string; target: { kind: string } }[]; proof: unknown }>();
    expect(traced.proof).toEqual({ ok: true, against: 'plan', changedSincePlan: null, differences: [] });
    expect(traced.lines.map(({ sourceLine, target }) => [sourceLine, target.kind])).toEqual([
      ['charge:1', 'invoice-line'],
      ['charge:2', 'invoice-line'],
      ['cost:4', 'journal-lines'],
      ['charge:3', 'dropped'],
    ]);
  });

  it('ends with 1 and names the line when the sums do not agree', async () => {
    const { exitCode, out } = await run('trace HOU-DIV-5');
    expect(exitCode).toBe(1);
    expect(out).toContain('NOT PROVEN');
    expect(out).toContain('invoice line 1: trace 0.00 ≠ 900.00');
  });

  it('ends with 1 for a document of which no plan could be made', async () => {
    const { exitCode, err } = await run('trace HOU-DIV-2');
    expect(exitCode).toBe(1);
    expect(err).toContain('HOU-DIV-2 has no plan');
  });
});

describe('exceptions', () => {
  it('lists what is open, with totals in which a document counts once per code', async () => {
    const { exitCode, json } = await run('exceptions --json');
    expect(exitCode).toBe(1);
    const listing = json<{ exceptions: { document: string; code: string }[]; totals: unknown }>();
    expect(listing.exceptions.map(({ document, code }) => [document, code])).toEqual([
      ['HOU-DIV-2', 'CUSTOMER_UNKNOWN'],
      ['HOU-DIV-3', 'CUSTOMER_UNKNOWN'],
      ['HOU-DIV-3', 'PERIOD_CLOSED'],
    ]);
    expect(listing.totals).toEqual([
      { code: 'CUSTOMER_UNKNOWN', currency: 'USD', documents: 2, amount: '2469.00', hours: null },
      { code: 'PERIOD_CLOSED', currency: 'USD', documents: 1, amount: '1234.50', hours: null },
    ]);
  });

  it.each([
    ['--code PERIOD_CLOSED', ['HOU-DIV-3']],
    ['--cause customer:C00123', ['HOU-DIV-2', 'HOU-DIV-3']],
    ['--cause customer:C00999', []],
    ['--flow cost-of-sales-journal', []],
    ['--since 1h --code CUSTOMER_UNKNOWN', ['HOU-DIV-2', 'HOU-DIV-3']],
    ['--since 2999-01-01', []],
    ['--all --cause customer:C00123', ['HOU-DIV-2', 'HOU-DIV-3', 'HOU-DIV-4']],
  ])('narrows by `%s`', async (options, documents) => {
    const { exitCode, json } = await run(`exceptions --json ${options}`);
    const { exceptions } = json<{ exceptions: { document: string }[] }>();
    expect(exceptions.map(({ document }) => document)).toEqual(documents);
    expect(exitCode).toBe(documents.length === 0 ? 0 : 1);
  });
});

describe('replay --preview', () => {
  it('lists what would be tried, with the money, and tries nothing', async () => {
    const { exitCode, json } = await run('replay --cause customer:C00123 --preview --json');
    expect(exitCode).toBe(0);
    expect(json()).toEqual({
      company,
      candidates: ['HOU-DIV-2', 'HOU-DIV-3'].map((document) => ({
        document,
        workflowId: `order-to-invoice/${company}/${document}`,
        amount: '1234.50',
        currency: 'USD',
        hours: null,
        codes: ['CUSTOMER_UNKNOWN'],
      })),
      totals: [{ code: 'CUSTOMER_UNKNOWN', currency: 'USD', documents: 2, amount: '2469.00', hours: null }],
      replayed: null,
    });
  });

  it('asks for --yes where nobody can be asked', async () => {
    const { exitCode, err } = await run('replay --cause customer:C00123');
    expect(exitCode).toBe(2);
    expect(err).toContain('expected --yes (or --preview)');
  });
});

describe('what cannot be decided', () => {
  it('is a document that is finished: the ledger says how it ended', async () => {
    const { exitCode, err } = await run('retry HOU-DIV-1 --as tester');
    expect(exitCode).toBe(1);
    expect(err).toContain('HOU-DIV-1 is not parked: it is posted as Intacct record 4711');
  });

  it('is a document that the ledger does not know', async () => {
    const { exitCode } = await run(['abandon', 'HOU-DIV-404', '--reason', 'test', '--as', 'tester']);
    expect(exitCode).toBe(1);
  });
});

describe('resume', () => {
  it('lets the next caller probe a paused company at once', async () => {
    await pauseCompany(hub.pool(), company, 'sign-in refused', 3600);
    const { exitCode, json } = await run(`resume ${company} --json`);
    expect([exitCode, json()]).toEqual([0, { company, probeRequested: true, refusalsClosed: 0 }]);
    const pause = await selectCompanyPause(hub.pool(), company);
    expect(pause?.nextProbeAt.getTime()).toBeLessThanOrEqual(Date.now() + 1000);
    await resumeCompany(hub.pool(), company);
  });

  it('ends with 1 when the company is not paused', async () => {
    expect((await run(`resume ${company}`)).exitCode).toBe(1);
  });
});
