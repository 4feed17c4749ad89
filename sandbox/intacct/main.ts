import { parseArgs } from 'node:util';
import { z } from 'zod';
import { startIntacctSandbox } from './start-intacct-sandbox';

const port = z.coerce.number().int().min(0).max(65_535);
const argumentsSchema = z.strictObject({ port, 'admin-port': port, 'state-dir': z.string().min(1).optional() });

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '0' },
      'admin-port': { type: 'string', default: '0' },
      'state-dir': { type: 'string' },
    },
  });
  const asked = argumentsSchema.parse(values);
  const sandbox = await startIntacctSandbox({
    port: asked.port,
    adminPort: asked['admin-port'],
    ...(asked['state-dir'] === undefined ? {} : { stateDir: asked['state-dir'] }),
  });
  process.stdout.write(`${JSON.stringify({ ready: true, gateway: sandbox.gatewayUrl, admin: sandbox.adminUrl })}\n`);
  const stop = (): void => {
    void sandbox.stop().then(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
