import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { seededRandom } from '../seeded-random';
import { createWaits } from '../waits';
import { createAdminServer } from './admin-server';
import { commitAudited } from './audited-commit';
import { type Books, createBooks } from './books';
import { createControlIds } from './control-ids';
import { createFaults } from './faults';
import { createGateway } from './gateway';
import { createGatewayServer, LOGIN_PATH, SESSION_PATH } from './gateway-server';
import { memoryJournal, openCommitJournal } from './journal';
import { createRequestSlots } from './request-slots';
import { defaultSettings, type SandboxSettings, sandboxSettingsSchema } from './settings';
import { createSmartEvents, type SmartEvent } from './smart-events';
import { emptyStatistics } from './statistics';

export interface IntacctSandboxOptions {
  /** 0 takes a free port. */
  readonly port: number;
  readonly adminPort: number;
  /** Keeps every commit in this directory; without it all is lost at the end. */
  readonly stateDir?: string;
  readonly clock?: () => Date;
}

export interface IntacctSandbox {
  readonly gatewayUrl: string;
  readonly adminUrl: string;
  stop(): Promise<void>;
}

const HOST = '127.0.0.1';

/** Starts a sandbox on this machine's own address only; no company until `PUT /admin/company`, or what stateDir holds. */
export async function startIntacctSandbox(options: IntacctSandboxOptions): Promise<IntacctSandbox> {
  const now = options.clock ?? (() => new Date());
  const journal = options.stateDir === undefined ? memoryJournal : openCommitJournal(options.stateDir);
  const books = createBooks(journal.earlier, (changes) => journal.append(changes, now()));
  const kept = books.get('@SETTINGS', 'settings')?.SETTINGS;
  let settings: SandboxSettings = kept === undefined ? defaultSettings : sandboxSettingsSchema.parse(JSON.parse(kept));
  let random = seededRandom(settings.seed);
  const statistics = emptyStatistics();
  const faults = createFaults(statistics);
  const waits = createWaits();
  const smartEvents = createSmartEvents(() => random());
  const commit = (userId: string): void => {
    const changes = commitAudited(books, { userId, now: now(), settings });
    if (changes.length > 0) smartEvents.tell(changes, smartEventsOf(books));
  };
  let origin = '';
  const gateway = createGateway({
    books,
    controlIds: createControlIds(),
    statistics,
    settings: () => settings,
    now,
    commit,
    random: () => random(),
    sessionEndpoint: () => `${origin}${SESSION_PATH}`,
  });
  const slots = createRequestSlots(() => settings, statistics);
  const server = createGatewayServer({
    gateway,
    faults,
    slots,
    statistics,
    settings: () => settings,
    wait: waits.wait,
  });
  // Longer than an idle client keeps its connections, so that none is cut just as it is used again.
  server.keepAliveTimeout = 75_000;
  const admin = createAdminServer({
    books,
    faults,
    statistics,
    settings: () => settings,
    saveSettings(changed) {
      if (changed.seed !== settings.seed) random = seededRandom(changed.seed);
      settings = changed;
      books.put('@SETTINGS', 'settings', { SETTINGS: JSON.stringify(changed) });
      books.commit();
    },
    now,
    commit,
    smartEvents,
  });
  origin = `http://${HOST}:${await listen(server, options.port)}`;
  const adminUrl = await admin.listen({ host: HOST, port: options.adminPort });
  return {
    gatewayUrl: `${origin}${LOGIN_PATH}`,
    adminUrl,
    async stop() {
      waits.endAll();
      await Promise.all([close(server), admin.close(), smartEvents.stop()]);
    },
  };
}

function smartEventsOf(books: Books): readonly SmartEvent[] {
  return JSON.parse(books.get('@COMPANY', 'company')?.SMARTEVENTS || '[]') as SmartEvent[];
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, () => resolve((server.address() as AddressInfo).port));
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
