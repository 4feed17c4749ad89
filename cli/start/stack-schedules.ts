import { connectTemporal } from '../../clients/temporal/connect';
import { applySchedules } from '../../clients/temporal/schedules';
import { createCompanyProfiles } from '../../companies/company-profiles';
import { readConfig } from '../../config';

/** Applies the schedules of every profile, as `intacct-pipelines schedules apply` does; returns their ids. */
export async function applyStackSchedules(environment: NodeJS.ProcessEnv): Promise<string[]> {
  const config = readConfig(environment);
  const profiles = createCompanyProfiles(config.COMPANIES_DIRECTORY);
  const temporal = await connectTemporal({ log: { info: () => undefined }, environment });
  try {
    const applied: string[] = [];
    for (const company of await profiles.companies()) {
      applied.push(...(await applySchedules(temporal.client, await profiles.profile(company), config.TASK_QUEUE)));
    }
    return applied;
  } finally {
    await temporal.close();
  }
}
