import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { AssignarProfile } from '../domain/assignar-profile';
import { type CompanyProfile, companyProfileSchema } from '../domain/company-profile';
import type { ImetalProfile } from '../domain/imetal-profile';

/** A profile that cannot be used; the message names the file, the field, what was expected and what came. */
export class ProfileError extends Error {
  override readonly name = 'ProfileError';
}

/** The profiles of a directory, read again whenever a file has changed: a mapping fixed is a mapping in force. */
export interface CompanyProfiles {
  companies(): Promise<string[]>;
  /** Throws ProfileError for an unknown company or a faulty file. */
  profile(company: string): Promise<CompanyProfile>;
}

/** Reads `<directory>/<company>.yaml`. */
export function createCompanyProfiles(directory: string): CompanyProfiles {
  const read = new Map<string, { modifiedMs: number; profile: CompanyProfile }>();

  return {
    async companies() {
      const files = await readdir(directory);
      return files
        .filter((file) => file.endsWith('.yaml'))
        .map((file) => path.basename(file, '.yaml'))
        .sort();
    },
    async profile(company) {
      if (!/^[a-z0-9-]{1,40}$/.test(company))
        throw new ProfileError(`company "${company}": expected a-z, 0-9 and hyphens`);
      const file = path.join(directory, `${company}.yaml`);
      const found = await stat(file).catch(() => null);
      if (found === null) throw new ProfileError(`company "${company}" has no profile: expected ${file}`);
      const known = read.get(company);
      if (known?.modifiedMs === found.mtimeMs) return known.profile;
      const profile = parseProfile(file, await readFile(file, 'utf8'));
      if (profile.company !== company) {
        throw new ProfileError(
          `${file}: company: expected "${company}" as the file is named, came "${profile.company}"`,
        );
      }
      read.set(company, { modifiedMs: found.mtimeMs, profile });
      return profile;
    },
  };
}

function parseProfile(file: string, text: string): CompanyProfile {
  let content: unknown;
  try {
    content = parse(text);
  } catch (error) {
    throw new ProfileError(`${file}: not YAML: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
  const parsed = companyProfileSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  throw new ProfileError(`${file}: ${z.prettifyError(parsed.error)}`, { cause: parsed.error });
}

/** The profile of a company that runs on iMetal. Throws ProfileError for one that does not. */
export async function imetalProfileOf(
  profiles: Pick<CompanyProfiles, 'profile'>,
  company: string,
): Promise<ImetalProfile> {
  const profile = await profiles.profile(company);
  if (profile.source === 'imetal') return profile;
  throw new ProfileError(`company "${company}" runs on ${profile.source}: expected one that runs on iMetal`);
}

/** The profile of a company that runs on Assignar. Throws ProfileError for one that does not. */
export async function assignarProfileOf(
  profiles: Pick<CompanyProfiles, 'profile'>,
  company: string,
): Promise<AssignarProfile> {
  const profile = await profiles.profile(company);
  if (profile.source === 'assignar') return profile;
  throw new ProfileError(`company "${company}" runs on ${profile.source}: expected one that runs on Assignar`);
}
