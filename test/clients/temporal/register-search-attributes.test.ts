import { join } from 'node:path';
import { startTemporal, type TemporalServer } from '../../../cli/start/temporal-server';
import { registerSearchAttributes } from '../../../clients/temporal/register-search-attributes';
import { searchAttributes } from '../../../clients/temporal/search-attributes';
import { runDirectory } from '../../run-servers';

const names = searchAttributes.map(({ name }) => name);
const before = process.env.TEMPORAL_ADDRESS;
let server: TemporalServer | undefined;
afterEach(async () => {
  if (before === undefined) delete process.env.TEMPORAL_ADDRESS;
  else process.env.TEMPORAL_ADDRESS = before;
  await server?.stop();
});

async function startWith(attributes: Parameters<typeof startTemporal>[0]['searchAttributes']): Promise<void> {
  const logFile = join(runDirectory(), 'temporal-without-attributes.log');
  server = await startTemporal({ logFile, uiPort: 'none', searchAttributes: attributes });
  process.env.TEMPORAL_ADDRESS = server.address;
}

test('a namespace that knows none of them gets all, and repeating it changes nothing', async () => {
  await startWith([]);
  expect(await registerSearchAttributes()).toEqual({ registered: names, present: [] });
  expect(await registerSearchAttributes()).toEqual({ registered: [], present: names });
});

test('an attribute of another type is an error that names it, and nothing is registered', async () => {
  await startWith([{ name: 'Entity', type: 'INT' }]);
  await expect(registerSearchAttributes()).rejects.toThrow(/Entity as another type: expected Keyword/);
});
