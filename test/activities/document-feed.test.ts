import { WorkflowNotFoundError } from '@temporalio/common';
import { createFeedActivities, type FeedPage, type FeedPosition } from '../../activities/document-feed';
import { salesInvoice } from '../../activities/document-kinds/sales-invoice';
import { type SweepPosition, type SweptPage, sweepUnexportedPage } from '../../activities/sweep-unexported';
import { wasCorrected } from '../../activities/trigger-document';
import { Rejected, UnexpectedResponse } from '../../clients/errors';
import { selectDocumentStandings } from '../../db/document-standings';
import { selectFeedCursor } from '../../db/feed-cursors';
import { measureFeedLag } from '../../db/metrics';
import { orderToInvoiceWorkflowId } from '../../workflows/order-to-invoice';
import { useHubDatabase } from '../db/hub-database';
import { company, documentOf } from '../db/planned-document';
import { connectTestTemporal, type TestTemporal } from '../temporal';
import { quietRuntime } from '../workflows/workflow-bundle';
import { createInvoiceUnderTest, type InvoiceUnderTest, sourceInvoice } from './invoice-under-test';
import { noAssignar } from './no-assignar';
import { countSignals, startParkedFlow } from './parked-flow';
import { profilesOf, quietActivity } from './posting-under-test';

// No worker runs here: what is started stays open, so that starts can be counted.
const hub = useHubDatabase();
const feed = 'imetal/sales-invoices';
const now = '2026-11-20T12:00:00.000000Z';
let temporal: TestTemporal;
let under: InvoiceUnderTest;
beforeAll(async () => {
  quietRuntime();
  temporal = await connectTestTemporal();
});
beforeEach(async () => {
  await under?.close();
  under = createInvoiceUnderTest(hub.pool());
  under.imetal.now = now;
  await hub.pool().query('truncate feed_cursors, feed_sweeps');
});
hub.beforeEnd(async () => {
  await under?.close();
  await temporal?.close();
});

const deps = () => ({
  pool: hub.pool(),
  client: temporal.client,
  taskQueue: temporal.taskQueue,
  imetal: () => under.imetal.client,
  assignar: noAssignar,
  profiles: profilesOf(under.profile),
});
const onePage = (position: FeedPosition) =>
  quietActivity().run(createFeedActivities(deps()).startSalesInvoicePage, { company, position }) as Promise<FeedPage>;

/** A whole look, as the flow makes it; the pages' sums. */
async function look(): Promise<{ pages: number; started: number }> {
  let started = 0;
  let position: FeedPosition | null = { from: 'cursor' };
  for (let pages = 0; ; pages += 1) {
    if (position === null) return { pages, started };
    const page: FeedPage = await onePage(position);
    started += page.started;
    position = page.next;
  }
}

const save = (documentKey: string, modifiedAt: string, invoiceDate = '2026-11-20') =>
  under.imetal.save({ ...sourceInvoice(documentKey), modifiedAt, invoiceDate });
const idOf = (documentKey: string) => orderToInvoiceWorkflowId(company, documentKey);
const isStarted = (documentKey: string) =>
  temporal.client.workflow
    .getHandle(idOf(documentKey))
    .describe()
    .then(
      ({ status }) => status.name === 'RUNNING',
      () => false,
    );
const sweep = { from: 'unexported', after: null, unknown: 0, oldestAgeSeconds: null } as const;
const forgetSweep = () => hub.pool().query('truncate feed_sweeps');
const age = (documentKey: string) =>
  hub.pool().query(
    `update postings set planned_at = now() - interval '2 minutes', sent_at = null, settled_at = null
        where company = $1 and document_key = $2`,
    [company, documentKey],
  );

describe('the cursor', () => {
  test('is never ahead of iMetal, lest a header from the future hide what is modified until then', async () => {
    save('HOU-DIV-88001', '2026-12-24T00:00:00.000000Z');
    await look();
    expect(await isStarted('HOU-DIV-88001')).toBe(true);
    expect(await selectFeedCursor(hub.pool(), company, feed)).toEqual({ modifiedAt: now, headerId: '0' });
    under.imetal.now = '2026-11-20T12:05:00.000000Z';
    save('HOU-DIV-88002', '2026-11-20T12:04:00.000000Z');
    const { next } = await onePage({ from: 'cursor' });
    expect(next).toMatchObject({ from: 'unexported' });
    expect(await isStarted('HOU-DIV-88002')).toBe(true);
  });

  test('that is ahead of iMetal, whose clock was set back, does not keep the feed from looking', async () => {
    save('HOU-DIV-88003', '2026-11-20T11:59:30.000000Z');
    await hub
      .pool()
      .query(
        `insert into feed_cursors (company, feed, modified_at, source_id) values ($1, $2, '2026-12-24T00:00:00Z', '1')`,
        [company, feed],
      );
    expect(await onePage({ from: 'cursor' })).toMatchObject({ seen: 1, started: 1 });
  });

  test('follows a quiet iMetal, so that a mass change is not read again for ever', async () => {
    save('HOU-DIV-88004', '2026-11-20T11:00:00.000000Z');
    expect(await onePage({ from: 'cursor' })).toMatchObject({ seen: 1 });
    expect(await selectFeedCursor(hub.pool(), company, feed)).toEqual({
      modifiedAt: '2026-11-20T11:59:00.000Z',
      headerId: '0',
    });
    expect(await onePage({ from: 'cursor' })).toMatchObject({ seen: 0 });
  });
});

