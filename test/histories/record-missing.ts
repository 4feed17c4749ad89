import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stopByPid } from '../../cli/start/server-process';
import type { TestTemporal } from '../temporal';
import { historyToText } from './history-text';

/**
 * Records the histories of those shapes that have none, on an engine of its own, and ends the process. One that is there is kept: it
 * may be that of a flow that runs somewhere.
 */
export function recordMissing<Flow extends { temporal: TestTemporal; close(): Promise<void> }>(
  shapes: Record<string, (flow: Flow) => Promise<string>>,
  start: () => Promise<Flow>,
): void {
  record(shapes, start).then(
    () => process.exit(0),
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
      process.exit(1);
    },
  );
}

async function record<Flow extends { temporal: TestTemporal; close(): Promise<void> }>(
  shapes: Record<string, (flow: Flow) => Promise<string>>,
  start: () => Promise<Flow>,
): Promise<void> {
  const missing = Object.entries(shapes).filter(([name]) => !existsSync(fileOf(name)));
  if (missing.length === 0) {
    process.stdout.write('every shape has its history\n');
    return;
  }
  const directory = mkdtempSync(join(tmpdir(), 'intacct-pipelines-histories-'));
  process.env.INTACCT_PIPELINES_TEST_RUN = directory;
  const flow = await start();
  try {
    for (const [name, run] of missing) {
      const workflowId = await run(flow);
      const history = await flow.temporal.client.workflow.getHandle(workflowId).fetchHistory();
      writeFileSync(fileOf(name), historyToText(history));
      process.stdout.write(`${name}: ${history.events?.length} events\n`);
    }
  } finally {
    await flow.close();
    const pidFiles = readdirSync(directory).filter((file) => file.endsWith('.pid'));
    const pids = pidFiles.map((file) => Number(readFileSync(join(directory, file), 'utf8')));
    await Promise.all(pids.map((pid) => stopByPid(pid, 'SIGINT')));
    rmSync(directory, { recursive: true, force: true });
  }
}

function fileOf(shape: string): string {
  return join(__dirname, `${shape}.json`);
}
