import type { PoolClient } from 'pg';
import type { TimesheetHeader } from '../../clients/assignar/assignar-client';
import { selectConstructionMasters, selectTasksById } from '../../db/construction-masters';
import { selectLinkedOrFormer } from '../../db/links';
import type { Database } from '../../db/pool';
import { lockWorkerShifts, selectOverlappingShifts } from '../../db/worked-shifts';
import type { AssignarProfile } from '../../domain/assignar-profile';
import type { CompanyProfile } from '../../domain/company-profile';
import type { DocumentReading } from '../../domain/document-source';
import type { PostingException } from '../../domain/exception';
import type { KnownConstruction, KnownSheet } from '../../domain/known-construction';
import type { PlannedDocument } from '../../domain/posting';
import type { TimesheetPlan } from '../../domain/posting-plan';
import type { SourceTimesheet } from '../../domain/source-timesheet';
import { spanOfTimesheet } from '../../mappings/assignar-timesheet/read-shift';
import { hoursOfSheet } from '../../mappings/assignar-timesheet/sheet-hours';
import { beginOfTimePeriod } from '../../mappings/assignar-timesheet/time-period';
import { mapAssignarTimesheetToIntacct, timesheetMappingVersion } from '../../mappings/assignar-timesheet-to-intacct';
import { timesheetContentHash } from '../../mappings/source-content';
import { assignarLinks } from '../assignar-records/assignar-record-kind';
import { unreadable } from '../read-document';
import { createAssignarSource, deletedContentHash, timesheetIdOf, timesheetType } from './assignar-documents';
import type { MappedDocument, MappingContext, PostedDocumentKind, ReadDocument } from './document-kind';

/** An approved Assignar timesheet: entries of its worker's Intacct timesheet, and the hours of the equipment that ran. */
export const timesheet: PostedDocumentKind = {
  kind: 'timesheet',
  system: 'assignar',
  flow: 'labour-time',
  feed: 'assignar/timesheets',
  noun: 'timesheet',
  mappingVersion: timesheetMappingVersion,
  types: (profile) => (profile.source === 'assignar' ? [timesheetType] : []),
  typeInKey: (documentKey) => (timesheetIdOf(documentKey) === null ? '' : timesheetType),
  leadingPurpose: () => 'timesheet',
  source: async (clients, profile) =>
    createAssignarSource(await clients.assignar(profile.company), runningOnAssignar(profile)),
  async read(clients, documentKey, ofCompany) {
    const profile = runningOnAssignar(ofCompany);
    const timesheetId = timesheetIdOf(documentKey);
    const client = await clients.assignar(profile.company);
    const sheet = timesheetId === null ? null : await client.readTimesheet(timesheetId);
    if (sheet === null)
      return readDeleted(timesheetId === null ? null : await client.findTimesheet(timesheetId), profile);
    return {
      kind: 'found',
      // A sheet comes whole in one answer, so that its age decides nothing: this machine's clock will do.
      ageSeconds: (Date.now() - sheet.version) / 1000,
      document: {
        summary: {
          documentKey,
          party: sheet.worker.employeeId,
          partyName: sheet.worker.name,
          entityId: profile.entity,
          // Hours are no money.
          currency: null,
          amount: null,
          hours: hoursOfSheet(sheet, profile),
        },
        contentHash: timesheetContentHash(sheet),
        version: sheet.version,
        map: (context) => mapTimesheet(sheet, profile, context),
      },
    };
  },
  asksAboutExported: true,
  beginOfTimePeriod: (date, ofCompany) => beginOfTimePeriod(date, runningOnAssignar(ofCompany).timesheets.period),
  // The source gives a version only where the content is what was posted.
  isOnlyAcknowledged: () => true,
};

