import { type Client, WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { requestTrueUp } from '../../../activities/true-up/request-true-up';
import { useHubDatabase } from '../../db/hub-database';

const hub = useHubDatabase();

test('asked in the moment in which a run ends, starts the next one when that has ended', async () => {
  let starts = 0;
  const start = async () => {
    starts += 1;
    if (starts < 3) throw new WorkflowExecutionAlreadyStartedError('it runs', 'worker-true-up/harbor-civil', 'worker');
  };
  const client = { workflow: { start } } as unknown as Client;
  const request = {
    company: 'harbor-civil',
    trueUpId: 'run-1',
    workers: null,
    preview: false,
    anew: false,
    requestedBy: 'Ann',
  };
  expect(await requestTrueUp({ pool: hub.pool(), client, taskQueue: 'any' }, request)).toMatchObject({
    kind: 'started',
    trueUp: { trueUpId: 'run-1', requestedBy: 'Ann' },
  });
  expect(starts).toBe(3);
});
