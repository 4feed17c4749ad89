import type { ClientBase } from 'pg';
import { findId } from '../write-rows';
import type { StagedRow } from './staged-record';

/** A row under validation. Checks add to `faults` and go on, so that a person sees all of them at once. */
export interface RowCheck {
  live: ClientBase;
  row: StagedRow;
  faults: string[];
}

/** The value of a column; a fault when there is none. */
export function required(check: RowCheck, column: string): string | null {
  const value = check.row[column] ?? null;
  if (value === null) check.faults.push(`${column}: a value must be entered.`);
  return value;
}

/** List check: the value, when it is one of those allowed (facts/imetal.md 1.3, message formats). */
export function oneOf(check: RowCheck, column: string, allowed: readonly string[]): string | null {
  const value = check.row[column] ?? null;
  if (value === null || allowed.includes(value)) return value;
  check.faults.push(`${column}: "${value}" must be one of ${allowed.map((each) => `"${each}"`).join(', ')}.`);
  return null;
}

/** Table check: the id that a code stands for (facts/imetal.md 1.3, message formats). Deleted rows are not found. */
export async function codeIn(
  check: RowCheck,
  column: string,
  table: string,
  further: Record<string, string | number> = {},
): Promise<number | null> {
  const value = check.row[column] ?? null;
  if (value === null) return null;
  const id = await findId(check.live, table, { code: value, status: 'A', ...further });
  if (id === null) check.faults.push(`${column}: "${value}" not found in ${table} table.`);
  return id;
}

/** A whole number or decimal within bounds, both included. */
export function within(check: RowCheck, column: string, low: number, high: number): void {
  const value = check.row[column] ?? null;
  if (value === null || (Number(value) >= low && Number(value) <= high)) return;
  check.faults.push(`${column}: "${value}" must be between ${low} and ${high}.`);
}

/** The id of a person, by user name or by both names; underscores stand for spaces. */
export async function knownPerson(check: RowCheck, column: string): Promise<number | null> {
  const name = check.row[column] ?? null;
  if (name === null) return null;
  const found = await check.live.query<{ id: number }>(
    `select id from personnel
      where status = 'A' and (username = $1 or concat_ws(' ', forename, surname) = replace($1, '_', ' '))`,
    [name],
  );
  const id = found.rows[0]?.id ?? null;
  if (id === null) check.faults.push(`${column}: "${name}" not found in personnel table.`);
  return id;
}

/** The id of a company by type and code. */
export async function companyId(check: RowCheck, typeColumn: string, codeColumn: string): Promise<number | null> {
  const type = check.row[typeColumn] ?? null;
  const code = check.row[codeColumn] ?? null;
  if (type === null || code === null) return null;
  const found = await check.live.query<{ id: number }>(
    `select c.id from companies c join company_types t on t.id = c.type_id where t.code = $1 and c.code = $2`,
    [type, code],
  );
  const id = found.rows[0]?.id ?? null;
  if (id === null) check.faults.push(`${codeColumn}: "${code}" not found in companies table.`);
  return id;
}

/** A row of live as it stands, locked. */
export interface StandingRow {
  id: number;
  version: number;
}

/** What an action asks of the row that is there, or is not: to exist, not to exist, to be of the version expected. */
export function fitsAction(check: RowCheck, thing: string, name: string, standing: StandingRow | null): void {
  const { import_action: action, imetal_version: expected = null } = check.row;
  if (action === 'A') {
    if (standing !== null) check.faults.push(`Couldn't add ${thing} - ${name} exists.`);
    return;
  }
  const verb = action === 'D' ? 'delete' : 'change';
  if (standing === null) {
    check.faults.push(`Couldn't ${verb} ${thing} - ${name} not found.`);
  } else if (expected !== null && Number(expected) !== standing.version) {
    check.faults.push(
      `Couldn't ${verb} ${thing} - it was changed in iMetal meanwhile (version ${standing.version}, expected ${expected}).`,
    );
  }
}
