import { createReleaseActivities, type Releasable } from '../../activities/release';
import { createReleaseSearchActivities } from '../../activities/release-search';
import { parkWithoutPlan } from '../../activities/store-plan';
import { Rejected } from '../../clients/errors';
import type { QueryRequest } from '../../clients/intacct/intacct-client';
import type { IntacctConstruction } from '../../clients/intacct/intacct-construction';
import { inTransaction } from '../../db/pool';
import { causeKey, type ExceptionCode } from '../../domain/exception';
import type { ImetalProfile } from '../../domain/imetal-profile';
import { useHubDatabase } from '../db/hub-database';
import { attemptOf, company } from '../db/planned-document';
import { buildProfile } from '../mappings/source-invoice-builder';
import { createFakeEngine } from './fake-engine';
import { createPostingUnderTest, type PostingUnderTest, profilesOf, quietActivity } from './posting-under-test';

const hub = useHubDatabase();
let posting: PostingUnderTest;
/** Rows of Intacct by object and key; what is not here is not there. */
let records: Record<string, Record<string, Record<string, string>>>;
let queries: QueryRequest[];
/** An object that the web-services user may not read. */
let refused: string | null;
let profile: ImetalProfile;
beforeAll(() => {
  posting = createPostingUnderTest(hub.pool());
});
beforeEach(async () => {
  records = {};
  queries = [];
  refused = null;
  profile = { ...buildProfile(), company };
  await hub.pool().query('truncate exceptions, cause_releases');
});
hub.beforeEnd(() => posting?.close());

const client = {
  async *query(_entityId: string | null, request: QueryRequest) {
    queries.push(request);
    if (request.object === refused) {
      throw new Rejected('no', { operation: 'intacct query', code: 'PERMISSION_MISSING', subject: null });
    }
    const { filter, object, fields } = request;
    if (filter?.op !== 'in') throw new Error('expected one query for all keys');
    for (const key of filter.values) {
      const row = records[object]?.[key];
      if (row !== undefined) yield { [fields[0] ?? '']: key, ...row };
    }
  },
};

const noRecords = async () => [];
const construction: IntacctConstruction = {
  readEmployees: noRecords,
  readItems: noRecords,
  readProjects: noRecords,
  readTasks: noRecords,
  listEmployees: noRecords,
  listItems: noRecords,
  listProjects: noRecords,
  listTasks: noRecords,
  listItemGlGroups: noRecords,
  listEarningTypes: noRecords,
};

/** One look at the causes, as the schedule starts it. */
async function look(): Promise<Releasable[]> {
  const { findReleasable } = createReleaseSearchActivities({
    ...posting.gateway,
    profiles: profilesOf(profile),
    intacct: async () => client,
    intacctConstruction: async () => construction,
  });
  return quietActivity().run(findReleasable, { company }) as Promise<Releasable[]>;
}

const names = (found: Releasable[]) => found.map(({ workflowId }) => workflowId.split('/').at(-1));
const backOffIsOver = () => hub.pool().query(`update cause_releases set next_look_at = now() - interval '1 second'`);

function park(
  documentKey: string,
  code: ExceptionCode,
  cause: string,
  settingsHash: string | null = null,
  flow = 'order-to-invoice',
) {
  const made = attemptOf(documentKey, { settingsHash });
  const attempt = { ...made, origin: { ...made.origin, flow } };
  const exception = { code, field: 'f', expected: 'e', actual: 'a', message: `${documentKey}: m`, causeKey: cause };
  return inTransaction(hub.pool(), (transaction) => parkWithoutPlan(transaction, attempt, [exception]));
}

describe('what waits for a record of Intacct', () => {
  test('goes on when the record is there and in use, with one query for all of its kind', async () => {
    await park('HOU-DIV-1', 'CUSTOMER_UNKNOWN', causeKey.customer('C1'));
    await park('HOU-DIV-2', 'CUSTOMER_ON_HOLD', causeKey.customer('C2'));
    await park('HOU-DIV-3', 'CUSTOMER_INACTIVE', causeKey.customer('C3'));
    await park('HOU-DIV-4', 'ACCOUNT_INACTIVE', causeKey.account('4010'));
    records = {
      CUSTOMER: {
        C1: { STATUS: 'active', ONHOLD: 'false' },
        C2: { STATUS: 'active', ONHOLD: 'true' },
        C3: { STATUS: 'inactive', ONHOLD: 'false' },
      },
      GLACCOUNT: { '4010': { STATUS: 'active' } },
    };
    expect(names(await look())).toEqual(['HOU-DIV-1', 'HOU-DIV-4']);
    expect(queries.map(({ object }) => object)).toEqual(['CUSTOMER', 'GLACCOUNT']);
  });

  test('is looked at less and less often while it is not there', async () => {
    await park('HOU-DIV-5', 'VENDOR_UNKNOWN', causeKey.vendor('V1'));
    for (let looks = 0; looks < 3; looks += 1) {
      expect(await look()).toEqual([]);
      // The back-off is not over: nothing is asked.
      await look();
      await backOffIsOver();
    }
    expect(queries).toHaveLength(3);
    const { rows } = await hub.pool().query('select failures from cause_releases');
    expect(rows).toEqual([{ failures: 3 }]);
    records = { VENDOR: { V1: { STATUS: 'active', ONHOLD: 'false' } } };
    expect(names(await look())).toEqual(['HOU-DIV-5']);
  });

  test('goes on when the code that was sent is linked to a customer of another name', async () => {
    await park('HOU-DIV-6', 'CUSTOMER_UNKNOWN', causeKey.customer('GULF01'));
    await park('HOU-DIV-7', 'CUSTOMER_ON_HOLD', causeKey.customer('GULF02'));
    records = { CUSTOMER: { GULF02: { STATUS: 'active', ONHOLD: 'true' } } };
    await hub.pool().query(
      `insert into links (company, system, object, source_id, intacct_object, intacct_id)
        values ($1, 'imetal', 'company', 'GULF01', 'CUSTOMER', 'C-GULF-STEEL-1'),
          ($1, 'imetal', 'company', 'GULF02', 'CUSTOMER', 'GULF02')`,
      [company],
    );
    expect(names(await look())).toEqual(['HOU-DIV-6']);
  });
});

