import { z } from 'zod';
import { exceptionCodes } from '../domain/exception';
import type { Database } from './pool';

/** Which exceptions; what is null or false does not narrow. */
export interface ExceptionFilter {
  company: string;
  code: string | null;
  causeKey: string | null;
  flow: string | null;
  /** Opened then or later. */
  since: Date | null;
  /** Closed ones too. */
  withClosed: boolean;
}

const listedException = z.object({
  document_key: z.string(),
  flow: z.string(),
  code: z.enum(exceptionCodes),
  cause_key: z.string().nullable(),
  message: z.string(),
  amount: z.string().nullable(),
  currency: z.string().nullable(),
  hours: z.string().nullable(),
  opened_at: z.date(),
  closed_at: z.date().nullable(),
  closed_because: z.string().nullable(),
  age_seconds: z.coerce.number(),
});

/** An exception in a list; the age ends when it was closed. `documentKey` is `*` for the whole company. */
export type ListedException = z.infer<typeof listedException>;

const matching = `company = $1::text and ($2::text is null or code = $2::text) and ($3::text is null or cause_key = $3::text)
        and ($4::text is null or flow = $4::text) and ($5::timestamptz is null or opened_at >= $5::timestamptz)
        and ($6::boolean or closed_at is null)`;

/** Exceptions that match, oldest first. */
export async function selectExceptionList(database: Database, filter: ExceptionFilter): Promise<ListedException[]> {
  const result = await database.query(
    `select document_key, flow, code, cause_key, message, amount, currency, hours, opened_at, closed_at, closed_because,
        extract(epoch from coalesce(closed_at, now()) - opened_at) as age_seconds
      from exceptions where ${matching} order by opened_at, exception_id`,
    parametersOf(filter),
  );
  return z.array(listedException).parse(result.rows);
}

const exceptionTotal = z.object({
  code: z.enum(exceptionCodes),
  currency: z.string().nullable(),
  documents: z.coerce.number(),
  amount: z.string().nullable(),
  hours: z.string().nullable(),
});

export type ExceptionTotal = z.infer<typeof exceptionTotal>;

/** Documents, their money and their hours by code and currency; a document counts once per code, however often it says so. */
export async function selectExceptionTotals(database: Database, filter: ExceptionFilter): Promise<ExceptionTotal[]> {
  const result = await database.query(
    `with once as (
        select distinct on (code, document_key) code, currency, amount, hours from exceptions
          where ${matching} order by code, document_key, exception_id desc)
      select code, currency, count(*) as documents, sum(amount)::text as amount, sum(hours)::text as hours from once
        group by code, currency order by code, currency nulls last`,
    parametersOf(filter),
  );
  return z.array(exceptionTotal).parse(result.rows);
}

function parametersOf(filter: ExceptionFilter): unknown[] {
  return [filter.company, filter.code, filter.causeKey, filter.flow, filter.since, filter.withClosed];
}
