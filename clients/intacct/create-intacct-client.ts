import { randomUUID } from 'node:crypto';
import { OutcomeUnknown, Rejected } from '../errors';
import { createCallGateway, type GatewayCall, operationOf } from './gateway-call';
import type { GatewayFunction } from './gateway-request';
import type { FunctionResult } from './gateway-response';
import type {
  IntacctCall,
  IntacctClient,
  IntacctConnection,
  IntacctRecord,
  PostingFunction,
  PostingReceipt,
  PostingRequest,
} from './intacct-client';
import { createLookUps, sessionEntity } from './look-ups';
import { findPostingFault } from './posting-check';
import { gatewayFunctionOf } from './posting-functions';
import { listRows, queryRows, queryTogether, rowsFrom } from './query-pages';
import { deleteFunction, keysPerCallMax, readFunction, writeRecordFunction } from './record-functions';
import { createSessions, type Sessions } from './sessions';
import { childText } from './xml-reader';

/**
 * The XML gateway of one company (facts/intacct.md). Throws verdicts of `clients/errors.ts`, RangeError on arguments
 * that no caller should make. `onCall` hears of every HTTP request and must not throw; no secret reaches it.
 */
export function createIntacctClient(
  connection: IntacctConnection,
  options: { onCall?: (call: IntacctCall) => void; fetch?: typeof fetch } = {},
): IntacctClient {
  assertEndpoint(connection.endpoint);
  const onCall = options.onCall ?? (() => {});
  const sessions = createSessions(connection, createCallGateway(connection, options.fetch ?? fetch, onCall));
  const query: IntacctClient['query'] = (entityId, request) => queryRows(sessions.send, entityId, request);
  const read: IntacctClient['read'] = (entityId, object, recordNumbers, fields) =>
    readInBatches(sessions, 'read', entityId, object, recordNumbers, fields);
  return {
    postAtomically: (request) => postAtomically(sessions, request),
    ...createLookUps({ query, read }),
    query,
    queryTogether: (entityId, requests) => queryTogether(sessions.send, entityId, requests),
    getList: (entityId, object) => listRows(sessions.send, entityId, object),
    read,
    readByName: (entityId, object, names, fields) =>
      readInBatches(sessions, 'readByName', entityId, object, names, fields),
    create: (entityId, controlId, object, record) =>
      writeRecord(sessions, entityId, writeRecordFunction('create', controlId, object, record)),
    update: (entityId, controlId, object, record) =>
      writeRecord(sessions, entityId, writeRecordFunction('update', controlId, object, record)),
    async delete(entityId, controlId, object, recordNumbers) {
      await sessions.send(writeCall(entityId, controlId, [deleteFunction(controlId, object, recordNumbers)]));
    },
    async signIn(entityId) {
      const { endpoint } = await sessions.signIn(entityId);
      return { endpoint };
    },
  };
}

async function postAtomically(sessions: Sessions, request: PostingRequest): Promise<PostingReceipt> {
  const functions = request.functions.map(gatewayFunctionOf);
  const call = writeCall(sessionEntity(request.entityId), request.requestControlId, functions);
  const operation = operationOf(call);
  for (const posting of request.functions) {
    const fault = findPostingFault(posting);
    if (fault === null) continue;
    const { code, message } = fault;
    throw new Rejected(`${operation}: not sent: ${message}`, { operation, code, controlId: posting.controlId });
  }
  const results = await sessions.send(call);
  return {
    results: request.functions.map((posting, index) => ({
      controlId: posting.controlId,
      recordNumber: postedRecordNumber(posting, results[index], operation),
    })),
  };
}

// A reversal, or an update, may answer with nothing but its status; what it changed then is what there is to name.
function postedRecordNumber(posting: PostingFunction, result: FunctionResult | undefined, operation: string): string {
  const recordNumber = recordNumberOf(result);
  if (recordNumber !== null) return recordNumber;
  if (posting.kind === 'reverse-invoice') return posting.recordNumber;
  if (posting.kind === 'add-timesheet-entries' && posting.standing !== null) return posting.standing.recordNumber;
  throw withoutRecordNumber(posting.controlId, operation);
}

async function writeRecord(
  sessions: Sessions,
  entityId: string | null,
  write: GatewayFunction,
): Promise<{ recordNumber: string }> {
  const call = writeCall(entityId, write.controlId, [write]);
  const results = await sessions.send(call);
  const recordNumber = recordNumberOf(results[0]);
  if (recordNumber === null) throw withoutRecordNumber(write.controlId, operationOf(call));
  return { recordNumber };
}

async function readInBatches(
  sessions: Sessions,
  verb: 'read' | 'readByName',
  entityId: string | null,
  object: string,
  keys: readonly string[],
  fields: readonly string[] | undefined,
): Promise<IntacctRecord[]> {
  const rows: IntacctRecord[] = [];
  for (let start = 0; start < keys.length; start += keysPerCallMax) {
    const controlId = `${verb}-${randomUUID()}`;
    const read = readFunction(verb, controlId, object, keys.slice(start, start + keysPerCallMax), fields);
    const call: GatewayCall = { entityId, requestControlId: controlId, functions: [read], effect: 'read' };
    rows.push(...rowsFrom((await sessions.send(call))[0], operationOf(call)));
  }
  return rows;
}

function writeCall(entityId: string | null, requestControlId: string, functions: GatewayFunction[]): GatewayCall {
  return { entityId, requestControlId, functions, effect: 'write' };
}

// Legacy creates answer <key>, generic ones a row with RECORDNO (facts 3.2).
function recordNumberOf(result: FunctionResult | undefined): string | null {
  if (result === undefined) return null;
  if (result.key !== null && result.key !== '') return result.key;
  const row = result.payload?.children[0];
  const recordNumber = row === undefined ? null : childText(row, 'RECORDNO');
  return recordNumber === '' ? null : recordNumber;
}

// It succeeded, but as what? Looking it up by its key tells.
function withoutRecordNumber(controlId: string, operation: string): OutcomeUnknown {
  const message = `${operation}: ${controlId} succeeded without a record number`;
  return new OutcomeUnknown(message, { operation, reason: 'no-answer' });
}

// Credentials in an address would end in messages; fetch would refuse them anyway.
function assertEndpoint(endpoint: string): void {
  const url = new URL(endpoint);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw new RangeError('the endpoint is no HTTP address');
  if (url.username !== '' || url.password !== '') throw new RangeError('the endpoint must carry no credentials');
}
