import { randomBytes } from 'node:crypto';
import { Pool } from 'pg';
import {
  createImetalSandbox,
  dropImetalSandbox,
  type ImetalSandbox,
} from '../../../sandbox/imetal/create-imetal-sandbox';
import type { SampleDayOptions } from '../../../sandbox/sample-day/generate-sample-day';
import { seedSampleDay } from '../../../sandbox/sample-day/seed-sample-day';
import { postgresAdminUrl } from '../../postgres';

/** An iMetal sandbox of a test file's own, with pools for each of its logins. */
export interface ImetalTestSandbox {
  urls: ImetalSandbox;
  owner: Pool;
  reporter: Pool;
  gateway: Pool;
  /** The import database by the login of external systems. */
  imports: Pool;
  /** The import database by its owner, as the importer process uses it. */
  importsOwner: Pool;
  drop(): Promise<void>;
}

/** Makes the sandbox on this run's PostgreSQL; seeds it when a day is given. */
export async function createImetalTestSandbox(day?: SampleDayOptions): Promise<ImetalTestSandbox> {
  const adminUrl = await postgresAdminUrl();
  const namePrefix = `test_${randomBytes(6).toString('hex')}_`;
  const urls = await createImetalSandbox({ adminUrl, namePrefix });
  if (day !== undefined) await seedSampleDay(urls.owner, day);
  const pools = [urls.owner, urls.live, urls.gateway, urls.imports, urls.importsOwner].map(
    (connectionString) => new Pool({ connectionString, max: 2 }),
  );
  const [owner, reporter, gateway, imports, importsOwner] = pools as [Pool, Pool, Pool, Pool, Pool];
  let isDropping = false;
  for (const pool of pools) {
    pool.on('error', (error) => {
      // An ended pool's last connection may still be open when its database is dropped.
      if (!isDropping) throw error;
    });
  }
  return {
    urls,
    owner,
    reporter,
    gateway,
    imports,
    importsOwner,
    async drop() {
      isDropping = true;
      await Promise.all(pools.map((pool) => pool.end()));
      await dropImetalSandbox({ adminUrl, namePrefix });
    },
  };
}
