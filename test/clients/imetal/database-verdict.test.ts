import { createServer } from 'node:net';
import { DatabaseError, Pool } from 'pg';
import { z } from 'zod';
import { RateLimited } from '../../../clients/errors';
import { createImetalClient } from '../../../clients/imetal/create-imetal-client';
import { createImetalPools } from '../../../clients/imetal/create-pools';
import { databaseVerdict } from '../../../clients/imetal/database-verdict';
import { createLiveFixture, insertInvoice, type LiveFixture } from './live-fixture';

const databaseError = (code: string): DatabaseError =>
  Object.assign(new DatabaseError(`said ${code}`, 0, 'error'), { code });

describe('what the database said becomes a verdict', () => {
  it.each([
    ['connection failure', databaseError('08006'), 'Transport'],
    ['administrator shut it down', databaseError('57P01'), 'Transport'],
    ['crash of the server', databaseError('57P02'), 'Transport'],
    ['server starting up', databaseError('57P03'), 'Transport'],
    ['statement timeout', databaseError('57014'), 'Transport'],
    ['too many connections', databaseError('53300'), 'Transport'],
    ['serialization failure', databaseError('40001'), 'Transport'],
    ['deadlock', databaseError('40P01'), 'Transport'],
    ['lock not available', databaseError('55P03'), 'Transport'],
    ['connection reset', Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }), 'Transport'],
    ['no answer', new Error('Query read timeout'), 'Transport'],
    ['wrong password', databaseError('28P01'), 'Authentication'],
    ['no such database', databaseError('3D000'), 'Authentication'],
    ['not granted', databaseError('42501'), 'Rejected'],
    ['no such table', databaseError('42P01'), 'UnexpectedResponse'],
    ['no such column', databaseError('42703'), 'UnexpectedResponse'],
    ['anything else', databaseError('22012'), 'UnexpectedResponse'],
    ['a row of another shape', z.string().safeParse(1).error, 'UnexpectedResponse'],
  ])('%s', (_, error, verdict) => {
    const actual = databaseVerdict(error, 'imetal read HOU-DIV-1');
    expect(actual.name).toBe(verdict);
    expect(actual.message).toContain('imetal read HOU-DIV-1');
    expect(actual.cause).toBe(error);
  });

  it('leaves a verdict as it is', () => {
    const verdict = new RateLimited('slow down', { operation: 'x' });
    expect(databaseVerdict(verdict, 'y')).toBe(verdict);
  });
});

describe('against a real server', () => {
  let fixture: LiveFixture;
  beforeAll(async () => {
    fixture = await createLiveFixture();
    await insertInvoice(fixture.owner, { number: 1 });
  });
  afterAll(() => fixture?.drop());

  it('a server that is away is Transport', async () => {
    const port = await freePort();
    const away = `postgres://nobody@127.0.0.1:${port}/live_emetal`;
    const pools = createImetalPools({ liveUrl: away, gatewayUrl: away, importUrl: away }, () => undefined);
    await expect(createImetalClient(pools).readSalesInvoice('HOU-DIV-1')).rejects.toMatchObject({ name: 'Transport' });
    await pools.close();
  });

  it('a refused sign-in is Authentication, and its message shows no password', async () => {
    const url = new URL(fixture.urls.live);
    url.username = 'stranger';
    url.password = 'not-to-be-shown';
    const pool = new Pool({ connectionString: url.href });
    const reading = createImetalClient({ live: pool, gateway: pool }).readClock();
    await expect(reading).rejects.toMatchObject({
      name: 'Authentication',
      message: expect.not.stringContaining('not-to-be-shown'),
    });
    await pool.end();
  });

  it('connections that the server ends are replaced: the next read goes through', async () => {
    const client = createImetalClient(fixture);
    await client.readClock();
    await fixture.owner.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1', [
      new URL(fixture.urls.live).username,
    ]);
    const outcome = await client.readSalesInvoice('HOU-DIV-1').catch((error: Error) => error);
    // The pool may not have heard of the end yet: then, and only then, the first read is a Transport.
    if (outcome instanceof Error) expect(outcome.name).toBe('Transport');
    expect((await client.readSalesInvoice('HOU-DIV-1')).kind).toBe('found');
  });

  it('a connection that dies in the middle of a reading is Transport, and the next reading goes through', async () => {
    const client = createImetalClient(fixture);
    const blocker = await fixture.owner.connect();
    await blocker.query('BEGIN; LOCK TABLE sales_items IN ACCESS EXCLUSIVE MODE');
    const reading = client.readSalesInvoice('HOU-DIV-1').catch((error: Error) => error);
    const waiting = "SELECT pid FROM pg_stat_activity WHERE usename = $1 AND wait_event_type = 'Lock'";
    const reader = new URL(fixture.urls.live).username;
    while ((await blocker.query(waiting, [reader])).rowCount === 0) await new Promise(setImmediate);
    await blocker.query(`SELECT pg_terminate_backend(pid) FROM (${waiting}) AS blocked`, [reader]);
    expect(await reading).toMatchObject({
      name: 'Transport',
      message: expect.stringContaining('imetal read HOU-DIV-1'),
    });
    await blocker.query('COMMIT');
    blocker.release();
    expect((await client.readSalesInvoice('HOU-DIV-1')).kind).toBe('found');
  });

  it('the live pool cannot write, whatever its login may do', async () => {
    const pools = createImetalPools(
      { liveUrl: fixture.urls.gateway, gatewayUrl: fixture.urls.gateway, importUrl: fixture.urls.gateway },
      () => undefined,
    );
    await expect(pools.live.query('UPDATE sales_headers SET gateway_batch_id = 1 WHERE id = 1')).rejects.toThrow(
      /read-only transaction/,
    );
    await pools.close();
  });

  it('a row with an operator that iMetal does not have is an error with a name', async () => {
    await fixture.owner.query("UPDATE currency_codes SET exchange_rate_operator = '+' WHERE code = 'USD'");
    await expect(createImetalClient(fixture).readSalesInvoice('HOU-DIV-1')).rejects.toMatchObject({
      name: 'UnexpectedResponse',
      message: expect.stringContaining('exchange_rate_operator'),
    });
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('expected a port');
  return address.port;
}