test('a record that waits for another goes on when both systems have that one, and asks nothing before', async () => {
  await park('CUSTOMER/C2', 'TERM_UNKNOWN', causeKey.term('1% 5 Net 30'), null, 'customers');
  await park('VENDOR/V2', 'TERM_UNKNOWN', causeKey.term('Net 45'), null, 'vendors');
  await park('CONTACT/c1', 'CONTACT_WITHOUT_PARTY', causeKey.customer('GULF03'), null, 'contacts');
  await park('CUSTOMER/C4', 'PARENT_UNKNOWN', causeKey.customer('C9'), null, 'customers');
  const active = { STATUS: 'active', ONHOLD: 'false' };
  records = { ARTERM: { '1% 5 Net 30': active }, APTERM: { 'Net 45': active }, CUSTOMER: { C9: active } };
  expect(await look()).toEqual([]);
  await backOffIsOver();
  expect(await look()).toEqual([]);
  expect(queries).toEqual([]);
  await hub.pool().query(
    `insert into links (company, system, object, source_id, intacct_object, intacct_id, agreed)
      values ($1, 'imetal', 'ap-term', 'N45', 'APTERM', 'Net 45', '{}'), ($1, 'imetal', 'company', 'GULF03', 'CUSTOMER', 'C-3', '{}'),
        ($1, 'imetal', 'company', 'C9', 'CUSTOMER', 'C9', null)`,
    [company],
  );
  expect(names(await look()).sort()).toEqual(['V2', 'c1']);
  await hub.pool().query(`delete from links where source_id in ('N45', 'GULF03', 'C9')`);
});

test('what Intacct does not let be looked at is tried, and keeps nothing else waiting', async () => {
  refused = 'CONTACT';
  await park('HOU-DIV-8', 'CONTACT_UNKNOWN', causeKey.contact('C1-HQ'));
  await park('HOU-DIV-9', 'CUSTOMER_UNKNOWN', causeKey.customer('C1'));
  await park('HOU-CRN-9', 'CREDIT_INVOICE_NOT_POSTED', causeKey.document('HOU-DIV-9'));
  records = { CUSTOMER: { C1: { STATUS: 'active', ONHOLD: 'false' } } };
  expect(names(await look())).toEqual(['HOU-DIV-9']);
  await backOffIsOver();
  expect(names(await look())).toContain('HOU-DIV-8');
});

test('a term for which bills and invoices wait is looked for on both sides', async () => {
  await park('HOU-DIV-10', 'TERM_UNKNOWN', causeKey.term('Net 60'));
  await hub.pool().query(`update exceptions set flow = 'purchase-invoice' where document_key = 'HOU-DIV-10'`);
  await park('HOU-DIV-11', 'TERM_UNKNOWN', causeKey.term('Net 60'));
  records = { ARTERM: { 'Net 60': { STATUS: 'active' } } };
  expect(names(await look())).toEqual(['HOU-DIV-10', 'HOU-DIV-11']);
  expect(queries.map(({ object }) => object).sort()).toEqual(['APTERM', 'ARTERM']);
});

test('a record is looked for once a minute in the first half hour, and later every five minutes', async () => {
  await park('HOU-DIV-12', 'ACCOUNT_UNKNOWN', causeKey.account('4199'));
  const secondsUntilNext = async (failures: number) => {
    await look();
    await hub.pool().query('update cause_releases set failures = $1', [failures]);
    await backOffIsOver();
    await look();
    const { rows } = await hub
      .pool()
      .query('select extract(epoch from next_look_at - now())::float8 as s from cause_releases');
    return rows[0].s;
  };
  expect(await secondsUntilNext(8)).toBeLessThanOrEqual(60);
  expect(await secondsUntilNext(40)).toBeGreaterThan(250);
});

