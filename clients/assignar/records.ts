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

// A list of a filter `in` keeps the address within what every server takes.
const listedMax = 100;
const listedCharactersMax = 4_000;

/** The port's calls of records over an API. */
export function createRecordCalls(api: Api, readPage: ReadPage, spelling: Spelling, pageSize: number): RecordCalls {
  const forms = new Map<AssignarObject, RecordForm>();
  function formOf(object: AssignarObject): RecordForm {
    const form = forms.get(object) ?? createRecordForm(object, spelling);
    forms.set(object, form);
    return form;
  }

  const employmentTypes = createEmploymentTypes(readPage, pageSize);

  async function readRows(asked: Asked, afterId: string, limit: number) {
    const { object } = asked;
    const records = await readBehind({ ...asked, readPage, form: formOf(object), pageSize }, afterId, limit);
    return object === 'worker' ? employmentTypes.named(records) : records;
  }

  async function numbered(object: AssignarObject, fields: AssignarFields) {
    return object === 'worker' ? employmentTypes.numbered(fields) : fields;
  }

  async function findRecords(object: AssignarObject, search: AssignarSearch): Promise<AssignarRecord[]> {
    if (search.by === 'ids') return findByIds(object, search.ids, readRows);
    if (search.by === 'name' && object === 'worker') return findWorkersByName(search.value, readRows);
    const wireName = formOf(object).wireName(search.by);
    const values = 'values' in search ? search.values : [search.value];
    if (values.includes('')) throw new RangeError(`${object}: looked for by an empty ${search.by}`);
    // What the tenant does not have, nobody is found by.
    return wireName === null ? [] : findByValues(object, { name: search.by, wireName, values }, readRows);
  }

  return {
    async listRecords(object, afterId, limit) {
      assertId(afterId);
      return readRows({ object, filters: [] }, afterId, limit);
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

/** What a list is asked for. */
interface Asked {
  object: AssignarObject;
  filters: Filters;
  /**
   * Throws where a record is none of what was asked for: a server that passes over a filter gives every record, and the first would be
   * taken for the one.
   */
  assertAsked?: (record: AssignarRecord) => void;
}

interface KeysetRead extends Asked {
  readPage: ReadPage;
  form: RecordForm;
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
      read.assertAsked?.(record);
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

type ReadRows = (asked: Asked, afterId: string, limit: number) => Promise<AssignarRecord[]>;

async function findByIds(
  object: AssignarObject,
  ids: readonly string[],
  readRows: ReadRows,
): Promise<AssignarRecord[]> {
  for (const id of ids) assertId(id);
  const found: AssignarRecord[] = [];
  for (const listed of listsOf([...new Set(ids)].sort(compareIds))) {
    const assertAsked = ({ id }: AssignarRecord) => {
      if (!listed.includes(id)) throw unasked(object, id, 'ids');
    };
    found.push(...(await readRows({ object, filters: [anyOf('id', listed)], assertAsked }, '0', listed.length)));
  }
  return found;
}

async function findByValues(
  object: AssignarObject,
  { name, wireName, values }: { name: string; wireName: string; values: readonly string[] },
  readRows: ReadRows,
): Promise<AssignarRecord[]> {
  const found = new Map<string, AssignarRecord>();
  for (const listed of listsOf([...new Set(values)])) {
    const wanted = new Set(listed.map(folded));
    const assertAsked = ({ id, fields }: AssignarRecord) => {
      if (!wanted.has(folded(fields[name] ?? ''))) throw unasked(object, id, name);
    };
    const asked = { object, filters: [anyOf(wireName, listed)], assertAsked };
    for (const record of await readRows(asked, '0', Number.POSITIVE_INFINITY)) found.set(record.id, record);
  }
  return [...found.values()];
}

// Values as requests list them: not too many for one address; one with a comma in it alone, for commas stand between (published, [S:A1]).
function listsOf(values: readonly string[]): string[][] {
  const alone = values.filter((value) => value.includes(',')).map((value) => [value]);
  const lists: string[][] = [];
  let characters = 0;
  for (const value of values.filter((one) => !one.includes(','))) {
    const last = lists.at(-1);
    characters += encodeURIComponent(`${value},`).length;
    if (last !== undefined && last.length < listedMax && characters <= listedCharactersMax) last.push(value);
    else {
      lists.push([value]);
      characters = encodeURIComponent(`${value},`).length;
    }
  }
  return [...lists, ...alone];
}

function anyOf(wireName: string, values: readonly string[]): readonly [string, string] {
  const [only = ''] = values;
  return values.length === 1 ? [wireName, only] : [`${wireName}__in`, values.join(',')];
}

// A worker's name is two fields: all whose last name ends as the name does are read, and compared.
async function findWorkersByName(name: string, readRows: ReadRows): Promise<AssignarRecord[]> {
  const wanted = folded(name);
  const lastWord = name.trim().split(/\s+/).at(-1) ?? '';
  if (lastWord === '') throw new RangeError('worker: looked for by an empty name');
  const asked: Asked = { object: 'worker', filters: [['last_name__ends_with', lastWord]] };
  const records = await readRows(asked, '0', Number.POSITIVE_INFINITY);
  return records.filter(({ fields }) => folded(`${fields.firstName ?? ''} ${fields.lastName ?? ''}`) === wanted);
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