test('a header from the future, listed by every look, tells a flow that is trying already nothing', async () => {
  under.imetal.save({ ...sourceInvoice('HOU-DIV-88005'), modifiedAt: '2026-12-24T00:00:00.000000Z', currency: null });
  await look();
  await under.plan(documentOf('HOU-DIV-88005'));
  save('HOU-DIV-88005', '2026-12-24T00:00:00.000000Z');
  for (const _ of [1, 2, 3]) expect(await onePage({ from: 'cursor' })).toMatchObject({ seen: 1, started: 1 });
  expect(await countSignals(temporal, 'HOU-DIV-88005')).toBe(0);
  await temporal.client.workflow.getHandle(idOf('HOU-DIV-88005')).terminate('the next is parked');
  await startParkedFlow(temporal, 'HOU-DIV-88005');
  await onePage({ from: 'cursor' });
  expect(await countSignals(temporal, 'HOU-DIV-88005')).toBe(1);
});

describe('the sweep at the end of a look', () => {
  test('starts what was committed longer after its own time than the overlap, and tells the lag', async () => {
    await look();
    save('HOU-DIV-88011', '2026-11-20T09:00:00.000000Z');
    expect(await onePage({ from: 'cursor' })).toMatchObject({ seen: 0 });
    await forgetSweep();
    expect(await look()).toMatchObject({ started: 1 });
    expect(await isStarted('HOU-DIV-88011')).toBe(true);
    const [lag] = await measureFeedLag(hub.pool());
    expect(lag?.lag_seconds).toBeGreaterThanOrEqual(3 * 3600);
    expect(lag?.lag_seconds).toBeLessThan(3 * 3600 + 60);
  });

  test('is made once a minute, however often the feed looks', async () => {
    await look();
    save('HOU-DIV-88012', '2026-11-20T09:00:00.000000Z');
    expect(await look()).toMatchObject({ started: 0 });
    await hub.pool().query(`update feed_sweeps set swept_at = now() - interval '61 seconds'`);
    expect(await look()).toMatchObject({ started: 1 });
  });

  test('goes through all pages, whatever waits at the front', async () => {
    await look();
    for (let number = 8802000; number < 8802205; number += 1) save(`HOU-DIV-${number}`, '2026-11-20T09:00:00.000000Z');
    await forgetSweep();
    expect(await look()).toEqual({ pages: 6, started: 205 });
    expect(await isStarted('HOU-DIV-8802204')).toBe(true);
  });

  test('ends a page early when its work takes long, and goes on behind the last that it came to', async () => {
    for (let number = 8803000; number < 8803020; number += 1) save(`HOU-DIV-${number}`, '2026-11-20T09:00:00.000000Z');
    let position: SweepPosition | null = sweep;
    const seen: number[] = [];
    while (position !== null) {
      const page: SweptPage = (await quietActivity().run(
        sweepUnexportedPage,
        deps(),
        salesInvoice,
        under.profile,
        position,
        0,
      )) as SweptPage;
      seen.push(page.seen);
      position = page.next?.from === 'unexported' ? page.next : null;
    }
    expect(seen).toEqual([8, 8, 4]);
    expect(await isStarted('HOU-DIV-8803019')).toBe(true);
    expect((await measureFeedLag(hub.pool()))[0]).toMatchObject({ lag_seconds: expect.any(Number) });
  });

  test('goes on with the others when one document makes the engine or iMetal refuse', async () => {
    for (const number of [88051, 88052, 88053]) save(`HOU-DIV-${number}`, '2026-11-20T09:00:00.000000Z');
    const list = under.imetal.client.listUnexportedHeaders;
    under.imetal.client.listUnexportedHeaders = async (kind, request) =>
      (await list(kind, request)).map((header) =>
        // Longer than any workflow's id may be: INVALID_ARGUMENT.
        header.documentKey === 'HOU-DIV-88052' ? { ...header, documentKey: 'X'.repeat(1200) } : header,
      );
    expect(await onePage(sweep)).toMatchObject({ seen: 3, started: 2, next: null });
    expect(await isStarted('HOU-DIV-88053')).toBe(true);
  });

  test('starts a flow again that the engine lost, once its document has rested a minute', async () => {
    save('HOU-DIV-88013', now);
    await look();
    await under.plan(documentOf('HOU-DIV-88013'));
    await temporal.client.workflow.getHandle(idOf('HOU-DIV-88013')).terminate('lost');
    await forgetSweep();
    expect(await look()).toMatchObject({ started: 0 });
    await age('HOU-DIV-88013');
    await forgetSweep();
    expect(await look()).toMatchObject({ started: 1 });
    expect(await isStarted('HOU-DIV-88013')).toBe(true);
  });

  test('tells a parked flow of a correction once, and not one that is trying already', async () => {
    save('HOU-DIV-88017', now);
    await look();
    under.imetal.save({ ...sourceInvoice('HOU-DIV-88017'), modifiedAt: '2026-11-20T09:00:00.000000Z', currency: null });
    await under.plan(documentOf('HOU-DIV-88017'));
    await age('HOU-DIV-88017');
    save('HOU-DIV-88017', '2026-11-20T09:00:00.000000Z');
    await forgetSweep();
    await onePage(sweep);
    // No worker has parked it: it says that it is posting.
    expect(await countSignals(temporal, 'HOU-DIV-88017')).toBe(0);
    await temporal.client.workflow.getHandle(idOf('HOU-DIV-88017')).terminate('the next is parked');
    await startParkedFlow(temporal, 'HOU-DIV-88017');
    await forgetSweep();
    await onePage(sweep);
    expect(await countSignals(temporal, 'HOU-DIV-88017')).toBe(1);
  });

  test('starts what was posted and never acknowledged, and leaves what was', async () => {
    save('HOU-DIV-88014', now);
    await look();
    await under.plan(documentOf('HOU-DIV-88014'));
    await under.post(documentOf('HOU-DIV-88014'));
    await temporal.client.workflow.getHandle(idOf('HOU-DIV-88014')).terminate('lost');
    await age('HOU-DIV-88014');
    await forgetSweep();
    expect(await onePage(sweep)).toMatchObject({ started: 1 });
    expect(await isStarted('HOU-DIV-88014')).toBe(true);
    await under.acknowledge(documentOf('HOU-DIV-88014'));
    await forgetSweep();
    expect(await onePage(sweep)).toMatchObject({ seen: 0, started: 0 });
  });

  test('wakes a parked flow whose document was posted meanwhile, unless a person is asked', async () => {
    save('HOU-DIV-88018', now);
    await under.plan(documentOf('HOU-DIV-88018'));
    await under.post(documentOf('HOU-DIV-88018'));
    await startParkedFlow(temporal, 'HOU-DIV-88018');
    await age('HOU-DIV-88018');
    await onePage(sweep);
    expect(await countSignals(temporal, 'HOU-DIV-88018')).toBe(1);
    await hub.pool().query(
      `insert into exceptions (company, flow, document_key, code, message, field, expected, actual)
        values ($1, 'order-to-invoice', 'HOU-DIV-88018', 'OUTCOME_CONFLICT', '', '', '', '')`,
      [company],
    );
    await forgetSweep();
    await onePage(sweep);
    expect(await countSignals(temporal, 'HOU-DIV-88018')).toBe(1);
  });

  test('starts the lost flow of a change after posting, which iMetal calls exported', async () => {
    save('HOU-DIV-88016', now);
    await under.goThrough(documentOf('HOU-DIV-88016'));
    under.imetal.save(sourceInvoice('HOU-DIV-88016', '150.00'));
    await look();
    await under.plan(documentOf('HOU-DIV-88016', 2));
    const workflowId = orderToInvoiceWorkflowId(company, 'HOU-DIV-88016', 2);
    const revision = temporal.client.workflow.getHandle(workflowId);
    await revision.terminate('lost');
    await age('HOU-DIV-88016');
    await forgetSweep();
    expect(await look()).toMatchObject({ started: 1 });
    expect((await revision.describe()).status.name).toBe('RUNNING');
  });

  test('leaves alone what a person gave up', async () => {
    save('HOU-DIV-88015', now);
    await look();
    await under.plan(documentOf('HOU-DIV-88015'));
    await under.abandon(documentOf('HOU-DIV-88015'), {
      action: 'abandon',
      actor: 'Ann',
      reason: 'billed by hand',
      correction: {},
    });
    await temporal.client.workflow.getHandle(idOf('HOU-DIV-88015')).terminate('given up');
    await age('HOU-DIV-88015');
    await forgetSweep();
    expect(await onePage(sweep)).toMatchObject({ seen: 1, started: 0 });
  });
});

