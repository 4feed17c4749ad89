import { z } from 'zod';
import { exceptionCodes, type PostingException } from '../domain/exception';
import type { Hours } from '../domain/timesheet';
import type { Database } from './pool';

/** Whose exception it is, and the money or the hours at stake. */
export interface ExceptionContext {
  company: string;
  flow: string;
  /** `*` for one that stands for the whole company. */
  documentKey: string;
  amount: string | null;
  currency: string | null;
  /** Absent for what is no time. */
  hours?: Hours | null;
  workflowId: string | null;
  /** Under which profile and synced tax set-up it came up; absent where these decide nothing. */
  settingsHash?: string | null;
}

/** Opens an exception for each reason, in place of those that were open for the document. */
export async function replaceExceptions(
  database: Database,
  context: ExceptionContext,
  exceptions: readonly PostingException[],
): Promise<void> {
  await closeExceptions(database, context.company, context.documentKey, 'tried again');
  for (const exception of exceptions) {
    await database.query(
      // What an attempt meets again has waited since it first came up: its age goes on.
      `insert into exceptions (company, flow, document_key, code, cause_key, message, field, expected, actual, amount,
          currency, workflow_id, settings_hash, hours, opened_at)
        select $1::text, $2::text, $3::text, $4::text, $5::text, $6::text, $7::text, $8::text, $9::text, $10::numeric,
          $11::text, $12::text, $13::text, $14::numeric, coalesce((
            select before.opened_at from exceptions before
              where before.company = $1::text and before.document_key = $3::text and before.code = $4::text
                and before.field = $7::text and before.cause_key is not distinct from $5::text
                and before.closed_because = 'tried again' and before.closed_at = (
                  select max(latest.closed_at) from exceptions latest
                    where latest.company = $1::text and latest.document_key = $3::text)
              order by before.exception_id desc limit 1), now())`,
      [
        context.company,
        context.flow,
        context.documentKey,
        exception.code,
        exception.causeKey,
        exception.message,
        exception.field,
        exception.expected,
        exception.actual,
        context.amount,
        context.currency,
        context.workflowId,
        context.settingsHash ?? null,
        context.hours ?? null,
      ],
    );
  }
}

/** Writes down another amount for what is open for a document. */
export async function restateMoneyAtStake(
  database: Database,
  { company, documentKey, amount, currency }: Pick<ExceptionContext, 'company' | 'documentKey' | 'amount' | 'currency'>,
): Promise<void> {
  await database.query(
    `update exceptions set amount = $3::numeric, currency = $4::text
      where company = $1::text and document_key = $2::text and closed_at is null`,
    [company, documentKey, amount, currency],
  );
}

/** Closes what is open for a document; of one flow alone when its workflow is named. */
export async function closeExceptions(
  database: Database,
  company: string,
  documentKey: string,
  because: string,
  workflowId: string | null = null,
): Promise<void> {
  await database.query(
    `update exceptions set closed_at = now(), closed_because = $3::text
      where company = $1::text and document_key = $2::text and closed_at is null
        and ($4::text is null or workflow_id = $4::text)`,
    [company, documentKey, because, workflowId],
  );
}

/** Flows of what was parked, and has been settled since a time: ids of those workflows whose documents have nothing open any more. */
export async function selectSettledFlows(
  database: Database,
  { company, flow, since }: { company: string; flow: string; since: Date },
): Promise<string[]> {
  const result = await database.query(
    `select distinct workflow_id from exceptions settled
      where company = $1::text and flow = $2::text and closed_at >= $3::timestamptz and workflow_id is not null
        and not exists (
          select from exceptions open
            where open.company = $1::text and open.document_key = settled.document_key and open.closed_at is null)`,
    [company, flow, since],
  );
  return result.rows.map((row) => z.string().parse(row.workflow_id));
}

const exceptionRow = z.object({
  code: z.enum(exceptionCodes),
  field: z.string(),
  expected: z.string(),
  actual: z.string(),
  message: z.string(),
  cause_key: z.string().nullable(),
});

/** Why a document is parked now, in the order found. */
export async function selectOpenExceptions(
  database: Database,
  company: string,
  documentKey: string,
): Promise<PostingException[]> {
  const result = await database.query(
    `select code, field, expected, actual, message, cause_key from exceptions
      where company = $1::text and document_key = $2::text and closed_at is null order by exception_id`,
    [company, documentKey],
  );
  return result.rows.map((row) => {
    const { cause_key: causeKey, ...exception } = exceptionRow.parse(row);
    return { ...exception, causeKey };
  });
}
