import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Brings the hub's database to the newest schema; harmless when it is there already, and safe for several processes
 * at once (node-pg-migrate takes an advisory lock). Runs as a process of its own: the library is ESM only, which
 * neither tsx's CommonJS nor jest can load in place. Rejects with the failing statement's message.
 */
export async function migrate(databaseUrl: string): Promise<void> {
  const root = path.resolve(__dirname, '..');
  const program = createRequire(path.join(root, 'package.json')).resolve('node-pg-migrate/bin/node-pg-migrate');
  await run(
    process.execPath,
    [
      program,
      'up',
      '--migrations-dir',
      path.join(root, 'db', 'migrations'),
      '--migration-file-language',
      'sql',
      '--verbose',
      'false',
    ],
    { env: { ...process.env, DATABASE_URL: databaseUrl }, maxBuffer: 16 * 1024 * 1024 },
  );
}
