import { isGrpcServiceError } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import type { TemporalConnection } from './connect';
import { Company, searchAttributes } from './search-attributes';

/** Who asks a task queue for work. */
export interface QueuePollers {
  taskQueue: string;
  workflowPollers: number;
  activityPollers: number;
}

/** How the newest flow was started: `none` when there is no flow yet. */
export type FlowEncryption = 'encrypted' | 'readable' | 'none';

const grpcNotFound = 5;

/** Whether the namespace that the settings name exists. */
export async function namespaceExists({ client, namespace }: TemporalConnection): Promise<boolean> {
  try {
    await client.workflowService.describeNamespace({ namespace });
    return true;
  } catch (error) {
    if (isGrpcServiceError(error) && error.code === grpcNotFound) return false;
    throw error;
  }
}

/** The hub's search attributes that the namespace lacks, or has as another type than keyword. */
export async function findMissingSearchAttributes({ client, namespace }: TemporalConnection): Promise<string[]> {
  const keyword = temporal.api.enums.v1.IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD;
  const { customAttributes } = await client.connection.operatorService.listSearchAttributes({ namespace });
  return searchAttributes.map(({ name }) => name).filter((name) => customAttributes[name] !== keyword);
}

/** Workers that ask a task queue for work, as the server saw them within the last minutes. */
export async function countPollers(
  { client, namespace }: TemporalConnection,
  taskQueue: string,
): Promise<QueuePollers> {
  const { TASK_QUEUE_TYPE_WORKFLOW, TASK_QUEUE_TYPE_ACTIVITY } = temporal.api.enums.v1.TaskQueueType;
  const pollersOf = async (taskQueueType: temporal.api.enums.v1.TaskQueueType) => {
    const description = await client.workflowService.describeTaskQueue({
      namespace,
      taskQueue: { name: taskQueue },
      taskQueueType,
    });
    return description.pollers.length;
  };
  return {
    taskQueue,
    workflowPollers: await pollersOf(TASK_QUEUE_TYPE_WORKFLOW),
    activityPollers: await pollersOf(TASK_QUEUE_TYPE_ACTIVITY),
  };
}

/**
 * Whether the newest flow of a type was started with encrypted input, and if so whether this process can read it: rejects with the
 * codec's words when it cannot.
 */
export async function examineNewestFlow(
  { client, codec }: TemporalConnection,
  workflowType: string,
): Promise<FlowEncryption> {
  for await (const { workflowId, runId } of client.workflow.list({
    query: `WorkflowType = '${workflowType}'`,
    pageSize: 1,
  })) {
    const { events } = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    const payloads = events?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads ?? [];
    const isEncrypted = payloads.some(
      ({ metadata }) => Buffer.from(metadata?.encoding ?? []).toString() === 'binary/encrypted',
    );
    if (!isEncrypted) return 'readable';
    if (codec === null) throw new Error('it is encrypted, and PAYLOAD_ENCRYPTION_KEYS is not set here');
    await codec.decode(payloads);
    return 'encrypted';
  }
  return 'none';
}

/** Ids of a company's workflows that are running, as the visibility store knows them (a second or two late). */
export async function listOpenWorkflowIds({ client }: TemporalConnection, company: string): Promise<Set<string>> {
  const ids = new Set<string>();
  const query = `${Company.name} = "${company}" and ExecutionStatus = "Running"`;
  for await (const { workflowId } of client.workflow.list({ query })) ids.add(workflowId);
  return ids;
}
