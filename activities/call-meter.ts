import { AsyncLocalStorage } from 'node:async_hooks';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import type { IntacctCall } from '../clients/intacct/intacct-client';
import { insertApiCalls } from '../db/api-calls';

interface MeteredWork {
  company: string;
  flow: string;
  documentKey: string | null;
  calls: IntacctCall[];
}

/** Attributes each gateway request to the document it was made for, and writes it to the cost meter. */
export interface CallMeter {
  /** Given to clients as `onCall`. */
  record(call: IntacctCall): void;
  /** Runs `work`; the requests made inside it are written afterwards, whatever came of it. */
  during<T>(work: Omit<MeteredWork, 'calls'>, run: () => Promise<T>): Promise<T>;
}

/** The meter of one process. A row that cannot be written is logged: the meter must not stop a posting. */
export function createCallMeter(pool: Pool, log: Logger): CallMeter {
  const current = new AsyncLocalStorage<MeteredWork>();
  return {
    record(call) {
      current.getStore()?.calls.push(call);
    },
    async during(work, run) {
      const metered: MeteredWork = { ...work, calls: [] };
      try {
        return await current.run(metered, run);
      } finally {
        const { company, flow, documentKey } = metered;
        const rows = metered.calls.map((call) => ({ company, flow, documentKey, system: 'intacct' as const, ...call }));
        await insertApiCalls(pool, rows).catch((error) =>
          log.warn({ documentKey, error: String(error) }, 'api calls not metered'),
        );
      }
    },
  };
}
