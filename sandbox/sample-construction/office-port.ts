import { z } from 'zod';
import type { ActName } from '../assignar/act-schemas';
import type { CollectionName } from '../assignar/collections';

/** A row as the sandbox keeps it; fields by Assignar's own names. */
const rowSchema = z.looseObject({ id: z.number() });
export type KeptRow = z.infer<typeof rowSchema>;

/** The site office's keyboard: acts and rows of the Assignar sandbox's admin port. */
export interface OfficePort {
  /** Ids of what was written, for example `{ timesheetId: 41 }`; throws with Assignar's words when it is refused. */
  act(name: ActName, body: object): Promise<Record<string, unknown>>;
  /** All rows of a collection, deleted ones too. */
  rows(collection: CollectionName): Promise<KeptRow[]>;
  /** `GET /admin/<path>`, as it is. */
  look(path: string): Promise<unknown>;
}

/** A full tenant's timesheets are some megabytes; the sandbox answers in well under a second. */
const ANSWER_WITHIN_MS = 15_000;

/** The keyboard at an admin port, for example `http://127.0.0.1:8192`. */
export function createOfficePort(assignarAdminUrl: string): OfficePort {
  const ask = async (method: string, path: string, body?: object): Promise<unknown> => {
    const response = await fetch(`${assignarAdminUrl}/admin/${path}`, {
      method,
      ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    if (response.ok) return response.json();
    throw new Error(`${method} /admin/${path}: expected 2xx, came ${response.status} ${await response.text()}`);
  };
  return {
    act: async (name, body) => z.record(z.string(), z.unknown()).parse(await ask('POST', `acts/${name}`, body)),
    rows: async (collection) => z.array(rowSchema).parse(await ask('GET', `rows/${collection}`)),
    look: (path) => ask('GET', path),
  };
}
