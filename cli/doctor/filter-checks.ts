import type { AssignarProfile, RecordFilter } from '../../domain/assignar-profile';
import { type FilteredRecord, whyFiltered } from '../../mappings/assignar-records/why-filtered';
import type { FilteredRecords } from '../list-construction-records';
import type { Check, CheckResult } from './checkup';

type FilterName = keyof AssignarProfile['filters'];

// A task's progress is one of Intacct's own words, and a project's may well be had by none today.
const conditions: readonly [keyof RecordFilter, (record: FilteredRecord) => string | null | undefined][] = [
  ['ids', ({ id }) => id],
  ['departments', ({ departmentId }) => departmentId],
  ['locations', ({ locationId }) => locationId],
  ['earningTypes', ({ earningType }) => earningType],
];

/** The profile's filters: what each lets through, and whether what it names exists: a misspelt department pulls nobody. */
export function filterChecks({ filters }: AssignarProfile, list: () => Promise<FilteredRecords>): Check[] {
  let listed: Promise<FilteredRecords> | undefined;
  const remedy = 'see the faults of Intacct';
  return (Object.keys(filters) as FilterName[]).map((name) => ({
    name: `filter of ${name}`,
    remedy,
    async make() {
      listed ??= list();
      return checkFilter(name, filters[name], (await listed)[name]);
    },
  }));
}

function checkFilter(name: FilterName, filter: RecordFilter, records: readonly FilteredRecord[]): CheckResult {
  const through = records.filter((record) => whyFiltered(record, filter) === null).length;
  const faults = [...unknownValues(filter, records)].map(({ condition, value }) => ({
    subject: `filters.${name}.${condition}`,
    what: `"${value}" is that of none of ${records.length} ${name} in Intacct`,
    remedy: `correct it in the profile; what would be pulled: intacct-pipelines backfill ${name === 'tasks' ? 'project-tasks' : name} --preview`,
  }));
  const seen = `lets ${through} of ${records.length} through`;
  if (through > 0 || records.length === 0) return { seen, faults };
  const what = `the filter lets none of ${records.length} ${name} through`;
  const remedy = `correct filters.${name} in the profile`;
  return { seen, faults: faults.length > 0 ? faults : [{ subject: `filters.${name}`, what, remedy }] };
}

function* unknownValues(filter: RecordFilter, records: readonly FilteredRecord[]) {
  for (const [condition, readValue] of conditions) {
    const named = filter[condition];
    // A condition on what the object does not have is none.
    if (!Array.isArray(named) || !records.some((record) => readValue(record) !== undefined)) continue;
    const there = new Set(records.map(readValue));
    for (const value of named) if (!there.has(value)) yield { condition, value };
  }
  const { customField } = filter;
  if (customField === undefined) return;
  const there = new Set(records.map(({ customFields }) => customFields?.[customField.field] ?? ''));
  for (const value of customField.values) {
    if (!there.has(value)) yield { condition: `customField ${customField.field}`, value };
  }
}
