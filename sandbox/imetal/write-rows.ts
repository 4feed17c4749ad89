import type { ClientBase, Pool, PoolClient } from 'pg';

/** Column values as text, number, boolean or null; the column's type decides what they are read as. */
export type Columns = Record<string, string | number | boolean | null>;

/** Inserts a row and returns its id. Names of table and columns come from the program, never from outside. */
export async function insertRow(client: ClientBase, table: string, columns: Columns): Promise<number> {
  const names = Object.keys(columns);
  const places = names.map((_, index) => `$${index + 1}`);
  const result = await client.query<{ id: number }>(
    `insert into ${table} (${names.join(', ')}) values (${places.join(', ')}) returning id`,
    Object.values(columns),
  );
  const id = result.rows[0]?.id;
  if (id === undefined) throw new Error(`${table}: expected one row to be inserted, there was none`);
  return id;
}

/** Inserts rows of equal columns in one statement and returns their ids, in their order. */
export async function insertRows(client: ClientBase, table: string, rows: readonly Columns[]): Promise<number[]> {
  const [first] = rows;
  if (first === undefined) return [];
  const names = Object.keys(first).join(', ');
  const result = await client.query<{ id: number }>(
    `insert into ${table} (${names}) select ${names} from json_populate_recordset(null::${table}, $1::json) returning id`,
    [JSON.stringify(rows)],
  );
  return result.rows.map(({ id }) => id);
}

/** Updates a row where a column differs: as in iMetal, saving what is the same raises no version. True when it was written. */
export async function updateRow(client: ClientBase, table: string, id: number, columns: Columns): Promise<boolean> {
  const names = Object.keys(columns);
  const settings = names.map((name) => `${name} = n.${name}`).join(', ');
  const before = names.map((name) => `t.${name}`).join(', ');
  const after = names.map((name) => `n.${name}`).join(', ');
  const result = await client.query(
    `update ${table} t set ${settings} from json_populate_record(null::${table}, $2::json) n
      where t.id = $1 and row(${before}) is distinct from row(${after})`,
    [id, JSON.stringify(columns)],
  );
  return result.rowCount === 1;
}

/** The id of the row that a column names; null when there is none. */
export async function findId(client: ClientBase, table: string, columns: Columns): Promise<number | null> {
  const conditions = Object.keys(columns).map((name, index) => `${name} = $${index + 1}`);
  const result = await client.query<{ id: number }>(
    `select id from ${table} where ${conditions.join(' and ')}`,
    Object.values(columns),
  );
  return result.rows[0]?.id ?? null;
}

/** As `findId`; throws when there is none. */
export async function idOfRow(client: ClientBase, table: string, columns: Columns): Promise<number> {
  const id = await findId(client, table, columns);
  if (id === null) throw new Error(`${table}: expected a row with ${JSON.stringify(columns)}, there is none`);
  return id;
}

/** Runs the work in a transaction of its own. */
export async function inTransaction<Result>(
  pool: Pool,
  work: (client: PoolClient) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}
