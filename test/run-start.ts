import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startGuard } from '../cli/start/guard';

/** Before the first test file: a directory for this run's servers, and a guard that stops them however the run ends. */
function startRun(): void {
  const directory = mkdtempSync(join(tmpdir(), 'intacct-pipelines-test-'));
  // PostgreSQL runs as a user of its own when we are root, and must be able to enter.
  chmodSync(directory, 0o755);
  process.env.INTACCT_PIPELINES_TEST_RUN = directory;
  startGuard(directory, directory);
}

module.exports = startRun;
