import type { ImetalClient } from '../../clients/imetal/imetal-client';
import { type Check, checkClock } from './checkup';

export interface ImetalCheckDeps {
  imetal: () => Pick<ImetalClient, 'checkSchema' | 'readClock'>;
  /** Tables of live that the reading login could write to. */
  findWriteRights: () => Promise<string[]>;
}

/** iMetal: live and gateway readable, live not writable, tables as the client reads them, clock on time. */
export function imetalChecks({ imetal, findWriteRights }: ImetalCheckDeps): Check[] {
  const remedy = "check IMETAL_LIVE_URL and IMETAL_GATEWAY_URL with iMetal's administrator, and that its server runs";
  return [
    {
      name: 'iMetal tables',
      remedy,
      async make() {
        const drift = await imetal().checkSchema();
        const faults = drift.map(({ table, column, expected, actual }) => ({
          subject: column === null ? table : `${table}.${column}`,
          what: `expected ${expected}, came ${actual}`,
          remedy:
            "iMetal was upgraded, or a grant is missing: ask iMetal's administrator before invoices are read wrongly",
        }));
        return { seen: 'live and gateway readable, tables and grants as expected', faults };
      },
    },
    {
      name: 'iMetal live is read only',
      remedy,
      async make() {
        const tables = await findWriteRights();
        if (tables.length === 0) return { seen: 'the reading login can write nothing', faults: [] };
        const some = tables.slice(0, 5).join(', ');
        const what = `the login of IMETAL_LIVE_URL may write to ${tables.length} tables (${some}${tables.length > 5 ? ', …' : ''})`;
        const act = 'give the hub a login with SELECT alone; acknowledgements go through IMETAL_GATEWAY_URL';
        return { seen: '', faults: [{ subject: 'IMETAL_LIVE_URL', what, remedy: act }] };
      },
    },
    {
      name: 'iMetal clock',
      remedy,
      make: () => checkClock('iMetal', async () => new Date(await imetal().readClock())),
    },
  ];
}
