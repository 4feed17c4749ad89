import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from '@temporalio/worker';
import { quietRuntime, workflowBundle } from '../workflows/workflow-bundle';
import { historyFromText } from './history-text';
import { shapes } from './shapes';

const recordings = readdirSync(__dirname).filter((file) => file.endsWith('.json'));

const read = (file: string) => historyFromText(readFileSync(join(__dirname, file), 'utf8'));

test('every recorded history replays on the workflows of today', async () => {
  quietRuntime();
  const { codePath } = await workflowBundle();
  const histories = recordings.map((file) => ({ workflowId: file, history: read(file) }));
  const replayed: string[] = [];
  const failed: string[] = [];
  for await (const { workflowId, error } of Worker.runReplayHistories({ workflowBundle: { codePath } }, histories)) {
    replayed.push(workflowId);
    if (error !== undefined) failed.push(`${workflowId}: ${error.message}`);
  }
  expect(failed).toEqual([]);
  expect(replayed.sort()).toEqual([...recordings].sort());
});

test('a history of another shape does not replay: the check can fail', async () => {
  const { codePath } = await workflowBundle();
  const history = read('order-to-invoice.posted.json');
  for (const event of history.events ?? []) {
    const scheduled = event.activityTaskScheduledEventAttributes;
    if (scheduled?.activityType?.name === 'postPlan') scheduled.activityType.name = 'acknowledgeSalesInvoice';
  }
  await expect(Worker.runReplayHistory({ workflowBundle: { codePath } }, history, 'altered')).rejects.toThrow(
    /nondeterminism/i,
  );
});

test.each(Object.keys(shapes))('%s has a recording (npx tsx test/histories/record.ts)', (shape) => {
  expect(existsSync(join(__dirname, `${shape}.json`))).toBe(true);
});
