import { OutcomeUnknown, UnexpectedResponse } from '../errors';
import type { AssignarClient, AssignarFields, AssignarObject, AssignarRecord, AssignarSearch } from './assignar-client';
import type { Api, ApiCall } from './call-api';
import { createEmploymentTypes } from './employment-types';
import type { ReadPage } from './pages';
import { recordPaths } from './paths';
import { createRecordForm, type RecordForm, type Spelling } from './record-rows';
import { assertId, compareIds, idField } from './row-fields';

type RecordCalls = Pick<
  AssignarClient,
  'listRecords' | 'findRecords' | 'readRecord' | 'createRecord' | 'updateRecord' | 'deleteRecord'
>;

type Filters = readonly (readonly [string, string])[];

// Keeps the address of `id__in` within what every server takes, ids being of up to ten digits.
const idsPerRequestMax = 100;

/** The port's calls of records over an API. */
export function createRecordCalls(api: Api, readPage: ReadPage, spelling: Spelling, pageSize: number): RecordCalls {
  const forms = new Map<AssignarObject, RecordForm>();
  function formOf(object: AssignarObject): RecordForm {
    const form = forms.get(object) ?? createRecordForm(object, spelling);
    forms.set(object, form);
    return form;
  }

  const employmentTypes = createEmploymentTypes(readPage, pageSize);

  async function readRows(object: AssignarObject, filters: Filters, afterId: string, limit: number) {
    const records = await readBehind({ readPage, form: formOf(object), object, filters, pageSize }, afterId, limit);
    return object === 'worker' ? employmentTypes.named(records) : records;
  }

  async function numbered(object: AssignarObject, fields: AssignarFields) {
    return object === 'worker' ? employmentTypes.numbered(fields) : fields;
  }

  async function findRecords(object: AssignarObject, search: AssignarSearch): Promise<AssignarRecord[]> {
    if (search.by === 'ids') return findByIds(object, search.ids, readRows);
    if (search.by === 'name' && object === 'worker') return findWorkersByName(search.value, readRows);
    const wireName = formOf(object).wireName(search.by);
    if (search.value === '') throw new RangeError(`${object}: looked for by an empty ${search.by}`);
    // What the tenant does not have, nobody is found by.
    if (wireName === null) return [];
    const records = await readRows(object, [[wireName, search.value]], '0', Number.POSITIVE_INFINITY);
    for (const record of records) assertFound(object, record, search.by, search.value);
    return records;
  }

  return {
    async listRecords(object, afterId, limit) {
      assertId(afterId);
      return readRows(object, [], afterId, limit);
    },
    findRecords,
    // By the list, which finds deleted ones too: whether a single one is given then is unconfirmed.
    async readRecord(object, id) {
      const found = await findByIds(object, [id], readRows);
      return found[0] ?? null;
    },
    async createRecord(object, fields) {
      const body = formOf(object).toCreate(await numbered(object, fields));
      const { collection: path } = recordPaths[object];
      const answer = await api.call({ method: 'POST', path, recordId: null, noun: null, query: [], body });
      return { id: createdId(answer.payload, `assignar POST ${path}`) };
    },
    async updateRecord(object, id, fields) {
      const body = formOf(object).toUpdate(await numbered(object, fields));
      // Everything in it is left out by the profile, or means "as it is".
      if (Object.keys(body).length === 0) return;
      await api.call(singleCall('PUT', object, id, body));
    },
    async deleteRecord(object, id) {
      await api.call(singleCall('DELETE', object, id, null));
    },
  };
}

interface KeysetRead {
  readPage: ReadPage;
  form: RecordForm;
  object: AssignarObject;
  filters: Filters;
  pageSize: number;
}

// By ids, always the first page behind the last id: what is created, edited or deleted meanwhile shifts nothing.
async function readBehind(read: KeysetRead, afterId: string, limit: number): Promise<AssignarRecord[]> {
  const { collection, fixed } = recordPaths[read.object];
  const operation = `assignar GET ${collection}`;
  const records: AssignarRecord[] = [];
  let behind = afterId;
  while (records.length < limit) {
    const asked = Math.min(read.pageSize, limit - records.length);
    const query = [...fixedFilters(fixed), ...read.filters, ['id__gt', behind], ['sort', 'id']] as const;
    const { rows, isLast } = await read.readPage(collection, query, 1, asked);
    for (const row of rows) {
      assertOfType(row, fixed, read.object, operation);
      const record = read.form.toRecord(row, operation);
      if (compareIds(record.id, behind) <= 0) {
        const what = `${read.object} ${record.id} where one behind ${behind} was expected: the list is not sorted or filtered by id`;
        throw new UnexpectedResponse(`${operation}: ${what}`, { operation });
      }
      records.push(record);
      behind = record.id;
    }
    if (isLast) break;
  }
  // A server that gives more than was asked for would hide the rest from who counts on the limit.
  return records.slice(0, limit);
}

