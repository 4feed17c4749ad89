import { createIntacctClient } from '../../../clients/intacct/create-intacct-client';
import { createIntacctMasters } from '../../../clients/intacct/create-intacct-masters';
import type { IntacctClient } from '../../../clients/intacct/intacct-client';
import type { IntacctCursor } from '../../../clients/intacct/intacct-masters';
import { createRandom } from '../../../sandbox/sample-day/random';
import { sampleCompany, sampleCredentials } from '../../../sandbox/sample-day/sample-company';
import { startTestSandbox, type TestSandbox } from '../../sandbox/intacct/gateway-client';

let sandbox: TestSandbox;
let client: IntacctClient;
beforeEach(async () => {
  sandbox = await startTestSandbox({ company: { ...sampleCompany(), customers: [], openingInvoices: [] } });
  client = createIntacctClient({ endpoint: sandbox.gatewayUrl, ...sampleCredentials, requestTimeoutMs: 5000 });
  for (let number = 1; number <= 40; number += 1) await put(`C${number}`);
});
afterEach(() => sandbox?.stop());

const path = (id: string) => `/masters/customers/${id}`;
const put = (id: string) => sandbox.admin('PUT', path(id), { customerId: id, name: id, currency: 'USD' });

/** Finance deletes, adds and renames customers, some that were read already and some that were not. */
async function changeSome(seed: string, gone: Set<string>, added: Set<string>): Promise<void> {
  const random = createRandom(seed);
  for (let changes = 0; changes < 3; changes += 1) {
    const id = `C${random.between(1, 40)}`;
    if (!gone.has(id)) await sandbox.admin('DELETE', path(id));
    gone.add(id);
    const other = `N${seed}-${changes}`;
    await put(other);
    added.add(other);
    const renamed = `C${random.between(1, 40)}`;
    if (!gone.has(renamed)) await sandbox.admin('PATCH', path(renamed), { name: `Renamed ${seed}` });
  }
}

test.each(['1', '2', '3', '4', '5'])(
  'a query reads every row that stood all the while once, whatever comes and goes between its pages (%s)',
  async (seed) => {
    const [gone, added] = [new Set<string>(), new Set<string>()];
    const read: string[] = [];
    for await (const row of client.query(null, { object: 'CUSTOMER', fields: ['CUSTOMERID'], pageSize: 7 })) {
      read.push(String(row.CUSTOMERID));
      // A page is read when its first row is asked for: the next one comes after these changes.
      if (read.length % 7 === 0) await changeSome(`${seed}.${read.length}`, gone, added);
    }
    expect(gone.size).toBeGreaterThan(3);
    expect(new Set(read).size).toBe(read.length);
    const stood = Array.from({ length: 40 }, (_, index) => `C${index + 1}`).filter((id) => !gone.has(id));
    expect(stood.filter((id) => !read.includes(id))).toEqual([]);
  },
);

test('a look at what changed, page by page, passes nothing over that changed before it ended', async () => {
  const masters = createIntacctMasters(client);
  const [gone, added] = [new Set<string>(), new Set<string>()];
  const seen = new Set<string>();
  let after: IntacctCursor | null = { modifiedAt: '2000-01-01T00:00:00Z', recordNumber: '0' };
  for (let pages = 0; after !== null; pages += 1) {
    const page = await masters.listChanged('CUSTOMER', after, 7);
    for (const { id } of page) seen.add(id);
    if (pages < 4) await changeSome(`look ${pages}`, gone, added);
    const last = page.at(-1);
    after = last === undefined ? null : { modifiedAt: last.modifiedAt, recordNumber: last.recordNumber };
  }
  const stood = [...Array.from({ length: 40 }, (_, index) => `C${index + 1}`), ...added].filter((id) => !gone.has(id));
  expect(stood.filter((id) => !seen.has(id))).toEqual([]);
});