describe('what only an attempt tells', () => {
  const period = causeKey.period('2026-10');
  /** Three documents, whose numbers begin with the number. */
  const three = async (number: number) => {
    for (const last of [0, 1, 2]) await park(`HOU-DIV-${number}${last}`, 'PERIOD_CLOSED', period);
    expect(await look()).toEqual([]);
    await backOffIsOver();
  };

  test('is tried by the one that has waited longest; the others stay until it went through', async () => {
    await three(1);
    expect(names(await look())).toEqual(['HOU-DIV-10']);
    expect(await look()).toEqual([]);
    await hub.pool().query(`update exceptions set closed_at = now() where document_key = 'HOU-DIV-10'`);
    await hub.pool().query(`update postings set state = 'posted', intacct_key = '1' where document_key = 'HOU-DIV-10'`);
    expect(names(await look())).toEqual(['HOU-DIV-11', 'HOU-DIV-12']);
    expect(queries).toEqual([]);
  });

  test('waits longer when the one that tried came back, and another tries next', async () => {
    await three(6);
    await look();
    await park('HOU-DIV-60', 'PERIOD_CLOSED', period);
    expect(await look()).toEqual([]);
    expect(await look()).toEqual([]);
    await backOffIsOver();
    expect(names(await look())).toEqual(['HOU-DIV-61']);
  });

  test('is not decided while the one that tries is on its way to Intacct', async () => {
    await three(7);
    await look();
    await hub.pool().query(`update exceptions set closed_at = now() where document_key = 'HOU-DIV-70'`);
    await hub.pool().query(`update postings set state = 'planned' where document_key = 'HOU-DIV-70'`);
    expect(await look()).toEqual([]);
  });
});

describe('what waits for the profile', () => {
  const branch = causeKey.branch('DAL');

  test('goes on at once when the profile is another one, and not before', async () => {
    await park('HOU-DIV-20', 'BRANCH_UNMAPPED', branch, 'hash of the profile of yesterday');
    expect(names(await look())).toEqual(['HOU-DIV-20']);
    const { createHash } = jest.requireActual('node:crypto');
    const { rows } = await hub
      .pool()
      .query(`select count(*)::text || ' ' || '' as stamp from links where object = 'tax-detail'`);
    const today = createHash('sha256')
      .update(JSON.stringify([profile, rows[0].stamp]))
      .digest('hex');
    await park('HOU-DIV-20', 'BRANCH_UNMAPPED', branch, today);
    expect(await look()).toEqual([]);
    profile = { ...profile, name: 'Renamed' };
    expect(names(await look())).toEqual(['HOU-DIV-20']);
    expect(queries).toEqual([]);
  });
});

test('what waits for a document goes on when the ledger calls that one posted', async () => {
  await park('HOU-CRN-30', 'CREDIT_INVOICE_NOT_POSTED', causeKey.document('HOU-DIV-31'));
  expect(await look()).toEqual([]);
  await park('HOU-DIV-31', 'PERIOD_CLOSED', causeKey.period('2026-10'));
  await hub.pool().query(`update postings set state = 'posted', intacct_key = '1' where document_key = 'HOU-DIV-31'`);
  await hub.pool().query(`update exceptions set closed_at = now() where document_key = 'HOU-DIV-31'`);
  await backOffIsOver();
  expect(names(await look())).toEqual(['HOU-CRN-30']);
});

test('what has no cause, and what stands for the whole company, is never let through', async () => {
  await park('HOU-DIV-40', 'TOTAL_MISMATCH', '');
  await hub.pool().query(`update exceptions set cause_key = null`);
  await hub.pool().query(
    `insert into exceptions (company, flow, document_key, code, cause_key, message, field, expected, actual, workflow_id)
      values ($1, 'x', '*', 'SIGN_IN_REFUSED', $2, 'm', 'f', 'e', 'a', null)`,
    [company, causeKey.company(company)],
  );
  expect(await look()).toEqual([]);
});

test('a waiting document keeps its age through attempts that meet the same', async () => {
  await park('HOU-DIV-50', 'CUSTOMER_UNKNOWN', causeKey.customer('C9'));
  await hub.pool().query(`update exceptions set opened_at = now() - interval '3 days'`);
  await park('HOU-DIV-50', 'CUSTOMER_UNKNOWN', causeKey.customer('C9'));
  const { rows } = await hub
    .pool()
    .query(`select extract(epoch from now() - opened_at)::float8 as age from exceptions where closed_at is null`);
  expect(rows).toHaveLength(1);
  expect(rows[0].age).toBeGreaterThan(2.9 * 86_400);
});

test('those that are let through are told one after the other, at the pace of the profile', async () => {
  const engine = createFakeEngine();
  const paced = { ...profile, release: { lookEverySeconds: 5, documentsPerSecond: 20 } };
  const { releaseDocuments } = createReleaseActivities({
    pool: hub.pool(),
    client: engine.client,
    profiles: profilesOf(paced),
  });
  const documents = ['a', 'b', 'c'].map((workflowId) => ({ workflowId, reason: 'there' }));
  engine.parked.add('a').add('c');
  const began = Date.now();
  expect(await quietActivity().run(releaseDocuments, { company, documents })).toBe(2);
  expect(Date.now() - began).toBeGreaterThanOrEqual(95);
  expect(engine.told.map(({ workflowId }) => workflowId)).toEqual(['a', 'c']);
});
