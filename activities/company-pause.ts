import type { Pool } from 'pg';
import type { Authentication } from '../clients/errors';
import { closeCompanyException, openCompanyException } from '../db/company-exceptions';
import { claimProbe, pauseCompany, prolongPause, resumeCompany, selectCompanyPause } from '../db/company-pauses';
import { inTransaction } from '../db/pool';
import { causeKey } from '../domain/exception';
import { companyPaused } from './failure';

/** Lets the caller through when the company is not paused, or as its one probe; else throws CompanyPaused. True for the probe. */
export async function holdWhilePaused(pool: Pool, company: string, probeSeconds: number): Promise<boolean> {
  const pause = await selectCompanyPause(pool, company);
  if (pause === null) return false;
  if (await claimProbe(pool, company, probeSeconds)) return true;
  throw companyPaused(company, pause.message, pause.nextProbeAt);
}

/** Throws CompanyPaused when the company is paused: for who was let through before it was. */
export async function refuseWhilePaused(pool: Pool, company: string): Promise<void> {
  const pause = await selectCompanyPause(pool, company);
  if (pause !== null) throw companyPaused(company, pause.message, pause.nextProbeAt);
}

/** A refused sign-in pauses the whole company: one exception, however many documents wait; nothing is lost. */
export async function pauseOnRefusedSignIn(
  pool: Pool,
  company: string,
  flow: string,
  refusal: Authentication,
  probe: { isProbe: boolean; probeSeconds: number },
): Promise<void> {
  const { isProbe, probeSeconds } = probe;
  await inTransaction(pool, async (transaction) => {
    if (isProbe) await prolongPause(transaction, company, refusal.message, probeSeconds);
    const isNew = await pauseCompany(transaction, company, refusal.message, probeSeconds);
    if (!isNew) return;
    await openCompanyException(transaction, company, flow, {
      code: 'SIGN_IN_REFUSED',
      field: 'sign-in',
      expected: 'Intacct to accept the sender, the user, the company and the entity',
      actual: refusal.message,
      message: `company ${company}: Intacct refuses the sign-in; everything waits until it is accepted: ${refusal.message}`,
      causeKey: causeKey.company(company),
    });
  });
}

/** The probe got through: the company goes on, and its exception is closed. */
export async function resumeAfterProbe(pool: Pool, company: string): Promise<void> {
  await inTransaction(pool, async (transaction) => {
    await resumeCompany(transaction, company);
    await closeCompanyException(transaction, company, causeKey.company(company), 'signed in again');
  });
}
