import { connectTemporal } from '../../clients/temporal/connect';
import { createCompanyProfiles } from '../../companies/company-profiles';
import { readConfig } from '../../config';
import { selectFirstLoad } from '../../db/first-loads';
import { createHubPool } from '../../db/pool';
import type { AssignarLoad, LoadObject } from '../../domain/record-sync';
import { firstLoad, firstLoadWorkflowId } from '../../workflows/first-load';

/** Terms and taxes first: customers and vendors refer to them, and contacts to both. */
const imetalLoads: readonly (readonly LoadObject[])[] = [
  ['ar-terms', 'taxes'],
  ['ap-terms'],
  ['customers', 'vendors'],
  ['contacts'],
];

/** Roles, clients and parents first; both sides of a work order with them. */
const constructionLoads: readonly (readonly AssignarLoad[])[] = [
  ['items', 'customers', 'vendors'],
  ['projects', 'employees'],
  ['project-tasks'],
];

/** What a load came to, in words; not told when it was done by an earlier start. */
export type LoadTold = (company: string, object: LoadObject, outcome: string, tookMs: number) => void;

/** Loads every master of every profile for the first time, as `intacct-pipelines backfill` does; what an earlier start loaded is left alone. */
export async function runFirstLoads(environment: NodeJS.ProcessEnv, told: LoadTold): Promise<void> {
  const config = readConfig(environment);
  const profiles = createCompanyProfiles(config.COMPANIES_DIRECTORY);
  const pool = createHubPool(config.DATABASE_URL, 1);
  const temporal = await connectTemporal({ log: { info: () => undefined }, environment });
  const load = async (company: string, object: LoadObject): Promise<void> => {
    const began = Date.now();
    const before = await selectFirstLoad(pool, company, object);
    if (before?.isFinished === true) return;
    const { read, written, unchanged, filtered, refused } = await temporal.client.workflow.execute(firstLoad, {
      workflowId: firstLoadWorkflowId(company, object),
      workflowIdConflictPolicy: 'USE_EXISTING',
      taskQueue: config.TASK_QUEUE,
      args: [{ company, object }],
      staticSummary: `first load of ${object}`,
    });
    const parts = `${written} written + ${unchanged} unchanged + ${filtered} filtered + ${refused} refused`;
    told(company, object, `${read} read = ${parts}`, Date.now() - began);
  };
  try {
    const companies = await profiles.companies();
    await Promise.all(
      companies.map(async (company) => {
        const { source } = await profiles.profile(company);
        const inOrder = source === 'imetal' ? imetalLoads : constructionLoads;
        for (const objects of inOrder) await Promise.all(objects.map((object) => load(company, object)));
      }),
    );
  } finally {
    await temporal.close();
    await pool.end();
  }
}
