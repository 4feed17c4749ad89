import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleWorkflowCode, DefaultLogger, makeTelemetryFilterString, Runtime } from '@temporalio/worker';
import { oncePerRun, runDirectory } from '../run-servers';

/** The workflows as one file, bundled once per run and shared by all test files. */
export async function workflowBundle(): Promise<{ codePath: string }> {
  return oncePerRun('workflow-bundle', async () => {
    const { code } = await bundleWorkflowCode({
      workflowsPath: require.resolve('../../workflows/index'),
      logger: new DefaultLogger('ERROR'),
    });
    const codePath = join(runDirectory(), 'workflow-bundle.js');
    writeFileSync(codePath, code);
    return { codePath };
  });
}

/** Keeps the SDK's own log out of the test report; once per process, before the first worker or native connection. */
export function quietRuntime(): void {
  Runtime.install({
    logger: new DefaultLogger('ERROR', () => undefined),
    telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'ERROR' }), forward: {} } },
  });
}
