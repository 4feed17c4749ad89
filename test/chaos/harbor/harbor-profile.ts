import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { REQUEST_TIMEOUT_MS } from '../chaos-profile';

/** The construction company of the storm. */
export const HARBOR = 'harbor-civil';

const ownProfile = join(__dirname, '..', '..', '..', 'companies', `${HARBOR}.yaml`);

const codingSchema = z.looseObject({
  intacct: z.looseObject({ requestsInFlightMax: z.number().int() }),
  filters: z.looseObject({ employees: z.looseObject({ departments: z.array(z.string()) }) }),
  workers: z.looseObject({ roleByPosition: z.record(z.string(), z.string()) }),
});

/** What the proof reads of the profile: who is to be a worker, and by which item a position is a role. */
export type HarborCoding = z.infer<typeof codingSchema>;

/**
 * Writes the sample company's profile, with a short patience and looks every few seconds, into the run's directory of profiles, and into
 * one where it stands alone.
 */
export function writeHarborProfile(stateDirectory: string): { alone: string; coding: HarborCoding } {
  const profile = parseDocument(readFileSync(ownProfile, 'utf8'));
  profile.setIn(['intacct', 'requestTimeoutMs'], REQUEST_TIMEOUT_MS);
  profile.setIn(['assignar', 'requestTimeoutMs'], REQUEST_TIMEOUT_MS);
  profile.setIn(['feed', 'pollIntervalSeconds'], 2);
  // A sheet comes whole in one answer: nothing is half-written for longer.
  profile.setIn(['feed', 'incompleteGraceSeconds'], 3);
  profile.setIn(['release', 'lookEverySeconds'], 2);
  profile.setIn(['masters', 'pollIntervalSeconds'], 3);
  profile.setIn(['drift', 'everySeconds'], 10);
  const alone = join(stateDirectory, `profile-of-${HARBOR}`);
  for (const directory of [join(stateDirectory, 'companies'), alone]) {
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, `${HARBOR}.yaml`), profile.toString({ lineWidth: 0 }));
  }
  return { alone, coding: codingSchema.parse(profile.toJS()) };
}
