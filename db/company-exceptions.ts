import type { PoolClient } from 'pg';
import { z } from 'zod';
import { exceptionCodes, type PostingException } from '../domain/exception';
import type { Database } from './pool';

/** An exception that stands for a whole company: one cause has one open at most. */
export type CompanyException = PostingException & { causeKey: string };

/**
 * Opens the exception of a company for its cause; where one is open it stays, with its age, and says what came of the same field now.
 * Callers of all processes take turns, so that there is one.
 */
export async function openCompanyException(
  transaction: PoolClient,
  company: string,
  flow: string,
  exception: CompanyException,
): Promise<void> {
  const { code, causeKey, message, field, expected, actual } = exception;
  await transaction.query('select pg_advisory_xact_lock(hashtextextended($1::text, 0))', [
    `exception of ${company} ${causeKey}`,
  ]);
  const found = await transaction.query(
    `select field, message from exceptions
      where company = $1::text and cause_key = $2::text and document_key = '*' and closed_at is null`,
    [company, causeKey],
  );
  const open = found.rows[0];
  if (open !== undefined) {
    if (open.field !== field || open.message === message) return;
    await transaction.query(
      `update exceptions set actual = $3::text, message = $4::text
        where company = $1::text and cause_key = $2::text and document_key = '*' and closed_at is null`,
      [company, causeKey, actual, message],
    );
    return;
  }
  await transaction.query(
    `insert into exceptions (company, flow, document_key, code, cause_key, message, field, expected, actual)
      values ($1::text, $2::text, '*', $3::text, $4::text, $5::text, $6::text, $7::text, $8::text)`,
    [company, flow, code, causeKey, message, field, expected, actual],
  );
}

/** Closes what is open of a company for a cause; of one field alone when it is named. Returns how many. */
export async function closeCompanyException(
  database: Database,
  company: string,
  causeKey: string,
  because: string,
  field: string | null = null,
): Promise<number> {
  const result = await database.query(
    `update exceptions set closed_at = now(), closed_because = $3::text
      where company = $1::text and cause_key = $2::text and document_key = '*' and closed_at is null
        and ($4::text is null or field = $4::text)`,
    [company, causeKey, because, field],
  );
  return result.rowCount ?? 0;
}

const openException = z.object({
  code: z.enum(exceptionCodes),
  cause_key: z.string(),
  message: z.string(),
  opened_at: z.date(),
});

/** What stands for a whole company just now, oldest first. */
export async function selectCompanyExceptions(
  database: Database,
  company: string,
): Promise<z.infer<typeof openException>[]> {
  const result = await database.query(
    `select code, cause_key, message, opened_at from exceptions
      where company = $1::text and document_key = '*' and closed_at is null order by opened_at, exception_id`,
    [company],
  );
  return z.array(openException).parse(result.rows);
}
