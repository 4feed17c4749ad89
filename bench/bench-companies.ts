import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { constructionCompany } from './construction-company';

const repository = join(__dirname, '..');
const profileSchema = z.looseObject({
  intacct: z.looseObject({}),
  feed: z.looseObject({}),
  openItems: z.looseObject({}),
});
const constructionSchema = z.looseObject({ intacct: z.looseObject({}), feed: z.looseObject({}) });
/** How often the construction company looks for approved timesheets. */
export const timesheetPollSeconds = 5;
/** Longer than any run: what is measured of documents shall hold their own requests alone. */
const NO_REFRESH = { quietSeconds: 86_400, quietSecondsMax: 86_400 };

/** The companies of the bench: the sample company under other names, with other caps and gateways. */
export const benchCompanies = {
  /** Plans and posts nothing. */
  planned: 'planned-metals',
  /** Posts to a gateway that costs nothing; the cap is the highest that a tier gives. */
  instant: 'instant-metals',
  /** Post to the Intacct sandbox. */
  capTwo: 'cap-two-metals',
  capFive: 'cap-five-metals',
  /** Keeps customers in step, and tells iMetal of their open items. */
  records: 'records-metals',
} as const;

const requestsInFlightMax = {
  [benchCompanies.planned]: 2,
  [benchCompanies.instant]: 5,
  [benchCompanies.capTwo]: 2,
  [benchCompanies.capFive]: 5,
  [benchCompanies.records]: 2,
};

/** Writes the profiles into a new directory and returns it; that of the construction company only where it takes part. */
export function writeBenchCompanies(stateDirectory: string, withConstruction: boolean): string {
  const directory = join(stateDirectory, 'companies');
  mkdirSync(directory, { recursive: true });
  const sample = profileSchema.parse(parse(readFileSync(join(repository, 'companies', 'gulf-metals.yaml'), 'utf8')));
  for (const [company, cap] of Object.entries(requestsInFlightMax)) {
    // The bench posts the day's invoices itself: to the feed, all are from before its first day.
    const feed = { ...sample.feed, startFrom: '9999-12-31' };
    const openItems = { ...sample.openItems, ...(company === benchCompanies.records ? {} : NO_REFRESH) };
    const intacct = { ...sample.intacct, requestsInFlightMax: cap };
    const profile = { ...sample, company, feed, openItems, intacct };
    writeFileSync(join(directory, `${company}.yaml`), stringify(profile, { aliasDuplicateObjects: false }));
  }
  if (withConstruction) {
    writeFileSync(join(directory, `${constructionCompany}.yaml`), stringify(constructionProfile()));
  }
  return directory;
}

/** The construction company with the highest cap that a tier gives, looking for approved timesheets as often as the bench says. */
function constructionProfile(): object {
  const file = join(repository, 'companies', `${constructionCompany}.yaml`);
  const sample = constructionSchema.parse(parse(readFileSync(file, 'utf8')));
  return {
    ...sample,
    intacct: { ...sample.intacct, requestsInFlightMax: 5 },
    feed: { ...sample.feed, pollIntervalSeconds: timesheetPollSeconds },
  };
}

/** The setting that sends one company's requests elsewhere than the others' (config.ts). */
export function endpointSetting(company: string, endpoint: string): Record<string, string> {
  return companySetting(company, 'INTACCT_ENDPOINT', endpoint);
}

/** A setting of one company's own (config.ts). */
export function companySetting(company: string, name: string, setting: string): Record<string, string> {
  return { [`${company.toUpperCase().replaceAll('-', '_')}_${name}`]: setting };
}
