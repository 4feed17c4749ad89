import type { Client } from '@temporalio/client';
import { touchOpenItems } from '../activities/receivables/touch-open-items';
import { touchRecord } from '../activities/records/touch-record';
import { recordDocumentKey } from '../domain/record-sync';
import type { DecisionRequest } from '../workflows/parking';
import { awaitFlows } from './await-flows';
import type { Settled } from './await-outcomes';
import { decide, FlowNotRunning } from './decisions';
import { NegativeAnswer } from './exit-codes';
import type { NamedSubject } from './named-subject';
import { readOpenItemsStory } from './open-items-story';
import type { Operator } from './operator';
import { findRecord, readRecordStory } from './record-story';

type RecordSubject = Exclude<NamedSubject, { kind: 'document' }>;

/** What came of a decision on a record or an account. */
export interface RecordDecision {
  /** As lists name it. */
  document: string;
  company: string;
  workflowId: string;
  outcome: Settled;
}

/**
 * Puts a decision to the flow of a parked record or account, and waits for what comes of it. A retry starts a flow that was ended by
 * hand. Throws NegativeAnswer when the record is not known or not parked.
 */
export async function decideRecord(
  operator: Operator,
  subject: RecordSubject,
  action: 'retry' | 'abandon',
  request: DecisionRequest,
  waitSeconds: number,
): Promise<RecordDecision> {
  const { document, company, workflowId, state } = await readSubject(operator, subject);
  if (state !== 'parked') throw new NegativeAnswer(`${document} is not parked: it is ${state}`);
  const { client } = await operator.temporal();
  try {
    await decide(client, workflowId, action, request);
  } catch (error) {
    if (!(error instanceof FlowNotRunning)) throw error;
    if (action === 'abandon') {
      throw new NegativeAnswer(`abandon refused: the flow ${workflowId} is not running; retry starts it again`);
    }
    await startAgain(operator, client, subject, request);
  }
  const outcomes = await awaitFlows(client, new Map([[document, workflowId]]), waitSeconds);
  const outcome = outcomes.get(document) ?? { kind: 'under-way' as const, state };
  return { document, company, workflowId, outcome };
}

function readSubject(operator: Operator, subject: RecordSubject) {
  return subject.kind === 'record'
    ? readRecordStory(operator, subject.object, subject.key)
    : readOpenItemsStory(operator, subject.customerId);
}

/** Lets a record or an account be looked at, as a change of it does. */
async function startAgain(
  operator: Operator,
  client: Client,
  subject: RecordSubject,
  { actor, reason }: DecisionRequest,
): Promise<void> {
  const taskQueue = operator.config().TASK_QUEUE;
  const company = await operator.company();
  if (subject.kind === 'open-items') {
    const deps = { client, taskQueue, profiles: operator.profiles() };
    await touchOpenItems(deps, company, subject.customerId, `${actor}: ${reason}`);
    return;
  }
  const { reference } = await findRecord(operator, subject.object, subject.key);
  operator.remark(`the flow of ${recordDocumentKey(reference)} was not running: started again`);
  await touchRecord({ client, taskQueue }, company, reference.object, reference.id);
}
