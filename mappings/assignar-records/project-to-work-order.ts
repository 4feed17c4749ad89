import type { AssignarProfile } from '../../domain/assignar-profile';
import type { IntacctProject } from '../../domain/construction-records';
import { causeKey, type PostingException } from '../../domain/exception';
import { missingField, type WantedRecord, wantedRecord } from './wanted-record';

/** What the hub knows of the records that a project names. */
export interface ProjectReferences {
  /** Assignar's id of the client; null when Assignar has none. */
  clientId: string | null;
  /** Assignar's id of the parent project; null when it has none there. */
  parentProjectId: string | null;
  /** The parent is in Intacct, and the profile does not pull it: the project stands alone then. */
  isParentLeftOut: boolean;
  /** Ids of the parents upwards where they lead round; null where they do not. */
  parentLoop: readonly string[] | null;
}

/** A project in Assignar, and its work order: all but the id that Assignar gives the project. */
export type MappedProject =
  | { kind: 'wanted'; project: WantedRecord; workOrder: WantedRecord }
  | { kind: 'exceptions'; exceptions: PostingException[] };

/** A project as Assignar's project, and as the work order under which its shifts are. Pure, total. */
export function mapProject(
  project: IntacctProject,
  profile: AssignarProfile,
  references: ProjectReferences,
): MappedProject {
  const { projectId, recordNumber, name, beginDate, locationId } = project;
  const exceptions = [
    ...clientFaults(project, references),
    ...parentFaults(project, references),
    ...dateFaults(project),
  ];
  if (exceptions.length > 0 || beginDate === null) return { kind: 'exceptions', exceptions };
  const { orderOwner, timeZone, timeZoneByLocation, openEndedDays } = profile.projects;
  const { clientId, parentProjectId } = references;
  const ids = { id: projectId, recordNumber };
  return {
    kind: 'wanted',
    project: wantedRecord('project', ids, {
      name,
      clientId,
      parentId: parentProjectId,
      timeZone: (locationId === null ? undefined : timeZoneByLocation[locationId]) ?? timeZone,
    }),
    workOrder: wantedRecord('work-order', ids, {
      clientId,
      orderOwner,
      startDate: beginDate,
      endDate: project.endDate ?? daysAfter(beginDate, openEndedDays),
      jobNumber: projectId,
      purchaseOrderNumber: project.purchaseOrderNumber,
      description: project.description ?? name,
    }),
  };
}

function clientFaults({ projectId, customerId }: IntacctProject, { clientId }: ProjectReferences): PostingException[] {
  const subject = `project ${projectId}`;
  if (customerId === null) return [missingField(subject, 'customer', "Assignar's work order needs a client")];
  if (clientId !== null) return [];
  return [
    {
      code: 'CLIENT_UNKNOWN',
      field: 'customer',
      expected: `a client in Assignar for customer ${customerId}`,
      actual: 'none',
      message: `${subject}: customer ${customerId} is no client in Assignar`,
      causeKey: causeKey.customer(customerId),
    },
  ];
}

function parentFaults(
  { projectId, parentId }: IntacctProject,
  { parentProjectId, isParentLeftOut, parentLoop }: ProjectReferences,
): PostingException[] {
  const subject = `project ${projectId}`;
  if (parentLoop !== null) {
    const round = parentLoop.join(' → ');
    const message = `${subject}: its parents lead round: ${projectId} → ${round}`;
    return [
      { code: 'PARENT_LOOP', field: 'parent', expected: 'parents that end', actual: round, message, causeKey: null },
    ];
  }
  if (parentId === null || parentProjectId !== null || isParentLeftOut) return [];
  return [
    {
      code: 'PARENT_UNKNOWN',
      field: 'parent',
      expected: `a project in Assignar for ${parentId}`,
      actual: 'none yet',
      message: `${subject}: its parent ${parentId} is not in Assignar yet`,
      causeKey: causeKey.project(parentId),
    },
  ];
}

function dateFaults({ projectId, beginDate, endDate }: IntacctProject): PostingException[] {
  const subject = `project ${projectId}`;
  if (beginDate === null) return [missingField(subject, 'begin date', "Assignar's work order needs a start")];
  if (endDate === null || endDate >= beginDate) return [];
  const message = `${subject}: ends ${endDate}, before it begins ${beginDate}`;
  return [
    {
      code: 'REQUIRED_FIELD_MISSING',
      field: 'end date',
      expected: `${beginDate} or later`,
      actual: endDate,
      message,
      causeKey: null,
    },
  ];
}

/** A calendar day (YYYY-MM-DD) so many days later; no clock and no zone is in it. */
function daysAfter(day: string, days: number): string {
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}
