import { makeCheckup } from '../../cli/doctor/checkup';
import { feedChecks } from '../../cli/doctor/feed-checks';
import { moveFeedCursor, recordFeedSweep } from '../../db/feed-cursors';
import { measureFeedLag } from '../../db/metrics';
import { createMetrics } from '../../server/metrics';
import { createFakeImetal, type FakeImetal } from '../activities/fake-imetal';
import { sourceInvoice } from '../activities/invoice-under-test';
import { useHubDatabase } from '../db/hub-database';
import { company, plan } from '../db/planned-document';
import { buildProfile } from '../mappings/source-invoice-builder';

const hub = useHubDatabase();
const profile = { ...buildProfile(), company };
const feed = 'imetal/sales-invoices';
let imetal: FakeImetal;
beforeEach(async () => {
  imetal = createFakeImetal();
  imetal.now = '2026-11-20T12:00:00.000000Z';
  await hub.pool().query('truncate feed_cursors, feed_sweeps');
});

const save = (documentKey: string, modifiedAt: string, invoiceDate = '2026-11-20') =>
  imetal.save({ ...sourceInvoice(documentKey), modifiedAt, invoiceDate });
const moveCursor = (modifiedAt: string) => moveFeedCursor(hub.pool(), company, feed, { modifiedAt, headerId: '0' });
const rested = () => hub.pool().query(`update feed_cursors set moved_at = now() - interval '16 minutes'`);

async function check(name: string) {
  const reports = await makeCheckup(feedChecks({ pool: hub.pool(), imetal: () => imetal.client, profile }));
  const report = reports.find((made) => made.name === name);
  if (report === undefined) throw new Error(`no check is called ${name}`);
  return report;
}

describe('the lag of the feed', () => {
  it('is a fault when a final invoice is unknown to the ledger for more than 15 minutes, and names the way', async () => {
    save('HOU-DIV-99001', '2026-11-20T11:40:00.000000Z');
    save('HOU-DIV-99002', '2026-11-20T11:59:00.000000Z');
    expect((await check('feed lag')).faults).toEqual([
      {
        subject: 'HOU-DIV-99001',
        what: 'final in iMetal for 20 min and not in the ledger, one of 2; expected 15 min at most',
        remedy: expect.stringContaining('intacct-pipelines trigger imetal sales-invoice HOU-DIV-99001'),
      },
    ]);
  });

  it('is none for what is young, in the ledger, or from before the first day', async () => {
    save('HOU-DIV-99003', '2026-11-20T11:50:00.000000Z');
    save('HOU-DIV-99004', '2026-11-20T09:00:00.000000Z');
    await plan(hub.pool(), 'HOU-DIV-99004');
    save('HOU-DIV-99005', '2026-11-20T09:00:00.000000Z', '2025-12-31');
    expect(await check('feed lag')).toMatchObject({
      ok: true,
      seen: '1 final invoice not in the ledger yet, the first for 10 min',
    });
  });
});

describe('the cursor of the feed', () => {
  it('is a fault when it stands still while iMetal has newer headers', async () => {
    save('HOU-DIV-99006', '2026-11-20T11:50:00.000000Z');
    await moveCursor('2026-11-20T11:00:00.000000Z');
    expect((await check('feed cursor')).ok).toBe(true);
    await rested();
    expect((await check('feed cursor')).faults).toMatchObject([
      {
        subject: feed,
        what: expect.stringMatching(/^the cursor has not moved for 16 min, and iMetal has HOU-DIV-99006/),
      },
    ]);
  });

  it('may stand still where iMetal has nothing newer', async () => {
    save('HOU-DIV-99007', '2026-11-20T11:50:00.000000Z');
    await moveCursor('2026-11-20T11:55:00.000000Z');
    await rested();
    expect((await check('feed cursor')).ok).toBe(true);
  });

  it('is missed where the feed has never looked', async () => {
    expect((await check('feed cursor')).ok).toBe(true);
    save('HOU-DIV-99008', '2026-11-20T11:50:00.000000Z');
    expect((await check('feed cursor')).faults).toMatchObject([
      { what: 'the feed has never looked at iMetal, which has HOU-DIV-99008' },
    ]);
  });
});

describe('the metrics of the feed', () => {
  it('tell how long the oldest unknown document has waited by now, and how old that knowledge is', async () => {
    await recordFeedSweep(hub.pool(), company, feed, { unknownDocuments: 2, oldestUnknownAgeSeconds: 300 });
    await hub.pool().query(`update feed_sweeps set swept_at = now() - interval '60 seconds'`);
    const [lag] = await measureFeedLag(hub.pool());
    expect(lag?.lag_seconds).toBeCloseTo(360, -1);
    expect(lag?.swept_seconds).toBeCloseTo(60, -1);
    const { text } = await createMetrics(hub.pool())();
    expect(text).toMatch(
      /intacct_pipelines_feed_lag_seconds\{company="test-metals",feed="imetal\/sales-invoices"\} 36\d/,
    );
  });

  it('tell no lag where nothing was unknown', async () => {
    await recordFeedSweep(hub.pool(), company, feed, { unknownDocuments: 2, oldestUnknownAgeSeconds: 300 });
    await recordFeedSweep(hub.pool(), company, feed, { unknownDocuments: 0, oldestUnknownAgeSeconds: null });
    expect(await measureFeedLag(hub.pool())).toMatchObject([{ company, feed, lag_seconds: 0 }]);
  });
});
