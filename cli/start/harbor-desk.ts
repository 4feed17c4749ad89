import { Pool } from 'pg';
import { connectTemporal } from '../../clients/temporal/connect';
import { createOfficePort, type OfficePort } from '../../sandbox/sample-construction/office-port';
import { createFinancePort, type FinancePort } from '../../sandbox/sample-day/finance-port';
import type { HarborAddresses } from './harbor-sandboxes';
import type { TrueUpDesk } from './harbor-true-up';
import type { Stack } from './stack';

/** Everything that Harbor Civil's day is played and watched with. */
export interface HarborDesk extends TrueUpDesk {
  /** Somebody at Assignar's screen, and somebody at Intacct's. */
  office: OfficePort;
  finance: FinancePort;
  addresses: HarborAddresses;
  stateDirectory: string;
  companiesDirectory: string;
  /** Lets a schedule run now, and not only when its time has come. */
  hurry(scheduleId: string): Promise<void>;
}

const DEFAULT_TASK_QUEUE = 'intacct-pipelines';

/** Opens the desk for as long as the work takes. */
export async function atHarborDesk<T>(
  { environment, stateDirectory }: Stack,
  addresses: HarborAddresses,
  work: (desk: HarborDesk) => Promise<T>,
): Promise<T> {
  const temporal = await connectTemporal({ log: { info: () => undefined }, environment });
  const hub = new Pool({ connectionString: environment.DATABASE_URL, max: 1, connectionTimeoutMillis: 5000 });
  // A database that is killed and restarted meanwhile must not end the onlooker.
  hub.on('error', () => undefined);
  try {
    return await work({
      client: temporal.client,
      hub,
      taskQueue: environment.TASK_QUEUE ?? DEFAULT_TASK_QUEUE,
      office: createOfficePort(addresses.assignarAdmin),
      finance: createFinancePort(addresses.intacctAdmin),
      addresses,
      stateDirectory,
      companiesDirectory: environment.COMPANIES_DIRECTORY ?? '',
      hurry: (scheduleId) => temporal.client.schedule.getHandle(scheduleId).trigger(),
    });
  } finally {
    await hub.end();
    await temporal.close();
  }
}
