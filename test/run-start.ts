import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startGuard } from '../cli/start/guard';
import { findTemporalCli } from '../cli/start/temporal-cli';

/** Before the first test file: a directory for this run's servers, and a guard that stops them however the run ends. */
async function startRun(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'intacct-pipelines-test-'));
  // PostgreSQL runs as a user of its own when we are root, and must be able to enter.
  chmodSync(directory, 0o755);
  process.env.INTACCT_PIPELINES_TEST_RUN = directory;
  startGuard(directory, directory);
  // On a machine without Temporal this may build it, which no test's timeout would allow for.
  await findTemporalCli({ announce: (sentence) => process.stderr.write(`${sentence}\n`) }).then(
    (cli) => {
      process.env.TEMPORAL_CLI = cli;
    },
    // The tests that need it fail with the same words; the others still run.
    (error: unknown) => process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`),
  );
}

module.exports = startRun;
