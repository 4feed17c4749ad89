/** Minutes that an asset ran, in a shift or for one of its activities. */
export interface SourceAssetTime {
  assetId: string;
  /** The asset's external id: an Intacct item; null when the asset has none. */
  assetExternalId: string | null;
  assetName: string | null;
  /** Null when the asset was used for the whole shift, or for the whole activity; of the shift also when none are told. */
  minutes: number | null;
  usesWholeShift: boolean;
}

/** Part of a shift that was spent on one activity (a cost code). */
export interface SourceActivityTime {
  activityId: string;
  activityExternalId: string | null;
  activityName: string | null;
  minutes: number | null;
  isPayable: boolean;
  assets: SourceAssetTime[];
}

/** A date and time of a shift as Assignar tells it: in UTC, or on the clock of the project's place. */
export type SourceInstant = { kind: 'utc'; at: string } | { kind: 'naive'; local: string };

/** An Assignar timesheet (one worker's shift), expanded (facts/assignar.md 4.3). What is missing is null. */
export interface SourceTimesheet {
  /** `TS-9001`. */
  documentKey: string;
  timesheetId: string;
  /** Milliseconds of its last modification: rises with every change. */
  version: number;
  /** The source's own word. */
  status: string;
  isCompleted: boolean;
  isProcessed: boolean;
  worker: { userId: string; employeeId: string | null; name: string | null };
  clientExternalId: string | null;
  project: { projectId: string; externalId: string | null; name: string | null; timeZone: string | null } | null;
  /** The role in which the worker worked. */
  role: { roleId: string; externalId: string | null; name: string | null } | null;
  orderNumber: string | null;
  startsAt: SourceInstant | null;
  endsAt: SourceInstant | null;
  breakMinutes: number | null;
  travelToMinutes: number | null;
  travelFromMinutes: number | null;
  /** As the source adds it up. */
  totalMinutes: number | null;
  activities: SourceActivityTime[];
  assets: SourceAssetTime[];
}
