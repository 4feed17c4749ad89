import { seededRandom } from '../seeded-random';
import { createWaits } from '../waits';
import { createAdminServer } from './admin-server';
import { createApiCalls } from './api-calls';
import { createApiServer, TOKEN_PATH } from './api-server';
import { type AssignarCompany, type AssignarCompanyInput, assignarCompanySchema } from './company-file';
import { createFaults } from './faults';
import { type JournalEntry, openJournal } from './journal';
import { loadCompany } from './load-company';
import { type AssignarSettingsInput, defaultSettings, patchedSettings } from './settings';
import { createStore } from './store';
import { createTokens } from './tokens';
import type { Tenant } from './write-row';

export interface AssignarSandboxOptions {
  /** 0 takes a free port. */
  readonly port: number;
  readonly adminPort: number;
  readonly settings?: AssignarSettingsInput;
  /** Loaded at the start; without it an empty tenant `sandbox` with the credentials `client`, `secret`. */
  readonly company?: AssignarCompanyInput;
  /** Where the tenant's rows are kept, so that the next start goes on with them; nowhere without it. What is there wins over `company`. */
  readonly stateDirectory?: string;
  readonly clock?: () => Date;
}

export interface AssignarSandbox {
  readonly tokenUrl: string;
  /** With the region it started in: `http://127.0.0.1:…/au/v2`. */
  readonly apiUrl: string;
  readonly adminUrl: string;
  stop(): Promise<void>;
}

const HOST = '127.0.0.1';
const EMPTY: AssignarCompanyInput = {
  tenant: 'sandbox',
  credentials: [{ clientId: 'client', clientSecret: 'secret' }],
};

/** Starts a sandbox of one tenant on this machine's own address only; all of it is in memory, and on disk where a state directory is named. */
export async function startAssignarSandbox(options: AssignarSandboxOptions): Promise<AssignarSandbox> {
  const systemClock = options.clock ?? (() => new Date());
  let clockOffsetMs = 0;
  let settings = patchedSettings(defaultSettings, options.settings ?? {});
  let random = seededRandom(settings.seed);
  const now = (): Date => new Date(systemClock().getTime() + clockOffsetMs);
  const journal = options.stateDirectory === undefined ? undefined : openJournal(options.stateDirectory);
  const write = (entry: JournalEntry): void => journal?.write(entry);
  const tenant: Tenant = { store: createStore(now, write), settings: () => settings, now, user: 'api' };
  const saveSettings = (changed: typeof settings): void => {
    if (changed.seed !== settings.seed) random = seededRandom(changed.seed);
    settings = changed;
    write({ settings: changed });
  };
  let company: AssignarCompany = assignarCompanySchema.parse(EMPTY);
  const load = (next: AssignarCompany): void => {
    company = next;
    write({ company: next });
    saveSettings(patchedSettings(settings, next.settings ?? {}));
    loadCompany(tenant, next);
  };
  for (const entry of journal?.before ?? []) {
    if ('company' in entry) company = entry.company;
    else if ('settings' in entry) settings = entry.settings;
    else tenant.store.replay(entry);
  }
  if ((journal?.before ?? []).length === 0) load(assignarCompanySchema.parse(options.company ?? EMPTY));
  const tokens = createTokens({
    tenantName: () => company.tenant,
    credentials: () => company.credentials,
    settings: () => settings,
    now,
  });
  const [faults, calls, waits] = [createFaults(), createApiCalls(), createWaits()];
  const api = createApiServer({ tenant, tokens, faults, calls, random: () => random(), wait: waits.wait });
  // Longer than an idle client keeps its connections, so that none is cut just as it is used again.
  api.server.keepAliveTimeout = 75_000;
  const admin = createAdminServer({
    tenant,
    tokens,
    faults,
    calls,
    saveSettings,
    company: () => company,
    load,
    moveClock: (to) => {
      clockOffsetMs = to === null ? 0 : to.getTime() - systemClock().getTime();
    },
  });
  const origin = await api.listen({ host: HOST, port: options.port });
  const adminUrl = await admin.listen({ host: HOST, port: options.adminPort });
  return {
    tokenUrl: `${origin}${TOKEN_PATH}`,
    apiUrl: `${origin}/${settings.region}/v2`,
    adminUrl,
    async stop() {
      waits.endAll();
      await Promise.all([api.close(), admin.close()]);
    },
  };
}