test('a posted document that iMetal no longer lets be read does not stop the feed: its own flow meets the fault', async () => {
  save('HOU-DIV-88041', now);
  await under.goThrough(documentOf('HOU-DIV-88041'));
  save('HOU-DIV-88041', now);
  save('HOU-DIV-88042', now);
  under.imetal.client.readSalesInvoice = async (documentKey) => {
    throw new UnexpectedResponse(`imetal read ${documentKey}: a row is not as expected`, { operation: 'imetal read' });
  };
  expect(await onePage({ from: 'cursor' })).toMatchObject({ seen: 2, started: 2 });
  expect(await isStarted('HOU-DIV-88042')).toBe(true);
  const revision = temporal.client.workflow.getHandle(orderToInvoiceWorkflowId(company, 'HOU-DIV-88041', 2));
  expect((await revision.describe()).status.name).toBe('RUNNING');
});

test('a posted document that iMetal lets nobody read for a minute starts no revision, and the feed goes on', async () => {
  save('HOU-DIV-88043', now);
  await under.goThrough(documentOf('HOU-DIV-88043'));
  save('HOU-DIV-88043', now);
  save('HOU-DIV-88044', now);
  under.imetal.client.readSalesInvoice = async (documentKey) => {
    throw new Rejected('permission denied', { operation: `imetal read ${documentKey}`, code: 'PERMISSION_MISSING' });
  };
  expect(await onePage({ from: 'cursor' })).toMatchObject({ seen: 2, started: 1 });
  expect(await isStarted('HOU-DIV-88044')).toBe(true);
  const revision = temporal.client.workflow.getHandle(orderToInvoiceWorkflowId(company, 'HOU-DIV-88043', 2));
  await expect(revision.describe()).rejects.toThrow(WorkflowNotFoundError);
});

