import { until } from '../../cli/start/until';
import { approveUpdate } from '../../workflows/worker-true-up';
import type { TrueUpFlowUnderTest } from '../workflows/true-up-flow-under-test';

/** Runs one shape of the true-up to its end, and gives its workflow id. */
export type TrueUpShape = (flow: TrueUpFlowUnderTest) => Promise<string>;

const approval = { actor: 'Ben', reason: 'looked at it', entries: 'all' as const };

/** Every shape of the true-up whose history is kept; the name is the file's, for ever. */
export const trueUpShapes: Record<string, TrueUpShape> = {
  async 'worker-true-up.previewed'(flow) {
    Object.assign(flow.script, { pages: 2, safe: 3, risky: 1 });
    const handle = await flow.start({ preview: true });
    await handle.result();
    return handle.workflowId;
  },
  async 'worker-true-up.approved'(flow) {
    Object.assign(flow.script, { pages: 1, safe: 3, risky: 2 });
    flow.asked.length = 0;
    const handle = await flow.start({ batchSize: 2 });
    await until('it waits', 20_000, async () => flow.asked.at(-1) === 'await 2');
    await handle.executeUpdate(approveUpdate, { args: [approval] });
    await handle.result();
    return handle.workflowId;
  },
  async 'worker-true-up.still-waiting'(flow) {
    Object.assign(flow.script, { pages: 1, safe: 0, risky: 1 });
    flow.asked.length = 0;
    const handle = await flow.start();
    await until('it waits', 20_000, async () => flow.asked.at(-1) === 'await 1');
    return handle.workflowId;
  },
};