/** A sheet that was deleted: nothing is to be posted, and what is posted of it is to be taken back. */
function readDeleted(header: TimesheetHeader | null, { entity }: AssignarProfile): DocumentReading<ReadDocument> {
  if (header === null) return { kind: 'not-found' };
  const { documentKey, employeeId: party, workerName: partyName, version } = header;
  const refused = unreadable(timesheet, documentKey, { kind: 'not-found' });
  return {
    kind: 'found',
    ageSeconds: (Date.now() - version) / 1000,
    document: {
      summary: { documentKey, party, partyName, entityId: entity, currency: null, amount: null, hours: null },
      contentHash: deletedContentHash,
      version,
      becameOfIt: 'deleted',
      map: async ({ wasPostedBefore }) =>
        wasPostedBefore
          ? { kind: 'nothing', reason: 'deleted in Assignar', trace: [], labourHours: '0.00' }
          : { kind: 'exceptions', exceptions: [refused] },
    },
  };
}

function runningOnAssignar(profile: CompanyProfile): AssignarProfile {
  if (profile.source === 'assignar') return profile;
  throw new Error(`${profile.company} runs on ${profile.source}: it has no timesheets of Assignar`);
}

async function mapTimesheet(
  sheet: SourceTimesheet,
  profile: AssignarProfile,
  context: MappingContext,
): Promise<MappedDocument> {
  const notFinal = whyNotFinal(sheet, profile, context);
  if (notFinal !== null) return { kind: 'exceptions', exceptions: [notFinal] };
  const { company, database, postingDate, revision } = context;
  const known = await selectKnown(database, company, sheet, profile);
  const correction = { revision, ...(postingDate === undefined ? {} : { postingDate }) };
  const span = spanOfTimesheet(sheet, profile, known.project?.locationId ?? null);
  const { employeeId } = sheet.worker;
  const selectOthers = async (from: Database): Promise<KnownSheet[]> =>
    span === null || employeeId === null
      ? []
      : selectOverlappingShifts(from, { ...span, company, employeeId, documentKey: sheet.documentKey });
  const mapBeside = (otherSheets: KnownSheet[]): MappedDocument => {
    const mapped = mapAssignarTimesheetToIntacct(sheet, profile, { ...known, otherSheets }, correction);
    if (mapped.kind === 'nothing') return { trace: [], labourHours: '0.00', ...mapped };
    return mapped.kind === 'exceptions' ? mapped : toMappedDocument(mapped.plan, span);
  };
  const mapped = mapBeside(await selectOthers(database));
  if (mapped.kind !== 'plan' || employeeId === null) return mapped;
  return {
    ...mapped,
    // Another sheet of the worker may have been planned since they were looked at.
    async underLock(transaction: PoolClient) {
      await lockWorkerShifts(transaction, company, employeeId);
      const now = await selectOthers(transaction);
      return now.length === 0 ? mapped : mapBeside(now);
    },
  };
}

/** Why the sheet may not be posted as it stands in Assignar; null when it may. */
function whyNotFinal(
  { documentKey, status, isCompleted, isProcessed }: SourceTimesheet,
  { timesheets }: AssignarProfile,
  { wasPostedBefore }: MappingContext,
): PostingException | null {
  const refuse = (
    code: PostingException['code'],
    expected: string,
    actual: string,
    says: string,
  ): PostingException => ({
    code,
    field: 'status',
    expected,
    actual,
    message: `timesheet ${documentKey}: ${says}`,
    causeKey: null,
  });
  if (isProcessed && !wasPostedBefore) {
    const says = 'somebody has processed it in Assignar, and the hub has not posted it';
    return refuse('TIMESHEET_ALREADY_PROCESSED', 'a sheet that nobody has processed', 'processed', says);
  }
  // What we have processed was approved, whatever Assignar's word for it is now.
  if (!isProcessed && !timesheets.approvedStatuses.includes(status)) {
    const says = `it is ${status} in Assignar and not approved`;
    return refuse('TIMESHEET_NOT_APPROVED', timesheets.approvedStatuses.join(' or '), status, says);
  }
  if (!isCompleted && !isProcessed && !timesheets.complete) {
    const says = 'it is not completed in Assignar, and the profile does not let the hub complete it';
    return refuse('TIMESHEET_NOT_COMPLETED', 'a completed sheet', status, says);
  }
  return null;
}

