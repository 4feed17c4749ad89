import { makeCheckup } from '../../cli/doctor/checkup';
import { flowChecks } from '../../cli/doctor/flow-checks';
import { importerChecks } from '../../cli/doctor/importer-checks';
import { intacctFeedChecks } from '../../cli/doctor/record-feed-checks';
import { smartEventChecks } from '../../cli/doctor/trigger-checks';
import type { EnteredRows } from '../../clients/imetal/find-entered-rows';
import type { TemporalConnection } from '../../clients/temporal/connect';
import { replaceExceptions } from '../../db/exceptions';
import { moveFeedCursor } from '../../db/feed-cursors';
import { insertRecordImport, selectHandOverTimes } from '../../db/import-batches';
import { useHubDatabase } from '../db/hub-database';
import { company } from '../db/planned-document';
import { buildProfile } from '../mappings/source-invoice-builder';

const hub = useHubDatabase();
const profile = buildProfile({ company });
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);

describe("iMetal's importer", () => {
  const check = async (entered: EnteredRows[], handedOver: [number, Date][] = []) => {
    const deps = {
      findEntered: async () => entered,
      handedOverAt: async () => new Map(handedOver),
      readClock: async () => new Date(),
    };
    const [report] = await makeCheckup(importerChecks(deps));
    return report;
  };
  const rows = (batchNumber: number, asOf: Date | null = null) => [
    { table: 'import_companies', batchNumber, records: 3, asOf },
  ];

  it('is well when nothing waits for it, or not for long', async () => {
    expect(await check([])).toMatchObject({ ok: true, seen: 'reachable, nothing waits for the importer' });
    expect(await check(rows(7), [[7, minutesAgo(2)]])).toMatchObject({
      ok: true,
      seen: 'reachable, 3 records wait for the importer, the first for 2 min',
    });
  });

  it('is a fault when what the hub handed over, or balances of a time, were not taken for more than ten minutes', async () => {
    for (const report of [await check(rows(7), [[7, minutesAgo(25)]]), await check(rows(8, minutesAgo(25)))]) {
      expect(report?.faults).toMatchObject([
        { what: '3 records are entered and not taken, the first for 25 min; expected 10 min at most' },
      ]);
    }
  });

  it('is not blamed for what the hub does not wait for', async () => {
    expect(await check(rows(9))).toMatchObject({ ok: true });
  });

  it('is away when its database is, and the check says what to look at', async () => {
    const findEntered = async () => {
      throw new Error('connect ECONNREFUSED');
    };
    const deps = { findEntered, handedOverAt: async () => new Map(), readClock: async () => new Date() };
    const [report] = await makeCheckup(importerChecks(deps));
    expect(report).toMatchObject({ ok: false, faults: [{ remedy: expect.stringContaining('IMETAL_IMPORT_URL') }] });
  });

  it('is timed by when the first record of a batch was handed over', async () => {
    const record = { company, object: 'CUSTOMER', batchNumber: 11, importRecord: {} };
    const agreedRecord = {
      sourceId: 'A',
      agreed: {},
      standing: 'active' as const,
      recordNumber: null,
      modifiedAt: '',
      seenAt: '',
      touches: [],
    };
    const client = await hub.pool().connect();
    for (const importNumber of [1, 2]) {
      await insertRecordImport(client, { ...record, intacctId: `C${importNumber}`, importNumber, agreedRecord });
    }
    await client.query(`update record_imports set handed_over_at = '2026-11-20T08:00:00Z' where import_number = 2`);
    client.release();
    expect([...(await selectHandOverTimes(hub.pool(), company, [11, 12]))]).toEqual([
      [11, new Date('2026-11-20T08:00:00Z')],
    ]);
  });
});

describe("the feeds of Intacct's records", () => {
  const asked: string[] = [];
  const checks = (changedAt: Record<string, string>) => {
    const first = async (object: string, after: { modifiedAt: string } | null) => {
      asked.push(`${object} ${after?.modifiedAt}`);
      const modifiedAt = changedAt[object];
      return modifiedAt === undefined ? [] : [{ object, id: 'X', recordNumber: '9', modifiedAt, customerId: 'X' }];
    };
    return makeCheckup(
      intacctFeedChecks({
        pool: hub.pool(),
        profile,
        masters: { listChanged: first as never },
        receivables: { listChangedReceivables: first as never },
      }),
    );
  };

  it('are well when nothing changed behind their cursors, and at fault when a change is old and was not looked at', async () => {
    for (const object of ['ARINVOICE', 'ARADJUSTMENT', 'ARPYMT', 'ARADVANCE']) {
      await moveFeedCursor(hub.pool(), company, `receivables/${object}`, {
        modifiedAt: '2026-11-20T12:00:00Z',
        headerId: '5',
      });
    }
    const young = minutesAgo(5).toISOString();
    expect((await checks({ CUSTOMER: young })).map(({ ok }) => ok)).toEqual([true, true]);
    expect(asked).toContain('ARPYMT 2026-11-20T12:00:00Z');
    expect(asked).toContain(`CUSTOMER ${profile.feed.startFrom}T00:00:00Z`);
    const old = minutesAgo(60).toISOString();
    const [masters, receivables] = await checks({ CUSTOMER: old, ARPYMT: old });
    expect(masters?.faults).toMatchObject([{ subject: 'intacct/CUSTOMER', what: 'the feed has never looked' }]);
    expect(receivables?.faults).toMatchObject([
      { subject: 'receivables/ARPYMT', what: 'changed 1 h ago and not looked at; expected 15 min at most' },
    ]);
  });
});

it('Smart Events without a token are no fault, and the check says what finds changes then', async () => {
  const [none] = await makeCheckup(smartEventChecks(() => [], 5));
  expect(none).toMatchObject({ ok: true, seen: 'none set: changes are found by the looks every 5 s alone' });
  const [two] = await makeCheckup(smartEventChecks(() => ['a', 'b'], 5));
  expect(two).toMatchObject({ ok: true, seen: '2 set' });
});

it('the flow of a parked record is missed where nobody runs it, and a retry starts it again', async () => {
  const exception = {
    code: 'IMPORT_REFUSED',
    field: 'row',
    expected: 'a',
    actual: 'b',
    message: 'c',
    causeKey: null,
  } as const;
  for (const documentKey of ['TAXDETAIL/GST 5%', 'CUSTOMER/C9']) {
    const context = {
      company,
      flow: 'taxes',
      documentKey,
      amount: null,
      currency: null,
      workflowId: `flow of ${documentKey}`,
    };
    await replaceExceptions(hub.pool(), context, [exception]);
  }
  await hub.pool().query(`update exceptions set opened_at = now() - interval '2 minutes'`);
  const list = async function* () {
    yield { workflowId: 'flow of CUSTOMER/C9' };
  };
  const connect = async () => ({ client: { workflow: { list } } }) as unknown as TemporalConnection;
  const reports = await makeCheckup(flowChecks(hub.pool(), connect, company));
  expect(reports.find(({ name }) => name === 'flows of parked records')?.faults).toMatchObject([
    { subject: 'TAXDETAIL/GST 5%', remedy: "intacct-pipelines retry 'TAXDETAIL/GST 5%'" },
  ]);
});
