import { z } from 'zod';
import type { SchemaDrift } from './imetal-client';
import { answerColumns, importTables, writtenColumns } from './import-tables';
import { requiredColumns } from './required-columns';
import { acknowledgementColumns, type ColumnKind, type TableColumns } from './schema';
import type { SelectRows } from './snapshot';

const columnRow = z.object({
  table_name: z.string(),
  column_name: z.string(),
  data_type: z.string(),
  length_max: z.number().int().nullable(),
});

type CatalogueColumn = z.output<typeof columnRow>;
/** Columns as the catalogue has them, by table and column. */
type Catalogue = Map<string, Map<string, CatalogueColumn>>;

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
export async function findLiveDrift(select: SelectRows): Promise<SchemaDrift[]> {
  return findColumnDrift(await selectCatalogue(select, Object.keys(requiredColumns)), requiredColumns);
}

/** What the client writes and reads and the import database lacks, has otherwise, has too short, or does not let it write. */
export async function findImportDrift(select: SelectRows): Promise<SchemaDrift[]> {
  const written = writtenColumns();
  const catalogue = await selectCatalogue(select, Object.keys(written));
  const drift = findColumnDrift(catalogue, requiredImportColumns());
  const drifted = new Set(drift.flatMap(({ table, column }) => [column === null ? table : `${table}.${column}`]));
  const present = Object.entries(written)
    .filter(([table]) => !drifted.has(table))
    .flatMap(([table, columns]) => Object.keys(columns).map((column) => ({ table, column })))
    .filter(({ table, column }) => !drifted.has(`${table}.${column}`));
  return [
    ...drift,
    ...findTooShort(catalogue),
    ...(await findMissingRights(select, present, 'INSERT', "the importer's login")),
  ];
}

function requiredImportColumns(): TableColumns {
  return Object.fromEntries(
    Object.entries(writtenColumns()).map(([table, columns]) => {
      const all = { ...columns, ...(table in importTables ? answerColumns : {}) };
      return [table, Object.fromEntries(Object.entries(all).map(([column, { kind }]) => [column, kind]))];
    }),
  );
}

/** A column that is shorter than the client believes would refuse what it lets through. */
function findTooShort(catalogue: Catalogue): SchemaDrift[] {
  return Object.entries(writtenColumns()).flatMap(([table, columns]) =>
    Object.entries(columns).flatMap(([column, expected]): SchemaDrift[] => {
      const lengthMax = catalogue.get(table)?.get(column)?.length_max ?? null;
      if (expected.kind !== 'text' || lengthMax === null) return [];
      if (expected.lengthMax !== null && lengthMax >= expected.lengthMax) return [];
      const length = expected.lengthMax === null ? 'text of any length' : `text of ${expected.lengthMax} characters`;
      return [{ table, column, expected: length, actual: `${lengthMax} characters` }];
    }),
  );
}

/** Compares columns with a database's catalogue: tables and columns that are missing or of another kind. */
function findColumnDrift(catalogue: Catalogue, required: TableColumns): SchemaDrift[] {
  return Object.entries(required).flatMap(([table, columns]): SchemaDrift[] => {
    const present = catalogue.get(table);
    // The catalogue shows a login only what it may see, so a grant that is missing looks the same.
    const absent = 'absent, or not granted to this login';
    if (!present) return [{ table, column: null, expected: 'a table', actual: absent }];
    return Object.entries(columns).flatMap(([column, expected]): SchemaDrift[] => {
      const type = present.get(column)?.data_type;
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
  return findMissingRights(select, wanted, 'UPDATE', "the gateway's login");
}

async function findMissingRights(
  select: SelectRows,
  wanted: { table: string; column: string }[],
  right: 'INSERT' | 'UPDATE',
  login: string,
): Promise<SchemaDrift[]> {
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
                 AND granted.privilege_type = $3::text)
      ORDER BY 1, 2`,
    [wanted.map(({ table }) => table), wanted.map(({ column }) => column), right],
  );
  return rows.map(({ table_name, column_name }) => ({
    table: table_name,
    column: column_name,
    expected: `${right} granted to ${login}`,
    actual: 'not granted',
  }));
}

async function selectCatalogue(select: SelectRows, tables: string[]): Promise<Catalogue> {
  const rows = await select(
    columnRow,
    `SELECT table_name::text, column_name::text, data_type::text, character_maximum_length::integer AS length_max
       FROM information_schema.columns
      WHERE table_schema = current_schema()
        AND table_name = ANY ($1::text[])`,
    [tables],
  );
  const catalogue: Catalogue = new Map();
  for (const row of rows) {
    const columns = catalogue.get(row.table_name) ?? new Map<string, CatalogueColumn>();
    catalogue.set(row.table_name, columns.set(row.column_name, row));
  }
  return catalogue;
}
