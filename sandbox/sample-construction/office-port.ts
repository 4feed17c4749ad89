import { z } from 'zod';
import { askAdmin } from '../admin-port';
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

/** The keyboard at an admin port, for example `http://127.0.0.1:8192`. */
export function createOfficePort(assignarAdminUrl: string): OfficePort {
  return {
    act: async (name, body) =>
      z.record(z.string(), z.unknown()).parse(await askAdmin(assignarAdminUrl, 'POST', `acts/${name}`, body)),
    rows: async (collection) => z.array(rowSchema).parse(await askAdmin(assignarAdminUrl, 'GET', `rows/${collection}`)),
    look: (path) => askAdmin(assignarAdminUrl, 'GET', path),
  };
}
