import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** Where `npm start` keeps everything, relative to the working directory. */
export const DEFAULT_STATE_DIRECTORY = '.intacct-pipelines';

const addressesSchema = z.object({
  startedAt: z.iso.datetime(),
  /** The launcher's process. */
  pid: z.number().int().positive(),
  addresses: z.object({
    server: z.url(),
    webUi: z.url().nullable(),
    temporal: z.string(),
    intacctGateway: z.url(),
    intacctAdmin: z.url(),
    /** Of Harbor Civil; null when it does not take part. */
    harbor: z
      .object({
        intacctGateway: z.url(),
        intacctAdmin: z.url(),
        assignarTokenUrl: z.url(),
        assignarApi: z.url(),
        assignarAdmin: z.url(),
      })
      .nullable(),
    /** The iMetal sandbox's live database, to read. */
    imetalLive: z.string(),
    /** The same as its owner: for corrections, as a person would make in iMetal. */
    imetalOwner: z.string(),
    /** The import database by its owner: what the importer works off, and its faults (docs/sandboxes.md). */
    imetalImports: z.string(),
    /** PostgreSQL's superuser. */
    postgres: z.string(),
  }),
  /** What a process needs to reach this stack; holds the sandboxes' passwords, hence the file's mode. */
  environment: z.record(z.string(), z.string()),
});

/** The addresses of a running stack, and the environment by which the operator's commands reach it. */
export type StackAddresses = z.infer<typeof addressesSchema>;

function file(stateDirectory: string): string {
  return join(stateDirectory, 'addresses.json');
}

/** Writes the addresses for others on this machine; readable by this user alone. */
export function writeAddresses(stateDirectory: string, addresses: StackAddresses): void {
  writeFileSync(file(stateDirectory), `${JSON.stringify(addresses, null, 2)}\n`, { mode: 0o600 });
}

/** The addresses that the last `npm start` wrote; undefined when there was none; throws when the file is not ours. */
export function readAddresses(stateDirectory = DEFAULT_STATE_DIRECTORY): StackAddresses | undefined {
  let text: string;
  try {
    text = readFileSync(file(stateDirectory), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  return addressesSchema.parse(JSON.parse(text));
}

/** Removes the addresses of a stack that has stopped. */
export function removeAddresses(stateDirectory: string): void {
  rmSync(file(stateDirectory), { force: true });
}
