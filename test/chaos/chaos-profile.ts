import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { z } from 'zod';

/** Short, so that commits slower than the client's patience, and permits of killed workers, are over within seconds. */
export const REQUEST_TIMEOUT_MS = 2000;
export const COMPANY = 'gulf-metals';

const ownProfile = join(__dirname, '..', '..', 'companies', `${COMPANY}.yaml`);

const taxDetailSchema = z.looseObject({
  authority: z.string(),
  class: z.number(),
  detail: z.string(),
  account: z.string().optional(),
});

const codingSchema = z.looseObject({
  intacct: z.looseObject({ requestsInFlightMax: z.number().int() }),
  branches: z.record(
    z.string(),
    z.looseObject({
      entity: z.string(),
      location: z.string(),
      tax: z.looseObject({ details: z.array(taxDetailSchema), purchaseDetails: z.array(taxDetailSchema).optional() }),
    }),
  ),
  accounts: z.looseObject({ overrides: z.record(z.string(), z.string()), rounding: z.string() }),
  stockAdjustments: z.record(z.string(), z.looseObject({ debit: z.string(), credit: z.string() })),
  purchasing: z.looseObject({
    goodsReceivedAccount: z.string(),
    varianceAccount: z.string(),
    exchangeDifferenceAccount: z.string(),
  }),
  ledgerEntries: z.looseObject({
    movements: z.record(
      z.string(),
      z.looseObject({
        debit: z.string(),
        credit: z.string(),
        statistics: z.looseObject({ account: z.string() }).optional(),
      }),
    ),
    stockAccounts: z.record(z.string(), z.string()).optional(),
    interEntity: z.record(z.string(), z.looseObject({ dueFromAccount: z.string(), dueToAccount: z.string() })),
  }),
});

/** What the proof reads of the profile: which account stands for what. */
export type ProfileCoding = z.infer<typeof codingSchema>;

/** Writes the sample company's profile, with a short patience, into the run's directory of profiles, and into one where it stands alone. */
export function writeChaosProfile(stateDirectory: string): { alone: string; coding: ProfileCoding } {
  const profile = parseDocument(readFileSync(ownProfile, 'utf8'));
  profile.setIn(['intacct', 'requestTimeoutMs'], REQUEST_TIMEOUT_MS);
  profile.setIn(['feed', 'pollIntervalSeconds'], 2);
  profile.setIn(['release', 'lookEverySeconds'], 2);
  profile.setIn(['masters', 'pollIntervalSeconds'], 3);
  const alone = join(stateDirectory, `profile-of-${COMPANY}`);
  for (const directory of [join(stateDirectory, 'companies'), alone]) {
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, `${COMPANY}.yaml`), profile.toString({ lineWidth: 0 }));
  }
  return { alone, coding: codingSchema.parse(profile.toJS()) };
}
