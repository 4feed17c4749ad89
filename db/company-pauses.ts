import type { Database } from './pool';

/** Why nothing of a company is sent just now. */
export interface CompanyPause {
  message: string;
  nextProbeAt: Date;
}

/** The company's pause, or null. */
export async function selectCompanyPause(database: Database, company: string): Promise<CompanyPause | null> {
  const result = await database.query('select message, next_probe_at from company_pauses where company = $1::text', [
    company,
  ]);
  const row = result.rows[0];
  return row === undefined ? null : { message: row.message, nextProbeAt: row.next_probe_at };
}

/** Lets one caller try a paused company once its time has come; true for that caller alone. */
export async function claimProbe(database: Database, company: string, probeSeconds: number): Promise<boolean> {
  const result = await database.query(
    `update company_pauses set next_probe_at = now() + make_interval(secs => $2::integer)
      where company = $1::text and next_probe_at <= now()`,
    [company, probeSeconds],
  );
  return result.rowCount === 1;
}

/**
 * Pauses a company; true when it was not paused. Documents that were on their way when the first was refused change
 * nothing: one incident is one wait.
 */
export async function pauseCompany(
  database: Database,
  company: string,
  message: string,
  probeSeconds: number,
): Promise<boolean> {
  const result = await database.query(
    `insert into company_pauses (company, message, next_probe_at)
      values ($1::text, $2::text, now() + make_interval(secs => $3::integer))
      on conflict (company) do nothing`,
    [company, message, probeSeconds],
  );
  return result.rowCount === 1;
}

/** A refused probe doubles the wait until the next, to an hour at most, lest the user be locked out. */
export async function prolongPause(
  database: Database,
  company: string,
  message: string,
  probeSeconds: number,
): Promise<void> {
  await database.query(
    `update company_pauses set message = $2::text, refusals = refusals + 1,
        next_probe_at = now() + make_interval(secs => least(3600, $3::integer * power(2, least(refusals, 12)))::integer)
      where company = $1::text`,
    [company, message, probeSeconds],
  );
}

/** Ends a pause; true when there was one. */
export async function resumeCompany(database: Database, company: string): Promise<boolean> {
  const result = await database.query('delete from company_pauses where company = $1::text', [company]);
  return result.rowCount === 1;
}

/** Makes the next caller probe at once: what a person asks for after a fix. */
export async function requestProbe(database: Database, company: string): Promise<boolean> {
  const result = await database.query('update company_pauses set next_probe_at = now() where company = $1::text', [
    company,
  ]);
  return result.rowCount === 1;
}