function fixedFilters(fixed: Readonly<Record<string, number>>): Filters {
  return Object.entries(fixed).map(([name, value]) => [name, String(value)] as const);
}

// An office user among the workers would be taken for a worker whom Intacct does not know.
function assertOfType(
  row: unknown,
  fixed: Readonly<Record<string, number>>,
  object: AssignarObject,
  operation: string,
): void {
  for (const [name, expected] of Object.entries(fixed)) {
    const came: unknown = typeof row === 'object' && row !== null ? Reflect.get(row, name) : undefined;
    if (came === undefined || came === null || String(came) === String(expected)) continue;
    throw new UnexpectedResponse(`${operation}: ${object}: ${name}: expected ${expected}, came ${String(came)}`, {
      operation,
    });
  }
}

type ReadRows = (object: AssignarObject, filters: Filters, afterId: string, limit: number) => Promise<AssignarRecord[]>;

async function findByIds(
  object: AssignarObject,
  ids: readonly string[],
  readRows: ReadRows,
): Promise<AssignarRecord[]> {
  for (const id of ids) assertId(id);
  const sorted = [...new Set(ids)].sort(compareIds);
  const found: AssignarRecord[] = [];
  for (let start = 0; start < sorted.length; start += idsPerRequestMax) {
    const batch = sorted.slice(start, start + idsPerRequestMax);
    // Ids with commas between: how a list is written is not in the facts.
    const filter = batch.length === 1 ? (['id', batch[0] ?? ''] as const) : (['id__in', batch.join(',')] as const);
    const records = await readRows(object, [filter], '0', batch.length);
    for (const { id } of records) {
      if (!batch.includes(id)) throw unasked(object, id, 'ids');
    }
    found.push(...records);
  }
  return found;
}

// A worker's name is two fields: all whose last name ends as the name does are read, and compared.
async function findWorkersByName(name: string, readRows: ReadRows): Promise<AssignarRecord[]> {
  const wanted = folded(name);
  const lastWord = name.trim().split(/\s+/).at(-1) ?? '';
  if (lastWord === '') throw new RangeError('worker: looked for by an empty name');
  const records = await readRows('worker', [['last_name__ends_with', lastWord]], '0', Number.POSITIVE_INFINITY);
  return records.filter(({ fields }) => folded(`${fields.firstName ?? ''} ${fields.lastName ?? ''}`) === wanted);
}

// A filter that the server does not know and passes over would return every record, and the first would be taken.
function assertFound(object: AssignarObject, record: AssignarRecord, name: string, value: string): void {
  if (folded(record.fields[name] ?? '') !== folded(value)) throw unasked(object, record.id, name);
}

function unasked(object: AssignarObject, id: string, by: string): UnexpectedResponse {
  const operation = `assignar GET ${recordPaths[object].collection}`;
  const what = `${object} ${id} is not what was looked for by ${by}: the filter is not heeded`;
  return new UnexpectedResponse(`${operation}: ${what}`, { operation });
}

// As a database's unique index compares: without regard to case or to spaces around.
function folded(text: string): string {
  return text.trim().replaceAll(/\s+/g, ' ').toLowerCase();
}

function singleCall(
  method: 'PUT' | 'DELETE',
  object: AssignarObject,
  id: string,
  body: Record<string, unknown> | null,
): ApiCall {
  assertId(id);
  const { single: path, noun } = recordPaths[object];
  return { method, path, recordId: id, noun, query: [], body };
}

// It was created, but as what? Looking it up by its integration id tells.
function createdId(payload: unknown, operation: string): string {
  const id = idField.safeParse(
    typeof payload === 'object' && payload !== null ? Reflect.get(payload, 'id') : undefined,
  );
  if (id.success) return id.data;
  const message = `${operation}: created, but the answer has no id`;
  throw new OutcomeUnknown(message, { operation, reason: 'no-answer' });
}
