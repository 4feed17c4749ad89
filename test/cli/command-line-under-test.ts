import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { runCommandLine } from '../../cli/command-line';
import { buildProfile } from '../mappings/source-invoice-builder';

export interface LineResult {
  exitCode: number;
  out: string;
  err: string;
  /** Standard output as the one JSON document that it must be. */
  json<Document = Record<string, unknown>>(): Document;
}

/** Runs a command line with an environment of its own; nothing of this machine's is looked at. */
export async function runLine(line: string | string[], environment: NodeJS.ProcessEnv = {}): Promise<LineResult> {
  let out = '';
  let err = '';
  const args = typeof line === 'string' ? line.split(' ') : line;
  const exitCode = await runCommandLine([...args, '--state-directory', '/nowhere'], {
    environment,
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    isInteractive: false,
    width: 160,
  });
  return { exitCode, out, err, json: () => JSON.parse(out) };
}

/** A directory with the profiles of companies of these keys. */
export function companiesDirectory(...companies: string[]): string {
  const directory = mkdtempSync(join(tmpdir(), 'companies-'));
  for (const company of companies) {
    writeFileSync(join(directory, `${company}.yaml`), stringify(buildProfile({ company })));
  }
  return directory;
}
