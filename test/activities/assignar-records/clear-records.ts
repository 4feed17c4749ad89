import type { Pool } from 'pg';

/** Empties what looks at records leave behind. */
export async function clearRecords(pool: Pool): Promise<void> {
  for (const table of ['links', 'record_looks', 'drifts', 'exceptions', 'construction_masters', 'first_loads']) {
    await pool.query(`delete from ${table}`);
  }
}

/** The exceptions that are open, oldest first. */
export async function openExceptions(pool: Pool): Promise<{ document_key: string; code: string; cause_key: string }[]> {
  const { rows } = await pool.query(
    'select document_key, code, cause_key from exceptions where closed_at is null order by exception_id',
  );
  return rows;
}
