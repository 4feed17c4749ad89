import { startCreditApplication } from '../clients/temporal/start-document-flow';
import { selectUnappliedCredits } from '../db/unapplied-credits';
import type { ImetalProfile } from '../domain/imetal-profile';
import { fewAtOnce, oneOfMany } from './few-at-once';
import type { TriggerDeps } from './trigger-document';

// Those that are parked are found running; there are a handful.
const applicationsMax = 100;
const settledAfterSeconds = 60;

/** Starts the applications of posted credits whose flow was ended by hand or lost; returns how many have none that is finished. */
export async function startUnapplied(deps: TriggerDeps, profile: ImetalProfile, deadline: number): Promise<number> {
  if (!profile.credits.applyToInvoice) return 0;
  const { company } = profile;
  const wanted = { restingSeconds: settledAfterSeconds, limit: applicationsMax };
  const credits = await selectUnappliedCredits(deps.pool, company, wanted);
  const triggeredAt = new Date().toISOString();
  await fewAtOnce(
    credits,
    ({ document_key: creditKey, revision, party }) =>
      oneOfMany(creditKey, () =>
        startCreditApplication(deps.client, deps.taskQueue, { company, creditKey, revision, triggeredAt, party }),
      ),
    { deadline },
  );
  return credits.length;
}