/** What the hub knows of the records that the sheet names, as they were last read of Intacct. */
async function selectKnown(
  database: Database,
  company: string,
  sheet: SourceTimesheet,
  { timesheets }: AssignarProfile,
): Promise<Omit<KnownConstruction, 'otherSheets'>> {
  const { worker, project, role, activities } = sheet;
  const assets = [...sheet.assets, ...activities.flatMap((activity) => activity.assets)];
  const ids = (values: readonly (string | null | undefined)[]) => [
    ...new Set(values.map((value) => value?.trim() ?? '').filter((value) => value !== '')),
  ];
  const { unallocated } = timesheets;
  const taskIds = ids([
    ...activities.map(({ activityExternalId }) => activityExternalId),
    typeof unallocated === 'string' ? null : unallocated.task,
  ]);
  const itemIds = ids([role?.externalId, ...assets.map(({ assetExternalId }) => assetExternalId)]);
  const employees = await selectConstructionMasters(database, company, 'EMPLOYEE', ids([worker.employeeId]));
  const projects = await selectConstructionMasters(database, company, 'PROJECT', ids([project?.externalId]));
  const items = await selectConstructionMasters(database, company, 'ITEM', itemIds);
  const tasks = await selectTasksById(database, company, taskIds);
  // After the sheet was read: a worker that is replaced meanwhile is still whom the hub knew it as.
  const link = await selectLinkedOrFormer(database, assignarLinks(company, 'worker', 'EMPLOYEE'), worker.userId);
  const [employee] = [...employees.values()];
  const [known] = [...projects.values()];
  return {
    // One that was given another id in Intacct is still the same record.
    linkedEmployeeId:
      employee !== undefined && employee.recordNumber === link?.intacctRecordNumber
        ? employee.id
        : (link?.intacctId ?? null),
    employee:
      employee === undefined
        ? null
        : {
            employeeId: employee.id,
            isActive: employee.isActive,
            earningTypeName: employee.fields.earningTypeName ?? null,
            startDate: employee.fields.startDate ?? null,
            endDate: employee.fields.endDate ?? null,
            departmentId: employee.fields.departmentId ?? null,
            locationId: employee.fields.locationId ?? null,
          },
    project:
      known === undefined
        ? null
        : {
            projectId: known.id,
            isActive: known.isActive,
            locationId: known.fields.locationId ?? null,
          },
    tasks: tasks.map(({ fields, isActive }) => ({
      taskId: fields.taskId ?? '',
      projectId: fields.projectId ?? '',
      isActive,
    })),
    items: [...items.values()].map(({ id: itemId, isActive }) => ({ itemId, isActive })),
  };
}

function toMappedDocument(plan: TimesheetPlan, span: KnownSheet | null): MappedDocument {
  const { entityId, trace, totals } = plan;
  return {
    kind: 'plan',
    entityId,
    documents: documentsOf(plan),
    trace,
    // When it was, by which other sheets of the worker are told that they overlap.
    totals: { ...totals, startsAtUtc: span?.startsAtUtc ?? null, endsAtUtc: span?.endsAtUtc ?? null },
    poolsCostOfSales: false,
    pooledEntry: null,
    labourHours: totals.labourHours,
  };
}

function documentsOf({ additions, equipmentHours, equipmentCost }: TimesheetPlan): PlannedDocument[] {
  return [
    ...additions.map(
      (addition, index): PlannedDocument => ({
        purpose: index === 0 ? 'timesheet' : 'timesheet-next-period',
        kind: 'add-timesheet-entries',
        addition,
      }),
    ),
    ...(equipmentHours === null
      ? []
      : [{ purpose: 'equipment-hours', kind: 'create-statistical-entry', entry: equipmentHours } as const]),
    ...(equipmentCost === null
      ? []
      : [{ purpose: 'equipment-cost', kind: 'create-journal-entry', entry: equipmentCost } as const]),
  ];
}