test('a first poll leaves the history alone: documents dated before the first day are not ours', async () => {
  under.profile.feed.startFrom = '2026-11-20';
  save('HOU-DIV-88021', '2026-11-20T11:59:50.000000Z', '2026-11-19');
  save('HOU-DIV-88022', '2026-11-20T11:59:50.000000Z', '2026-11-20');
  // Entered ahead of its date, before the first day: only the sweep sees it.
  save('HOU-DIV-88023', '2026-11-18T12:00:00.000000Z', '2026-11-20');
  save('HOU-DIV-88024', '2026-11-18T12:00:00.000000Z', '2026-11-18');
  expect(await onePage({ from: 'cursor' })).toMatchObject({ seen: 2, started: 1 });
  await look();
  const started = await Promise.all(
    ['88021', '88022', '88023', '88024'].map((number) => isStarted(`HOU-DIV-${number}`)),
  );
  expect(started).toEqual([false, true, true, false]);
});

test("whether a document was corrected, iMetal's versions say, and no clock", async () => {
  under.imetal.save({ ...sourceInvoice('HOU-DIV-88031'), currency: null });
  await under.plan(documentOf('HOU-DIV-88031'));
  const standings = await selectDocumentStandings(hub.pool(), company, ['HOU-DIV-88031']);
  const standing = standings.get('HOU-DIV-88031');
  const header = await under.imetal.client.findHeader('sales-invoice', 'HOU-DIV-88031');
  if (standing === undefined || header === null) throw new Error('HOU-DIV-88031 is gone');
  const later = '2099-01-01T00:00:00.000000Z';
  expect(wasCorrected({ ...header, modifiedAt: later }, standing)).toBe(false);
  expect(wasCorrected({ ...header, version: header.version + 1 }, standing)).toBe(true);
});

describe('what was edited in the last day', () => {
  const edits = () => hub.pool().query(`select swept_at from feed_sweeps where feed = $1`, [`${feed}/edits`]);
  const endOfSweep = async () => (await onePage(sweep)).next;

  test('is read again every ten minutes, and finds an edit that committed behind the cursor', async () => {
    save('HOU-DIV-88041', '2026-11-20T02:00:00.000000Z');
    await under.goThrough(documentOf('HOU-DIV-88041'));
    expect(await endOfSweep()).toBeNull();
    expect((await edits()).rowCount).toBe(1);
    await hub.pool().query(`update feed_sweeps set swept_at = now() - interval '11 minutes'`);
    under.imetal.save({ ...sourceInvoice('HOU-DIV-88041', '175.00'), modifiedAt: '2026-11-20T02:00:00.000000Z' });
    const next = await endOfSweep();
    expect(next).toEqual({ from: 'edited', after: { modifiedAt: '2026-11-19T12:00:00.000Z', headerId: '0' } });
    expect(await onePage(next as FeedPosition)).toMatchObject({ started: 1, next: null });
    const revision = temporal.client.workflow.getHandle(orderToInvoiceWorkflowId(company, 'HOU-DIV-88041', 2));
    expect((await revision.describe()).status.name).toBe('RUNNING');
    await hub.pool().query(`update feed_sweeps set swept_at = now() - interval '2 minutes' where feed = $1`, [feed]);
    expect(await endOfSweep()).toBeNull();
  });
});
