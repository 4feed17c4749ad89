import type { AssignarClient, AssignarObject } from '../../clients/assignar/assignar-client';
import type { IntacctConstruction } from '../../clients/intacct/intacct-construction';
import type { IntacctMasters } from '../../clients/intacct/intacct-masters';
import type { ConstructionMaster } from '../../db/construction-masters';
import type { LinkedObject } from '../../db/links';
import type { Database } from '../../db/pool';
import type { AssignarProfile } from '../../domain/assignar-profile';
import type { PostingException } from '../../domain/exception';
import type { AssignarRecordObject } from '../../domain/record-sync';
import type { MappedObject, WantedRecord } from '../../mappings/assignar-records/wanted-record';

/** What a kind of record looks with; it writes nothing anywhere. Every call that asks Intacct takes a turn at the gateway. */
export interface AssignarReaders {
  profile: AssignarProfile;
  hub: Database;
  construction: IntacctConstruction;
  masters: Pick<IntacctMasters, 'readParty' | 'listParties'>;
  assignar: Pick<AssignarClient, 'readRecord' | 'findRecords' | 'listTimesheets'>;
  /** Assignar's id of the record that stands for one of Intacct; null when there is none. */
  referenceTo(object: MappedObject, intacctObject: AssignarRecordObject, intacctId: string): Promise<string | null>;
  /** Which of these projects of Intacct Assignar has, open. */
  pulledProjects(projectIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** YYYY-MM-DD, on the clock of the profile's projects. */
  today: string;
}

/** Makes a record for Assignar, given the ids there of the records of the same Intacct record that come before it. */
export type WantedBy = (made: ReadonlyMap<MappedObject, string>) => WantedRecord;

/** A record as Intacct has it, and what it comes to. */
export interface FoundInIntacct {
  id: string;
  recordNumber: string;
  /** WHENMODIFIED, ISO 8601; of several tasks the latest. */
  modifiedAt: string;
  /** Why Assignar need not have it: inactive, ended, filtered out; null for what it should have. */
  whyNot: string | null;
  /** What shifts are planned with: told whatever the filters say. */
  masters: ConstructionMaster[];
  /** What waits for Intacct to have it, active: `employee:E-7`. Empty while it is inactive there. */
  causes: string[];
  /** The records of Assignar, in the order in which they are written; asked only when `whyNot` is null. */
  map(readers: AssignarReaders): Promise<{ wanted: WantedBy[] } | { exceptions: PostingException[] }>;
}

/** All that differs between the records that are kept in step with Assignar. */
export interface AssignarRecordKind {
  object: AssignarRecordObject;
  /** Which of Assignar's records may stand for it, in the order in which they are written. */
  targets: readonly MappedObject[];
  /** Those of these natural ids that Intacct has; one API transaction, or one for each party. */
  read(readers: AssignarReaders, ids: readonly string[]): Promise<FoundInIntacct[]>;
  /**
   * One page by RECORDNO; `reached` is the last row's number, null of an empty page. A kind whose ids come up on many pages reads those
   * alone that `newOf` gives back of a page's ids.
   */
  list(
    readers: AssignarReaders,
    after: string,
    limit: number,
    newOf: (ids: readonly string[]) => Promise<readonly string[]>,
  ): Promise<{ found: FoundInIntacct[]; rows: number; reached: string | null }>;
}

/** The links of one of Assignar's objects with records of an object of Intacct. */
export function assignarLinks(
  company: string,
  object: AssignarObject,
  intacctObject: AssignarRecordObject,
): LinkedObject {
  return { company, system: 'assignar', object, intacctObject };
}
