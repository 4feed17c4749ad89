import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stopByPid } from '../../cli/start/server-process';
import { startFlowUnderTest } from '../workflows/flow-under-test';
import { historyToText } from './history-text';
import { shapes } from './shapes';

/**
 * Records the histories that test/histories/replay.test.ts replays: `npx tsx test/histories/record.ts`. A history that is
 * there is kept: it may be that of a flow that runs somewhere. A flow that changes on purpose gets a new shape with a
 * new name in shapes.ts, and its old history stays as long as such a flow may be open.
 */
async function record(): Promise<void> {
  const missing = Object.entries(shapes).filter(([name]) => !existsSync(fileOf(name)));
  if (missing.length === 0) {
    process.stdout.write('every shape has its history\n');
    return;
  }
  const directory = mkdtempSync(join(tmpdir(), 'intacct-pipelines-histories-'));
  process.env.INTACCT_PIPELINES_TEST_RUN = directory;
  const flow = await startFlowUnderTest();
  try {
    for (const [name, run] of missing) {
      const workflowId = await run(flow);
      const history = await flow.temporal.client.workflow.getHandle(workflowId).fetchHistory();
      writeFileSync(fileOf(name), historyToText(history));
      process.stdout.write(`${name}: ${history.events?.length} events\n`);
    }
  } finally {
    await flow.close();
    await stopServers(directory);
    rmSync(directory, { recursive: true, force: true });
  }
}

async function stopServers(directory: string): Promise<void> {
  const pidFiles = readdirSync(directory).filter((file) => file.endsWith('.pid'));
  await Promise.all(pidFiles.map((file) => stopByPid(Number(readFileSync(join(directory, file), 'utf8')), 'SIGINT')));
}

function fileOf(shape: string): string {
  return join(__dirname, `${shape}.json`);
}

record().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  },
);
