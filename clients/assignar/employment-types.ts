import { z } from 'zod';
import { Rejected } from '../errors';
import type { AssignarFields, AssignarRecord } from './assignar-client';
import type { ReadPage } from './pages';
import { employmentTypesPath as path } from './paths';
import { idField, parseRow } from './row-fields';

/** Between the name of an employment type, which people use, and its id, by which a worker has it on the wire. */
export interface EmploymentTypes {
  /** Workers with the name in place of the id; an id that has no name any more stays as it is, so that it shows as a difference. */
  named(workers: readonly AssignarRecord[]): Promise<AssignarRecord[]>;
  /** A worker's fields with the id in place of the name; Rejected with REFERENCE_UNKNOWN, naming those there are. */
  numbered(fields: AssignarFields): Promise<AssignarFields>;
}

const rowSchema = z.object({ id: idField, name: z.string('expected a name').min(1) });
const operation = `assignar GET ${path}`;

/** The employment types of a company by the published list of them: read when first needed, and again when one is not among them. */
export function createEmploymentTypes(readPage: ReadPage, pageSize: number): EmploymentTypes {
  let nameById: ReadonlyMap<string, string> = new Map();

  async function read(): Promise<void> {
    const found = new Map<string, string>();
    for (let page = 1; ; page += 1) {
      const { rows, isLast } = await readPage(path, [['sort', 'id']], page, pageSize);
      const before = found.size;
      for (const row of rows) {
        const { id, name } = parseRow(rowSchema, row, 'employment type', operation);
        found.set(id, name);
      }
      // A page that brings nothing unheard of ends it too: a list that is not paged would come again without end.
      if (isLast || found.size === before) break;
    }
    nameById = found;
  }

  return {
    async named(workers) {
      const isUnknown = ({ fields: { employmentType: id } }: AssignarRecord) =>
        id !== null && id !== undefined && !nameById.has(id);
      if (workers.some(isUnknown)) await read();
      return workers.map((worker) => {
        const id = worker.fields.employmentType ?? null;
        if (id === null) return worker;
        return { ...worker, fields: { ...worker.fields, employmentType: nameById.get(id) ?? id } };
      });
    },
    async numbered(fields) {
      const { employmentType: name } = fields;
      if (name === undefined || name === null) return fields;
      if (idOf(nameById, name) === null) await read();
      const id = idOf(nameById, name);
      if (id !== null) return { ...fields, employmentType: id };
      const known = nameById.size === 0 ? 'none at all' : [...nameById.values()].join(', ');
      const message = `${operation}: no employment type is called "${name}"; there are: ${known}`;
      throw new Rejected(message, { operation, code: 'REFERENCE_UNKNOWN', subject: 'employmentType' });
    },
  };
}

// To the letter: a name that is read back otherwise than it was written would be a difference for ever.
function idOf(nameById: ReadonlyMap<string, string>, name: string): string | null {
  return [...nameById].find(([, known]) => known === name)?.[0] ?? null;
}
