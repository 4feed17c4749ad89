import { z } from 'zod';
import type { SchemaDrift } from './imetal-client';
import { type ColumnKind, requiredColumns } from './required-columns';
import { acknowledgementColumns } from './schema';
import type { SelectRows } from './snapshot';

const columnRow = z.object({ table_name: z.string(), column_name: z.string(), data_type: z.string() });

const kindByType: Readonly<Record<string, ColumnKind>> = {
  text: 'text',
  character: 'text',
  'character varying': 'text',
  smallint: 'integer',
  integer: 'integer',
  bigint: 'integer',
  numeric: 'numeric',
  boolean: 'boolean',
  date: 'date',
  'timestamp with time zone': 'timestamp with time zone',
};

/** What the client reads and the live database lacks or has otherwise. */
export function findLiveDrift(select: SelectRows): Promise<SchemaDrift[]> {
  return findColumnDrift(select, requiredColumns);
}

/** Compares columns with a database's catalogue: tables and columns that are missing or of another kind. */
async function findColumnDrift(
  select: SelectRows,
  required: Readonly<Record<string, Record<string, ColumnKind>>>,
): Promise<SchemaDrift[]> {
  const present = await selectColumns(select, Object.keys(required));
  return Object.entries(required).flatMap(([table, columns]): SchemaDrift[] => {
    const presentColumns = present.get(table);
    // The catalogue shows a login only what it may see, so a grant that is missing looks the same.
    const absent = 'absent, or not granted to this login';
    if (!presentColumns) return [{ table, column: null, expected: 'a table', actual: absent }];
    return Object.entries(columns).flatMap(([column, expected]): SchemaDrift[] => {
      const type = presentColumns.get(column);
      if (type === undefined) return [{ table, column, expected, actual: absent }];
      return fits(kindByType[type], expected) ? [] : [{ table, column, expected, actual: type }];
    });
  });
}

/** Numbers are read as text, so that one without decimals is as good. */
function fits(kind: ColumnKind | undefined, expected: ColumnKind): boolean {
  return kind === expected || (expected === 'numeric' && kind === 'integer');
}

/** What the gateway's login lacks of the right to acknowledge. */
export async function findMissingGatewayRights(select: SelectRows): Promise<SchemaDrift[]> {
  const wanted = Object.entries(acknowledgementColumns).flatMap(([table, columns]) =>
    columns.map((column) => ({ table, column })),
  );
  const rows = await select(
    z.object({ table_name: z.string(), column_name: z.string() }),
    `SELECT wanted.table_name, wanted.column_name
       FROM unnest($1::text[], $2::text[]) AS wanted (table_name, column_name)
      WHERE NOT EXISTS (
              SELECT 1
                FROM information_schema.column_privileges granted
               WHERE granted.table_schema = current_schema()
                 AND granted.table_name = wanted.table_name
                 AND granted.column_name = wanted.column_name
                 AND granted.privilege_type = 'UPDATE')
      ORDER BY 1, 2`,
    [wanted.map(({ table }) => table), wanted.map(({ column }) => column)],
  );
  return rows.map(({ table_name, column_name }) => ({
    table: table_name,
    column: column_name,
    expected: "UPDATE granted to the gateway's login",
    actual: 'not granted',
  }));
}

async function selectColumns(select: SelectRows, tables: string[]): Promise<Map<string, Map<string, string>>> {
  const rows = await select(
    columnRow,
    `SELECT table_name::text, column_name::text, data_type::text
       FROM information_schema.columns
      WHERE table_schema = current_schema()
        AND table_name = ANY ($1::text[])`,
    [tables],
  );
  const byTable = new Map<string, Map<string, string>>();
  for (const row of rows) {
    const columns = byTable.get(row.table_name) ?? new Map<string, string>();
    byTable.set(row.table_name, columns.set(row.column_name, row.data_type));
  }
  return byTable;
}
