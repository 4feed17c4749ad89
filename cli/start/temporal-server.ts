import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Connection } from '@temporalio/client';
import type { SearchAttributeType } from '@temporalio/common';
import { freePort } from './free-port';
import { type ServerProcess, startServerProcess } from './server-process';
import { findTemporalCli } from './temporal-cli';
import { GiveUp, until } from './until';

/** After a SIGKILL the SQLite server waits some seconds for its own membership (facts/temporal.md, CLI issue 632). */
const READY_WITHIN_MS = 60_000;
const NOT_FOUND = 5;

export interface TemporalOptions {
  /** SQLite file, so that a restart loses nothing; without it the server keeps everything in memory. */
  databaseFile?: string | undefined;
  logFile: string;
  port?: number | undefined;
  /** `none` leaves the Web UI out. */
  uiPort?: number | 'none' | undefined;
  searchAttributes: readonly { name: string; type: SearchAttributeType }[];
  /** Where the Web UI decodes payloads (design.md 12). */
  codecEndpoint?: string | undefined;
  pidDirectory?: string | undefined;
  /** Path of the `temporal` program; found by `findTemporalCli` when absent. */
  cli?: string | undefined;
  announce?: ((sentence: string) => void) | undefined;
}

export interface TemporalServer {
  /** host:port of the gRPC front end. */
  address: string;
  uiUrl: string | undefined;
  pid: number;
  ended: ServerProcess['ended'];
  stop(): Promise<void>;
  kill(): Promise<void>;
}

/** Each flag's reason is measured in facts/temporal.md 5.2: twice the throughput, a quarter of the latency. */
function tuning(databaseFile: string | undefined): string[] {
  const dynamic = {
    'history.transferProcessorMaxPollRPS': '100',
    'matching.numTaskqueueReadPartitions': '1',
    'matching.numTaskqueueWritePartitions': '1',
  };
  const flags = Object.entries(dynamic).flatMap(([key, setting]) => ['--dynamic-config-value', `${key}=${setting}`]);
  if (databaseFile === undefined) return flags;
  const pragmas = ['--sqlite-pragma', 'journal_mode=WAL', '--sqlite-pragma', 'synchronous=NORMAL'];
  return [...flags, '--db-filename', databaseFile, ...pragmas];
}

function attributeFlags(searchAttributes: TemporalOptions['searchAttributes']): string[] {
  const words = {
    KEYWORD: 'Keyword',
    TEXT: 'Text',
    INT: 'Int',
    DOUBLE: 'Double',
    BOOL: 'Bool',
    DATETIME: 'Datetime',
    KEYWORD_LIST: 'KeywordList',
  };
  return searchAttributes.flatMap(({ name, type }) => ['--search-attribute', `${name}=${words[type]}`]);
}

/** True when front end, visibility and history of the server answer, not only its port. */
async function answers(address: string, [attribute]: TemporalOptions['searchAttributes']): Promise<true> {
  const connection = await Connection.connect({ address, connectTimeout: 3000 });
  try {
    const { workflowService } = connection;
    await workflowService.countWorkflowExecutions({
      namespace: 'default',
      query: `${attribute?.name ?? 'WorkflowType'} = "none"`,
    });
    await workflowService.describeWorkflowExecution({ namespace: 'default', execution: { workflowId: 'none' } });
  } catch (error) {
    // History looked, and knows no such workflow: that is the answer awaited.
    if ((error as { code?: number }).code !== NOT_FOUND) throw error;
  } finally {
    await connection.close();
  }
  return true;
}

/** Starts Temporal's development server on 127.0.0.1 and waits until it answers; throws with the tail of its log if it does not. */
export async function startTemporal(options: TemporalOptions): Promise<TemporalServer> {
  const command = options.cli ?? (await findTemporalCli({ announce: options.announce }));
  if (options.databaseFile !== undefined) mkdirSync(dirname(options.databaseFile), { recursive: true });
  const port = options.port ?? (await freePort());
  const uiPort = options.uiPort ?? (await freePort());
  const ui = uiPort === 'none' ? ['--headless'] : ['--ui-port', String(uiPort)];
  const codec = options.codecEndpoint === undefined ? [] : ['--ui-codec-endpoint', options.codecEndpoint];
  const server = await startServerProcess({
    name: 'temporal',
    command,
    args: [
      ...['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(port), ...ui, ...codec],
      ...['--log-format', 'json', '--log-level', 'error', '--color', 'never'],
      ...tuning(options.databaseFile),
      ...attributeFlags(options.searchAttributes),
    ],
    logFile: options.logFile,
    pidDirectory: options.pidDirectory,
    workingDirectory: join(__dirname, '..', '..'),
    environment: process.env,
  });
  let end: number | NodeJS.Signals | undefined;
  void server.ended.then((how) => (end = how));
  const address = `127.0.0.1:${port}`;
  await until('Temporal answers', READY_WITHIN_MS, () => {
    if (end !== undefined)
      throw new GiveUp(`Temporal ended (${end}):\n${readFileSync(options.logFile, 'utf8').slice(-1500)}`);
    return answers(address, options.searchAttributes);
  });
  return {
    address,
    uiUrl: uiPort === 'none' ? undefined : `http://127.0.0.1:${uiPort}`,
    pid: server.pid,
    ended: server.ended,
    stop: () => server.stop('SIGINT'),
    kill: () => server.kill(),
  };
}
