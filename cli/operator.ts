import type { Pool } from 'pg';
import { type Logger, pino } from 'pino';
import { type CallMeter, createCallMeter } from '../activities/call-meter';
import { connectTemporal, type TemporalConnection } from '../clients/temporal/connect';
import {
  assignarProfileOf,
  type CompanyProfiles,
  createCompanyProfiles,
  imetalProfileOf,
} from '../companies/company-profiles';
import { type Config, readConfig } from '../config';
import { createHubPool } from '../db/pool';
import type { AssignarProfile } from '../domain/assignar-profile';
import type { CompanyProfile } from '../domain/company-profile';
import type { ImetalProfile } from '../domain/imetal-profile';
import { type CompanyClients, createCompanyClients } from '../workers/company-clients';
import { UsageError } from './exit-codes';
import { DEFAULT_STATE_DIRECTORY, readAddresses, type StackAddresses } from './start/addresses';
import type { Terminal } from './terminal';

/** Options that every command takes. */
export interface GlobalOptions {
  json: boolean;
  verbose: boolean;
  company?: string | undefined;
  stateDirectory?: string | undefined;
}

/** What a command works with; nothing is connected before it is asked for. */
export interface Operator {
  readonly options: GlobalOptions;
  readonly terminal: Terminal;
  /** The environment, completed by that of a stack running on this machine when it names no database. */
  readonly environment: NodeJS.ProcessEnv;
  /** The running stack whose addresses are used; undefined when the environment says where everything is. */
  readonly localStack: StackAddresses | undefined;
  readonly log: Logger;
  config(): Config;
  pool(): Pool;
  profiles(): CompanyProfiles;
  clients(): CompanyClients;
  meter(): CallMeter;
  temporal(): Promise<TemporalConnection>;
  /** The company that is meant: `--company`, else INTACCT_PIPELINES_COMPANY, else the only one. Throws UsageError. */
  company(): Promise<string>;
  profile(): Promise<CompanyProfile>;
  /** The same, of a company that must run on iMetal, or on Assignar. */
  imetalProfile(): Promise<ImetalProfile>;
  assignarProfile(): Promise<AssignarProfile>;
  /** Says something on the way, on standard error. */
  remark(text: string): void;
  close(): Promise<void>;
}

/** The operator of one command line. Close it at the end, whatever happened. */
export function createOperator(terminal: Terminal, options: GlobalOptions): Operator {
  const { environment, localStack } = completeEnvironment(terminal, options);
  const log = pino({ name: 'cli', level: options.verbose ? 'info' : 'silent' }, { write: terminal.err });
  const config = once(() => readConfig(environment));
  const pool = once(() => createHubPool(config().DATABASE_URL, 4));
  const profiles = once(() => createCompanyProfiles(config().COMPANIES_DIRECTORY));
  const meter = once(() => createCallMeter(pool(), log));
  const clients = once(() =>
    createCompanyClients({ environment, profiles: profiles(), log, onIntacctCall: (call) => meter().record(call) }),
  );
  const temporal = once(() => connectTemporal({ log, environment }));
  const named = options.company ?? environment.INTACCT_PIPELINES_COMPANY;
  const company = once(() => chooseCompany(profiles(), named));
  return {
    options,
    terminal,
    environment,
    localStack,
    log,
    config,
    pool,
    profiles,
    clients,
    meter,
    temporal,
    company,
    profile: async () => profiles().profile(await company()),
    imetalProfile: async () => imetalProfileOf(profiles(), await company()),
    assignarProfile: async () => assignarProfileOf(profiles(), await company()),
    remark: (text) => terminal.err(`${text}\n`),
    async close() {
      // What never came up has nothing to close.
      await (await temporal.made()?.catch(() => undefined))?.close();
      await clients.made()?.close();
      await pool.made()?.end();
    },
  };
}

function completeEnvironment(
  terminal: Terminal,
  options: GlobalOptions,
): { environment: NodeJS.ProcessEnv; localStack: StackAddresses | undefined } {
  if (terminal.environment.DATABASE_URL !== undefined) {
    return { environment: terminal.environment, localStack: undefined };
  }
  const directory = options.stateDirectory ?? DEFAULT_STATE_DIRECTORY;
  const localStack = readAddresses(directory);
  if (localStack !== undefined && options.verbose) {
    terminal.err(`using the stack of ${directory}, started ${localStack.startedAt}\n`);
  }
  return { environment: { ...localStack?.environment, ...terminal.environment }, localStack };
}

async function chooseCompany(profiles: CompanyProfiles, named: string | undefined): Promise<string> {
  const known = await profiles.companies();
  if (named !== undefined) {
    if (known.includes(named)) return named;
    throw new UsageError(`--company: expected one of ${known.join(', ') || 'no company at all'}, came "${named}"`);
  }
  const [only, ...others] = known;
  if (only === undefined) throw new UsageError('no company has a profile: expected companies/<company>.yaml');
  if (others.length > 0) throw new UsageError(`--company: expected one of ${known.join(', ')}, came nothing`);
  return only;
}

/** Makes a value on first use; `made` gives it only if it was made. */
function once<T>(make: () => T): (() => T) & { made(): T | undefined } {
  let made: { value: T } | undefined;
  const get = (): T => {
    made ??= { value: make() };
    return made.value;
  };
  return Object.assign(get, { made: () => made?.value });
}
