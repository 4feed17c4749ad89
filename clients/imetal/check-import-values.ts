import type { ExceptionCode } from '../../domain/exception';
import type { ImportRecord, ImportValue } from '../../domain/import-record';
import { isAmount } from '../../domain/money';
import { Rejected } from '../errors';
import { type ImportColumn, type ImportColumns, importItemTables, importTables, versionColumns } from './import-tables';

const integerMax = 2_147_483_647;

interface Fault {
  code: ExceptionCode;
  field: string;
  message: string;
}

/**
 * Throws Rejected FIELD_TOO_LONG for values that the import tables would cut or refuse, with each field, its length and the limit,
 * and Rejected TEXT_UNPRINTABLE for a text that no PostgreSQL holds; TypeError for a column or a kind of value that there is not.
 */
export function checkImportValues(operation: string, records: readonly ImportRecord[]): void {
  const numbers = new Set(records.map(({ importNumber }) => importNumber));
  if (numbers.size !== records.length) throw new RangeError(`${operation}: import numbers must differ within a batch`);
  const faults = records.flatMap((record) => [
    ...faultsOf(record.table, { ...importTables[record.table], ...versionColumns }, record.values),
    ...(record.items ?? []).flatMap(({ table, ...values }) => {
      const columns = importItemTables[String(table)];
      if (!columns) throw new TypeError(`${operation}: ${String(table)} is no table of items`);
      return faultsOf(String(table), columns, values);
    }),
  ]);
  const [first] = faults;
  if (!first) return;
  const message = faults.slice(0, 5).map((fault) => fault.message);
  throw new Rejected(`${operation}: ${message.join('; ')}`, { operation, code: first.code, subject: first.field });
}

function faultsOf(table: string, columns: ImportColumns, values: Record<string, ImportValue>): Fault[] {
  return Object.entries(values).flatMap(([field, value]): Fault[] => {
    const column = columns[field];
    if (!column) throw new TypeError(`${table} has no column ${field} that may be written`);
    if (value === null) return [];
    if (!isOfColumn(column, value))
      throw new TypeError(`${table}.${field}: ${typeof value} ${value} is no ${column.kind}`);
    const name = `${table}.${field}`;
    const tooLong = typeof value === 'string' ? findTooLong(column, value) : null;
    if (tooLong !== null) return [{ code: 'FIELD_TOO_LONG', field, message: `${name} "${value}" has ${tooLong}` }];
    // PostgreSQL takes neither a NUL nor half of a character of two.
    if (typeof value === 'string' && (value.includes('\0') || /\p{Surrogate}/u.test(value))) {
      return [{ code: 'TEXT_UNPRINTABLE', field, message: `${name} holds a character that no database keeps` }];
    }
    return [];
  });
}

function isOfColumn(column: ImportColumn, value: string | number | boolean): boolean {
  switch (column.kind) {
    case 'text':
      return typeof value === 'string';
    case 'numeric':
      return typeof value === 'string' && isAmount(value);
    case 'integer':
      return typeof value === 'number' && Number.isInteger(value) && Math.abs(value) <= integerMax;
    case 'boolean':
      return typeof value === 'boolean';
    case 'date':
      return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value);
    case 'timestamp with time zone':
      // Without an offset the server would take its own time zone.
      return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:\d{2})$/.test(value);
  }
}

/** How long the value is and what fits, in words; null when it fits. A decimal that would be rounded away does not fit either. */
function findTooLong(column: ImportColumn, value: string): string | null {
  if (column.kind === 'text') {
    const length = [...value].length;
    const { lengthMax } = column;
    return lengthMax === null || length <= lengthMax ? null : `${length} characters, ${lengthMax} fit`;
  }
  if (column.kind !== 'numeric') return null;
  const [whole = '', decimals = ''] = value.replace('-', '').split('.');
  const digits = whole.replace(/^0+/, '').length;
  const wholeMax = column.precision - column.scale;
  if (digits > wholeMax) return `${digits} digits before the point, ${wholeMax} fit`;
  const decimalsUsed = decimals.replace(/0+$/, '').length;
  return decimalsUsed > column.scale ? `${decimalsUsed} decimals, ${column.scale} fit` : null;
}
