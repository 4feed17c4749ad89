import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { call, invoice, invoicesNumbered, journalEntry, login, request, startTestSandbox } from './gateway-client';

let stateDir: string;
beforeEach(() => {
  stateDir = mkdtempSync(join(tmpdir(), 'intacct-sandbox-'));
});
afterEach(() => rmSync(stateDir, { recursive: true }));

const both = request(call('f', invoice()) + call('je', journalEntry()), { transaction: 'true' });

it('a restart loses nothing: documents, ledger, control ids, settings and sessions', async () => {
  const first = await startTestSandbox({ stateDir });
  await first.post(both);
  await first.post(request(call('bad', invoice({ customer: 'X', number: 'SI-2' }))));
  await first.admin('PATCH', '/settings', { latencyMs: 1 });
  await first.admin('POST', '/periods/2026-05/close');
  const opened = (await first.post(request(call('s', '<getAPISession/>'), { authentication: login('US') }))).body;
  const before = await snapshot(first);
  await first.stop();

  const second = await startTestSandbox({ stateDir, company: null });
  expect(await snapshot(second)).toEqual(before);
  expect((await second.post(both)).body).toContain('already been recorded');
  const id = /<sessionid>(.*)<\/sessionid>/.exec(opened)?.[1];
  const bySession = request(call('q', invoice({ number: 'SI-3' })), { authentication: `<sessionid>${id}</sessionid>` });
  const sessionUrl = second.gatewayUrl.replace('/ia/', '/pod1/ia/');
  expect((await second.post(bySession, sessionUrl)).body).toContain('<key>2</key>');
  await second.stop();
});

it('a line that a crash cut short is dropped, and writing goes on after it', async () => {
  const first = await startTestSandbox({ stateDir });
  await first.post(both);
  await first.stop();
  appendFileSync(
    join(stateDir, 'commits.jsonl'),
    '{"at":"2026-04-01T00:00:00Z","changes":[["ARINVOICE","9",{"RECORDID":"TORN"',
  );
  const second = await startTestSandbox({ stateDir, company: null });
  expect(await invoicesNumbered(second, 'SI-1')).toBe(1);
  await second.post(request(call('g', invoice({ number: 'SI-2' }))));
  await second.stop();
  const third = await startTestSandbox({ stateDir, company: null });
  expect(await invoicesNumbered(third, 'SI-2')).toBe(1);
  expect(await invoicesNumbered(third, 'TORN')).toBe(0);
  await third.stop();
});

async function snapshot(sandbox: Awaited<ReturnType<typeof startTestSandbox>>): Promise<unknown> {
  const paths = [
    '/company',
    '/settings',
    '/invoices',
    '/journal-entries',
    '/ledger?by=account,entity,customer,period,currency',
  ];
  return Promise.all(paths.map((path) => sandbox.admin('GET', path)));
}
