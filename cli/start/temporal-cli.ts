import { execFileSync, spawn } from 'node:child_process';
import { accessSync, constants, mkdirSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/** Later versions cannot be installed by `go install`: their go.mod holds replace directives (design.md 10). */
export const TEMPORAL_CLI_MODULE = 'github.com/temporalio/cli/cmd/temporal@v1.5.1';

/** A 100 MB download over a slow line; where the site is blocked it must not hold up the start for long. */
const DOWNLOAD_WITHIN_MS = 90_000;
/** A cold build on two cores takes 3 to 5 minutes. */
const GO_INSTALL_WITHIN_MS = 20 * 60_000;

type Environment = Record<string, string | undefined>;

export interface TemporalCliSearch {
  environment?: Environment | undefined;
  /** Told what takes long, in a sentence for the person who waits. */
  announce?: ((sentence: string) => void) | undefined;
}

function runnable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function onPath(program: string, environment: Environment): string | undefined {
  const directories = (environment.PATH ?? '').split(delimiter).filter((directory) => directory !== '');
  return directories.map((directory) => join(directory, program)).find(runnable);
}

function goBinDirectories(environment: Environment): string[] {
  const go = onPath('go', environment);
  const known = [join(homedir(), 'go', 'bin')];
  if (go === undefined) return known;
  const answer = execFileSync(go, ['env', 'GOBIN', 'GOPATH'], { encoding: 'utf8', env: environment });
  const [goBin = '', goPath = ''] = answer.split('\n');
  const ofPaths = goPath
    .split(delimiter)
    .filter((path) => path !== '')
    .map((path) => join(path, 'bin'));
  return [...(goBin === '' ? [] : [goBin]), ...ofPaths, ...known];
}

function inGoBin(environment: Environment): string | undefined {
  return goBinDirectories(environment)
    .map((directory) => join(directory, 'temporal'))
    .find(runnable);
}

/** The SDK's own download of the server, kept beside the user's other caches; undefined where its site is out of reach. */
async function bySdkDownload(announce: (sentence: string) => void): Promise<string | undefined> {
  const directory = join(homedir(), '.cache', 'intacct-pipelines');
  mkdirSync(directory, { recursive: true });
  announce("trying the Temporal SDK's own download of the server");
  const options = { server: { executable: { type: 'cached-download', downloadDir: directory, ttl: '365d' } } };
  const program = `require('@temporalio/testing').TestWorkflowEnvironment.createLocal(${JSON.stringify(options)})
    .then((environment) => environment.teardown()).then(() => process.exit(0), () => process.exit(1));`;
  await run(process.execPath, ['-e', program], process.env, DOWNLOAD_WITHIN_MS);
  return readdirSync(directory)
    .filter((name) => name.startsWith('temporal') && !name.endsWith('.downloading'))
    .map((name) => join(directory, name))
    .find(runnable);
}

function run(command: string, args: string[], environment: Environment, timeout: number): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: join(__dirname, '..', '..'),
      env: environment,
      stdio: 'ignore',
      timeout,
    });
    child.once('error', reject);
    child.once('exit', resolve);
  });
}

async function byGoInstall(
  environment: Environment,
  announce: (sentence: string) => void,
): Promise<string | undefined> {
  const go = onPath('go', environment);
  if (go === undefined) return undefined;
  announce(`building the Temporal CLI once by "go install ${TEMPORAL_CLI_MODULE}" (3 to 5 minutes)`);
  const exitCode = await run(go, ['install', TEMPORAL_CLI_MODULE], environment, GO_INSTALL_WITHIN_MS);
  if (exitCode !== 0) throw new Error(`"go install ${TEMPORAL_CLI_MODULE}" failed (${exitCode ?? 'timed out'})`);
  return inGoBin(environment);
}

/**
 * Finds a `temporal` program, or brings one: TEMPORAL_CLI, PATH, Go's bin folder, the SDK's download, `go install`.
 * Throws with all of these ways when none works, and when TEMPORAL_CLI names something that cannot run.
 */
export async function findTemporalCli(search: TemporalCliSearch = {}): Promise<string> {
  const environment = search.environment ?? process.env;
  const announce = search.announce ?? (() => undefined);
  const named = environment.TEMPORAL_CLI;
  if (named !== undefined && named !== '') {
    if (runnable(named)) return named;
    throw new Error(`TEMPORAL_CLI names ${named}, which is not a program that can be run`);
  }
  const installed = onPath('temporal', environment) ?? inGoBin(environment);
  if (installed !== undefined) return installed;
  const brought = (await bySdkDownload(announce)) ?? (await byGoInstall(environment, announce));
  if (brought !== undefined) return brought;
  throw new Error(
    [
      'No Temporal server is at hand. One of these helps:',
      '  set TEMPORAL_ADDRESS to a server that runs;',
      '  set TEMPORAL_CLI to a "temporal" program, or put one on PATH (https://docs.temporal.io/cli);',
      '  allow the download from temporal.download;',
      `  install Go and run: go install ${TEMPORAL_CLI_MODULE}`,
    ].join('\n'),
  );
}
