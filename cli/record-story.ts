import { assignarKindOf } from '../activities/assignar-records/assignar-kinds';
import { kindOf } from '../activities/records/record-kinds';
import { recordReference } from '../activities/records/touch-record';
import { selectPauseStanding } from '../db/company-status';
import { selectExceptionHistory } from '../db/document-history';
import { type RecordStanding, selectRecordStanding } from '../db/record-standings';
import { selectSyncConflicts } from '../db/sync-conflicts';
import { type RecordObject, type RecordReference, recordDocumentKey, recordFlows } from '../domain/record-sync';
import { recordWorkflowId } from '../workflows/sync-record';
import { type ConflictStory, conflictStory } from './conflict-story';
import { type ExceptionStory, exceptionStory } from './exception-story';
import { NegativeAnswer } from './exit-codes';
import type { Operator } from './operator';
import { webUiLink } from './output/web-ui-link';

/** `show` of a record as `--json` prints it. Moments are ISO 8601. */
export interface RecordStory {
  kind: 'record';
  company: string;
  /** As lists name it: `CUSTOMER/C00112`. */
  document: string;
  flow: string;
  /** `parked` waits for a person; `abandoned` was given up until it changes; `importing` is on its way to iMetal's importer. */
  state: 'in-step' | 'drifted' | 'filtered' | 'gone' | 'parked' | 'abandoned' | 'importing';
  intacct: { object: RecordObject; id: string; recordNumber: string | null };
  /** What stands for it in the source system; null while that is not known to have it. */
  assignar?: { object: string; id: string } | null;
  imetal: { object: string; id: string } | null;
  standing: RecordStanding['standing'];
  lastInStepAt: Date | null;
  lastLook: { at: Date; outcome: string; modifiedAt: string | null } | null;
  importing: { batchNumber: number; since: Date | null } | null;
  /** What both sides had when they were last in step. */
  agreed: Record<string, string | null> | null;
  workflowId: string;
  webUi: string | null;
  companyPaused: string | null;
  exceptions: ExceptionStory[];
  conflicts: ConflictStory[];
}

/** A record that the hub knows, under the key by which lists name it. */
export interface KnownRecord {
  reference: RecordReference;
  standing: RecordStanding;
}

/** Finds a record by the key of lists, or a contact by its name. Throws NegativeAnswer when the hub never saw it. */
export async function findRecord(operator: Operator, object: RecordObject, key: string): Promise<KnownRecord> {
  const { company, source } = await operator.profile();
  const linkedObjects = source === 'assignar' ? assignarKindOf(object).targets : [kindOf(object).linkedObject];
  const record = { company, system: source, object, linkedObjects, key };
  const standing = await selectRecordStanding(operator.pool(), record);
  if (standing === null) {
    throw new NegativeAnswer(
      `the hub has never seen ${object}/${key} of ${company}: it looks at a record when it changes, and at all of them in a first load`,
    );
  }
  return { reference: recordReference(company, object, standing.intacct_id), standing };
}

/** All that the hub knows of a record. */
export async function readRecordStory(operator: Operator, object: RecordObject, key: string): Promise<RecordStory> {
  const { reference, standing } = await findRecord(operator, object, key);
  const pool = operator.pool();
  const { company, id } = reference;
  const document = recordDocumentKey(reference);
  const exceptions = (await selectExceptionHistory(pool, company, document)).map(exceptionStory);
  const conflicts = await selectSyncConflicts(pool, { company, object, intacctId: id, since: null });
  const pause = await selectPauseStanding(pool, company);
  const workflowId = recordWorkflowId(reference);
  const { source } = await operator.profile();
  const linked =
    standing.source_id === null || standing.linked_object === null
      ? null
      : { object: standing.linked_object, id: standing.source_id };
  return {
    kind: 'record',
    company,
    document,
    flow: recordFlows[object],
    state: stateOf(standing, exceptions),
    intacct: { object, id, recordNumber: standing.intacct_record_number },
    ...(source === 'assignar' ? { assignar: linked, imetal: null } : { imetal: linked }),
    standing: standing.agreed === null ? null : standing.standing,
    lastInStepAt: standing.synced_at,
    lastLook:
      standing.looked_at === null
        ? null
        : { at: standing.looked_at, outcome: standing.outcome ?? '', modifiedAt: standing.modified_at },
    importing:
      standing.batch_number === null ? null : { batchNumber: standing.batch_number, since: standing.handed_over_at },
    agreed: standing.agreed,
    workflowId,
    webUi: webUiLink(operator.environment, workflowId),
    companyPaused: pause?.message ?? null,
    exceptions,
    conflicts: conflicts.map(conflictStory),
  };
}

function stateOf(standing: RecordStanding, exceptions: readonly ExceptionStory[]): RecordStory['state'] {
  if (exceptions.some(({ closedAt }) => closedAt === null)) return 'parked';
  if (standing.batch_number !== null) return 'importing';
  switch (standing.outcome) {
    case 'drifted':
    case 'filtered':
    case 'gone':
      return standing.outcome;
    case 'parked':
      return 'abandoned';
    default:
      return 'in-step';
  }
}
