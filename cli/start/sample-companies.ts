import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

/** The companies of the sample day: one that runs on iMetal, one that runs on Assignar. */
export const sampleCompanies = ['gulf-metals', 'harbor-civil'] as const;
export type SampleCompany = (typeof sampleCompanies)[number];

/**
 * A directory in which stand the profiles of these companies alone, so that nothing polls for another one; they are links: what is
 * changed in the repository's own is in force at once. Returns its path.
 */
export function linkProfiles(stateDirectory: string, from: string, companies: readonly SampleCompany[]): string {
  const directory = join(stateDirectory, 'companies');
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory);
  for (const company of companies) symlinkSync(join(from, `${company}.yaml`), join(directory, `${company}.yaml`));
  return directory;
}
