import type { LookResult } from '../../activities/records/look-at-record';
import { until } from '../../cli/start/until';
import type { RecordObject } from '../../domain/record-sync';
import { firstLoad, firstLoadWorkflowId } from '../../workflows/first-load';
import { abandonUpdate, retryUpdate, statusQuery } from '../../workflows/parking';
import { pollImetalContacts } from '../../workflows/poll-imetal-contacts';
import { flowingToAssignar, pollIntacct } from '../../workflows/poll-intacct';
import { watchDrift, watchDriftWorkflowId } from '../../workflows/watch-drift';
import { company, progressOf, type RecordFlowUnderTest } from '../workflows/record-flow-under-test';

/** Runs one shape of a record's flow to its end, and gives its workflow id. */
export type RecordShape = (flow: RecordFlowUnderTest) => Promise<string>;

const decision = { actor: 'Ann', reason: 'fixed the cause' };
const refused: LookResult = {
  outcome: 'parked',
  reason: { code: 'PARENT_UNKNOWN', message: 'customer C2: no parent', causeKey: 'customer:C1', count: 1 },
};

async function parkedCustomer(flow: RecordFlowUnderTest, id: string) {
  flow.script(id, [refused]);
  const handle = await flow.touch('CUSTOMER', id);
  await until('the record is parked', 20_000, async () => (await handle.query(statusQuery)).status === 'parked');
  return handle;
}

/** Every shape of the records' flows whose history is kept; the name is the file's, for ever. */
export const recordShapes: Record<string, RecordShape> = {
  async 'customers.imported'(flow) {
    flow.script('C1', [{ outcome: 'importing', batchNumber: 7 }]);
    const handle = await flow.touch('CUSTOMER', 'C1');
    await handle.result();
    return handle.workflowId;
  },
  async 'customers.parked-and-retried'(flow) {
    const handle = await parkedCustomer(flow, 'C2');
    await handle.executeUpdate(retryUpdate, { args: [decision] });
    await handle.result();
    return handle.workflowId;
  },
  async 'customers.parked-and-changed'(flow) {
    const handle = await parkedCustomer(flow, 'C3');
    await flow.touch('CUSTOMER', 'C3');
    await handle.result();
    return handle.workflowId;
  },
  async 'customers.abandoned'(flow) {
    const handle = await parkedCustomer(flow, 'C4');
    await handle.executeUpdate(abandonUpdate, { args: [decision] });
    await handle.result();
    return handle.workflowId;
  },
  async 'customers.still-parked'(flow) {
    return (await parkedCustomer(flow, 'C5')).workflowId;
  },
  async 'vendors.filtered'(flow) {
    flow.script('V1', [{ outcome: 'filtered', because: 'not a trade vendor' }]);
    const handle = await flow.touch('VENDOR', 'V1');
    await handle.result();
    return handle.workflowId;
  },
  async 'contacts.looked-at-again'(flow) {
    flow.script('Dock 2', [{ outcome: 'look-again' }]);
    const handle = await flow.touch('CONTACT', 'Dock 2', { imetal: { kind: 'ship-to', contactId: '55' } });
    await handle.result();
    return handle.workflowId;
  },
  async 'terms.imported'(flow) {
    flow.script('Net 30', [{ outcome: 'importing', batchNumber: 8 }]);
    const handle = await flow.touch('ARTERM', 'Net 30');
    await handle.result();
    return handle.workflowId;
  },
  async 'taxes.imported'(flow) {
    flow.script('UK sales standard 20%', [{ outcome: 'importing', batchNumber: 9 }]);
    const handle = await flow.touch('TAXDETAIL', 'UK sales standard 20%');
    await handle.result();
    return handle.workflowId;
  },
  async 'poll-intacct'(flow) {
    const { client, taskQueue } = flow.temporal;
    const workflowId = `poll-intacct/${company}`;
    await client.workflow.execute(pollIntacct, { workflowId, taskQueue, args: [{ company }] });
    return workflowId;
  },
  async 'poll-intacct.of-assignar'(flow) {
    const { client, taskQueue } = flow.temporal;
    const workflowId = `poll-intacct/${company}-assignar`;
    const args: [{ company: string; objects: typeof flowingToAssignar }] = [{ company, objects: flowingToAssignar }];
    await client.workflow.execute(pollIntacct, { workflowId, taskQueue, args });
    return workflowId;
  },
  async 'watch-drift'(flow) {
    const { client, taskQueue } = flow.temporal;
    const workflowId = watchDriftWorkflowId(company);
    await client.workflow.execute(watchDrift, { workflowId, taskQueue, args: [{ company }] });
    return workflowId;
  },
  async 'employees.drifted'(flow) {
    flow.script('E-7', [{ outcome: 'drifted', because: 'worker 311 was edited in Assignar: mobile' }]);
    const handle = await flow.touch('EMPLOYEE', 'E-7');
    await handle.result();
    return handle.workflowId;
  },
  'project-tasks.in-step': (flow) => inStep(flow, 'TASK', '100-200'),
  'items.in-step': (flow) => inStep(flow, 'ITEM', 'LAB-CARP'),
  'projects.in-step': (flow) => inStep(flow, 'PROJECT', 'P-100'),
  // Of a time before it looked at credit that orders moved.
  'poll-imetal-contacts': lookAtImetal,
  'poll-imetal-contacts.credit-moved': lookAtImetal,
  async 'first-load'(flow) {
    flow.pages.load.push({ ...progressOf({ after: '100', read: 100, written: 100 }), isLastPage: false });
    const { client, taskQueue } = flow.temporal;
    const workflowId = firstLoadWorkflowId(company, 'customers');
    await client.workflow.execute(firstLoad, { workflowId, taskQueue, args: [{ company, object: 'customers' }] });
    return workflowId;
  },
};

async function inStep(flow: RecordFlowUnderTest, object: RecordObject, id: string): Promise<string> {
  const handle = await flow.touch(object, id);
  await handle.result();
  return handle.workflowId;
}

async function lookAtImetal(flow: RecordFlowUnderTest): Promise<string> {
  const { client, taskQueue } = flow.temporal;
  const workflowId = `poll-imetal-contacts/${company}`;
  await client.workflow.execute(pollImetalContacts, { workflowId, taskQueue, args: [{ company }] });
  return workflowId;
}
