import type { Pool } from 'pg';
import type { TemporalConnection } from '../../clients/temporal/connect';
import { documentFlows, documentKinds, kindOfFlow } from '../../clients/temporal/document-flows';
import { listOpenWorkflowIds } from '../../clients/temporal/examine-temporal';
import { selectWaitingDocuments } from '../../db/hub-health';
import { selectWaitingRecords } from '../../db/record-standings';
import type { Check } from './checkup';

// Younger ones may be so new that Temporal's lists do not show their flow yet.
const settledAfterSeconds = 60;
// More than these are one fault with one cause, such as a lost Temporal database.
const faultsMax = 20;

const acknowledgedFlows = documentKinds.map((kind) => documentFlows[kind].flow);

/** Documents and records that wait while no flow of theirs runs: ended by hand, or forgotten by a lost engine. */
export function flowChecks(pool: Pool, connect: () => Promise<TemporalConnection>, company: string): Check[] {
  return [
    {
      name: 'flows of waiting documents',
      remedy: 'see the faults of the hub database and of Temporal',
      async make() {
        const waiting = await selectWaitingDocuments(pool, company, acknowledgedFlows, settledAfterSeconds);
        const open = waiting.length === 0 ? new Set<string>() : await listOpenWorkflowIds(await connect(), company);
        const orphans = waiting.filter((document) => !open.has(document.workflow_id));
        const faults = orphans.slice(0, faultsMax).map((document) => ({
          subject: document.document_key,
          what: `waits in the ledger, but its flow ${document.workflow_id} does not run`,
          remedy:
            kindOfFlow(document.flow) === null
              ? 'the next look of its schedule starts it again'
              : `intacct-pipelines trigger ${document.source_system} ${kindOfFlow(document.flow)} ${document.document_key}`,
        }));
        const rest = orphans.length > faultsMax ? `; ${orphans.length - faultsMax} more are not listed` : '';
        return { seen: `${waiting.length} have waited for a minute or more, each with its flow${rest}`, faults };
      },
    },
    {
      name: 'flows of parked records',
      remedy: 'see the faults of the hub database and of Temporal',
      async make() {
        const waiting = await selectWaitingRecords(pool, company, settledAfterSeconds);
        const open = waiting.length === 0 ? new Set<string>() : await listOpenWorkflowIds(await connect(), company);
        const orphans = waiting.filter((record) => !open.has(record.workflow_id));
        const faults = orphans.slice(0, faultsMax).map(({ document_key: key, workflow_id: workflowId }) => ({
          subject: key,
          what: `waits for a person, but its flow ${workflowId} does not run`,
          remedy: `intacct-pipelines retry '${key}'`,
        }));
        const rest = orphans.length > faultsMax ? `; ${orphans.length - faultsMax} more are not listed` : '';
        return { seen: `${waiting.length} have waited for a minute or more, each with its flow${rest}`, faults };
      },
    },
  ];
}
