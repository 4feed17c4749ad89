import { createHash } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import { z } from 'zod';
import { databaseVerdict } from './database-verdict';

/** Runs one statement and parses its rows; throws ZodError for a row of another shape. */
export type SelectRows = <Row extends z.ZodType>(
  row: Row,
  text: string,
  values: readonly unknown[],
) => Promise<z.output<Row>[]>;

// A 5,000-line invoice is read in well under a second; after half a minute the database is in trouble, not busy.
const statementTimeoutMs = 30_000;
// Longer than the server's own timeout, so that the server's message wins unless the connection is dead.
const answerTimeoutMs = statementTimeoutMs + 5_000;

/** Reads within one snapshot of the live database, read-only whatever the login may do. Throws verdicts. */
export async function inSnapshot<Result>(
  pool: Pool,
  operation: string,
  read: (select: SelectRows) => Promise<Result>,
): Promise<Result> {
  return inTransaction(pool, operation, 'ISOLATION LEVEL REPEATABLE READ READ ONLY', read);
}

/** Writes in one transaction, all or nothing. Throws verdicts. */
export async function inWriteTransaction<Result>(
  pool: Pool,
  operation: string,
  write: (select: SelectRows) => Promise<Result>,
): Promise<Result> {
  return inTransaction(pool, operation, 'ISOLATION LEVEL READ COMMITTED READ WRITE', write);
}

async function inTransaction<Result>(
  pool: Pool,
  operation: string,
  mode: string,
  work: (select: SelectRows) => Promise<Result>,
): Promise<Result> {
  let connection: PoolClient;
  try {
    connection = await pool.connect();
  } catch (error) {
    throw databaseVerdict(error, operation);
  }
  connection.on('error', ignoreLostConnection);
  try {
    await connection.query(`BEGIN ${mode}; SET LOCAL statement_timeout = ${statementTimeoutMs}`);
    const result = await work(selectOn(connection));
    await connection.query('COMMIT');
    connection.off('error', ignoreLostConnection);
    connection.release();
    return result;
  } catch (error) {
    // A connection in an unknown state is closed, which also rolls back; the pool opens another.
    connection.release(true);
    throw databaseVerdict(error, operation);
  }
}

function selectOn(connection: PoolClient): SelectRows {
  return async (row, text, values) => {
    const query = { name: statementName(text), text, values: [...values], query_timeout: answerTimeoutMs };
    const result = await connection.query<Record<string, unknown>>(query);
    return z.array(row).parse(result.rows);
  };
}

const statementNames = new Map<string, string>();

/**
 * Under a name of its own a statement is parsed once per connection and planned a few times: planning the joins of a document
 * costs iMetal's server many times what running them does.
 */
function statementName(text: string): string {
  const known = statementNames.get(text);
  if (known !== undefined) return known;
  const name = `intacct-pipelines ${createHash('sha256').update(text).digest('hex').slice(0, 32)}`;
  statementNames.set(text, name);
  return name;
}

/** A connection lost between two statements says so by an event that would end the process; the next statement fails anyway. */
function ignoreLostConnection(): void {}
