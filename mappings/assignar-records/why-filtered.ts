import type { RecordFilter } from '../../domain/assignar-profile';

/** What a filter looks at of a record; what an object does not have is absent. */
export interface FilteredRecord {
  id: string;
  isActive: boolean;
  departmentId?: string | null;
  locationId?: string | null;
  earningType?: string | null;
  /** PROJECTSTATUS, or TASKSTATUS. */
  progress?: string | null;
  customFields?: Readonly<Record<string, string>>;
}

/** Why a filter leaves a record out, in words that name the first condition that does not hold; null when it lets it through. Pure. */
export function whyFiltered(record: FilteredRecord, filter: RecordFilter): string | null {
  // What is active in Assignar must be so in Intacct: no filter lets anything else through.
  if (!record.isActive) return 'inactive in Intacct';
  if (filter.ids !== undefined && !filter.ids.includes(record.id)) return `${record.id} is not among the ids pulled`;
  return (
    outside('department', record.departmentId, filter.departments) ??
    outside('location', record.locationId, filter.locations) ??
    outside('earning type', record.earningType, filter.earningTypes) ??
    outside('status', record.progress, filter.progress) ??
    outsideCustomField(record, filter)
  );
}

function outside(what: string, value: string | null | undefined, pulled: readonly string[] | undefined): string | null {
  // A condition on what the object does not have is no condition.
  if (pulled === undefined || value === undefined) return null;
  if (value !== null && pulled.includes(value)) return null;
  return `${what} ${value ?? 'is empty'}; the profile pulls ${words(pulled)}`;
}

function outsideCustomField({ customFields }: FilteredRecord, { customField }: RecordFilter): string | null {
  if (customField === undefined || customFields === undefined) return null;
  const { field, values } = customField;
  const value = customFields[field] ?? '';
  if (values.includes(value)) return null;
  return `${field} ${value === '' ? 'is empty' : value}; the profile pulls ${words(values)}`;
}

function words(values: readonly string[]): string {
  return values.join(', ');
}
