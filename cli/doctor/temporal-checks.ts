import type { TemporalConnection } from '../../clients/temporal/connect';
import {
  countPollers,
  examineNewestFlow,
  findMissingSearchAttributes,
  namespaceExists,
} from '../../clients/temporal/examine-temporal';
import { listSchedules, scheduleIds } from '../../clients/temporal/schedules';
import type { CompanyProfile } from '../../domain/company-profile';
import { gatewayTaskQueue } from '../../workflows/activity-policies';
import { messageOf } from '../failure-report';
import type { Check, CheckResult } from './checkup';

/** Temporal: reachable, its namespace and search attributes there, workers on both queues, schedules running, payloads readable. */
export function temporalChecks(
  connect: () => Promise<TemporalConnection>,
  taskQueue: string,
  profile: CompanyProfile,
): Check[] {
  const remedy = 'check TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE and its TLS or API key, and that Temporal runs';
  const check = (name: string, make: (temporal: TemporalConnection) => Promise<CheckResult>): Check => ({
    name,
    remedy,
    make: async () => make(await connect()),
  });
  return [
    check('Temporal', checkNamespace),
    check('search attributes', checkSearchAttributes),
    check('workers', (temporal) => checkWorkers(temporal, taskQueue)),
    check('schedules', (temporal) => checkSchedules(temporal, profile)),
    check('payload encryption', checkEncryption),
  ];
}

async function checkNamespace(temporal: TemporalConnection): Promise<CheckResult> {
  const { namespace } = temporal;
  if (await namespaceExists(temporal)) return { seen: `reachable, namespace ${namespace}`, faults: [] };
  const act = `create it (temporal operator namespace create ${namespace}), or correct TEMPORAL_NAMESPACE`;
  return {
    seen: 'reachable',
    faults: [{ subject: namespace, what: `namespace ${namespace} does not exist`, remedy: act }],
  };
}

async function checkSearchAttributes(temporal: TemporalConnection): Promise<CheckResult> {
  const missing = await findMissingSearchAttributes(temporal);
  const faults = missing.map((name) => ({
    subject: name,
    what: `search attribute ${name} is not registered as a keyword`,
    remedy: 'intacct-pipelines search-attributes register',
  }));
  return { seen: 'registered', faults };
}

async function checkWorkers(temporal: TemporalConnection, taskQueue: string): Promise<CheckResult> {
  const flows = await countPollers(temporal, taskQueue);
  const gateway = await countPollers(temporal, gatewayTaskQueue(taskQueue));
  const fault = (queue: string, kind: string) => ({
    subject: queue,
    what: `no worker asks task queue ${queue} for ${kind}`,
    remedy: 'start a worker with the same TASK_QUEUE, TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE, and see its log',
  });
  const faults = [
    ...(flows.workflowPollers === 0 ? [fault(flows.taskQueue, 'workflows')] : []),
    ...(flows.activityPollers === 0 ? [fault(flows.taskQueue, 'activities')] : []),
    ...(gateway.activityPollers === 0 ? [fault(gateway.taskQueue, 'activities')] : []),
  ];
  return { seen: `polling ${flows.taskQueue} and ${gateway.taskQueue}`, faults };
}

async function checkSchedules({ client }: TemporalConnection, profile: CompanyProfile): Promise<CheckResult> {
  const standings = await listSchedules(client, profile);
  const faults = scheduleIds(profile).flatMap((scheduleId) => {
    const standing = standings.find((each) => each.scheduleId === scheduleId);
    if (standing === undefined) {
      return [
        { subject: scheduleId, what: 'this schedule does not exist', remedy: 'intacct-pipelines schedules apply' },
      ];
    }
    if (!standing.paused) return [];
    const what = `this schedule is paused: ${standing.note ?? 'nobody said why'}`;
    return [{ subject: scheduleId, what, remedy: 'intacct-pipelines schedules resume' }];
  });
  return { seen: `${standings.length} running`, faults };
}

async function checkEncryption(temporal: TemporalConnection): Promise<CheckResult> {
  const fault = (what: string) => ({
    subject: 'PAYLOAD_ENCRYPTION_KEYS',
    what,
    remedy: 'give worker, server and command line the same keys, the newest first, and no key away while it is in use',
  });
  const found = await examineNewestFlow(temporal, 'orderToInvoice').catch((error: unknown) => {
    return { unreadable: messageOf(error) };
  });
  if (typeof found === 'object') {
    return { seen: '', faults: [fault(`the newest flow cannot be read here: ${found.unreadable}`)] };
  }
  const isOn = temporal.codec !== null;
  if (isOn && found === 'readable') {
    return { seen: '', faults: [fault('keys are set here, but the newest flow was started without encryption')] };
  }
  return { seen: isOn ? 'on' : 'off: inputs of flows are readable in Temporal', faults: [] };
}
