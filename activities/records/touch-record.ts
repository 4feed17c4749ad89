import { createHash } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { TypedSearchAttributes } from '@temporalio/common';
import {
  Company,
  DocumentNumber,
  Flow,
  Party,
  PostingStatus,
  SourceSystem,
} from '../../clients/temporal/search-attributes';
import {
  type RecordHint,
  type RecordObject,
  type RecordReference,
  recordDocumentKey,
  recordFlows,
} from '../../domain/record-sync';
import { contacts } from '../../workflows/contacts';
import { customers } from '../../workflows/customers';
import { employees } from '../../workflows/employees';
import { items } from '../../workflows/items';
import { projectTasks } from '../../workflows/project-tasks';
import { projects } from '../../workflows/projects';
import { changedSignal, recordWorkflowId } from '../../workflows/sync-record';
import { taxes } from '../../workflows/taxes';
import { terms } from '../../workflows/terms';
import { vendors } from '../../workflows/vendors';

const flows = {
  customers,
  vendors,
  contacts,
  terms,
  taxes,
  employees,
  items,
  projects,
  'project-tasks': projectTasks,
};

export interface TouchDeps {
  client: Client;
  taskQueue: string;
}

/** The reference of a record: contacts, whose names may be a person's, go under a digest of theirs. */
export function recordReference(company: string, object: RecordObject, id: string): RecordReference {
  const key = object === 'CONTACT' ? createHash('sha256').update(id).digest('hex').slice(0, 16) : id;
  return { company, object, id, key };
}

/**
 * Lets a record be looked at: tells its flow when one runs, or starts it. Many touches while it runs are one more look. Whatever says
 * "this changed" ends here; a record that does not exist does no harm. Returns the workflow id.
 */
export async function touchRecord(
  deps: TouchDeps,
  company: string,
  object: RecordObject,
  id: string,
  hint: RecordHint = {},
): Promise<string> {
  const record = recordReference(company, object, id);
  const flow = recordFlows[record.object];
  const workflowId = recordWorkflowId(record);
  const isParty = record.object === 'CUSTOMER' || record.object === 'VENDOR';
  const party = isParty ? record.id : hint.party?.id;
  await deps.client.workflow.signalWithStart(flows[flow], {
    workflowId,
    taskQueue: deps.taskQueue,
    args: [{ record }],
    signal: changedSignal,
    signalArgs: [hint],
    staticSummary: `${record.object.toLowerCase()} ${record.id}`.slice(0, 150),
    staticDetails: `Kept in step between Intacct and the source system for ${company}: ${recordDocumentKey(record)}`,
    typedSearchAttributes: new TypedSearchAttributes([
      { key: Company, value: company },
      { key: Flow, value: flow },
      { key: SourceSystem, value: 'intacct' },
      { key: DocumentNumber, value: recordDocumentKey(record) },
      { key: PostingStatus, value: 'posting' },
      ...(party === undefined ? [] : [{ key: Party, value: party }]),
    ]),
  });
  return workflowId;
}
