import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { runProcess, tell } from '../until-stopped';
import { assignarCompanySchema } from './company-file';
import { startAssignarSandbox } from './start-assignar-sandbox';

const port = z.coerce.number().int().min(0).max(65_535);
const argumentsSchema = z.strictObject({
  port,
  'admin-port': port,
  region: z.enum(['au', 'us']),
  company: z.string().min(1).optional(),
  'state-dir': z.string().min(1).optional(),
});

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '0' },
      'admin-port': { type: 'string', default: '0' },
      region: { type: 'string', default: 'au' },
      company: { type: 'string' },
      'state-dir': { type: 'string' },
    },
  });
  const asked = argumentsSchema.parse(values);
  const sandbox = await startAssignarSandbox({
    port: asked.port,
    adminPort: asked['admin-port'],
    settings: { region: asked.region },
    ...(asked['state-dir'] === undefined ? {} : { stateDirectory: asked['state-dir'] }),
    ...(asked.company === undefined
      ? {}
      : { company: assignarCompanySchema.parse(JSON.parse(readFileSync(asked.company, 'utf8'))) }),
  });
  tell({ ready: true, tokenUrl: sandbox.tokenUrl, apiUrl: sandbox.apiUrl, admin: sandbox.adminUrl });
  const stop = (): void => {
    void sandbox.stop().then(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

runProcess(main);
