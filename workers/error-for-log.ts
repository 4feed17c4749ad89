import { types } from 'node:util';

/** An error as a log line holds it: enough to find the fault, nothing of what its message says. */
interface LoggedError {
  type: string;
  /** Document keys, cause keys and codes that the error names. */
  keys?: string[];
  /** Where it was thrown, without the line that repeats the message. */
  stack: string[];
  cause?: LoggedError | string;
  [named: string]: unknown;
}

// Deeper causes are the frameworks' own, and an error may be its own cause.
const causesMax = 5;
const framesMax = 12;
const textCharactersMax = 300;

const frame = /^\s+at .+:\d+:\d+\)?$/;
/** One word, as codes and keys are; digits alone may be an amount. */
const keyWord = /^(?=.*[A-Za-z])[\w.:/-]{1,120}$/;
const amount = /(?<![\d.:-])[+-]?\d[\d,]*\.\d{2,}(?![\w:]|\.\d)/g;
const credentials = /\b([a-z][a-z+]*:\/\/)[^\s/@]*@/gi;

/** What errors of clients, PostgreSQL, Node and Temporal call the facts that are worth a line, none of them a sentence. */
const namedFacts = [
  'code',
  'constraint',
  'syscall',
  'reason',
  'controlId',
  'activityType',
  'workflowType',
  'timeoutType',
  'retryState',
];
const keyFields = ['code', 'document', 'documentKey', 'causeKey', 'company'];

/**
 * An error for the log: its type, codes, keys and stack frames, down its causes. Never its message, which may hold
 * amounts or a connection string; a text that stands for an error is kept with both cut out.
 */
export function errorForLog(error: unknown, depth = 0): LoggedError | string {
  if (typeof error === 'string') return withoutAmounts(error);
  // An error of a workflow comes from another realm, where it is an instance of another Error.
  if (!types.isNativeError(error)) return { type: typeof error, stack: [] };
  const fields: Record<string, unknown> = { ...error };
  const facts = namedFacts.filter((name) => isFact(name, fields[name])).map((name) => [name, fields[name]]);
  const keys = keysOf(fields);
  const withCause = error.cause !== undefined && error.cause !== null && depth < causesMax;
  return {
    type: typeOf(error, fields),
    ...Object.fromEntries(facts),
    ...(typeof fields.operation === 'string' ? { operation: withoutAmounts(fields.operation) } : {}),
    ...(keys.length > 0 ? { keys } : {}),
    stack: framesOf(error),
    ...(withCause ? { cause: errorForLog(error.cause, depth + 1) } : {}),
  };
}

/** PostgreSQL's codes may be digits alone; elsewhere a word without a letter may be an amount. */
function isFact(name: string, fact: unknown): boolean {
  if (typeof fact === 'number') return true;
  return typeof fact === 'string' && (keyWord.test(fact) || (name === 'code' && /^\w{1,20}$/.test(fact)));
}

/** A text with amounts and the credentials of connection strings cut out, 300 characters at most. */
export function withoutAmounts(text: string): string {
  const kept = text.replace(credentials, '$1[secret]@').replace(amount, '[amount]');
  return kept.length > textCharactersMax ? `${kept.slice(0, textCharactersMax)}…` : kept;
}

/** Temporal's failures name their kind in `type`; one that crossed a thread has only its stack left to tell. */
function typeOf(error: Error, fields: Record<string, unknown>): string {
  if (typeof fields.type === 'string' && keyWord.test(fields.type)) return fields.type;
  const header = error.name === 'Error' ? /^(\w+(?:Error|Failure)\b)/m.exec(error.stack ?? '')?.[1] : undefined;
  return header ?? error.name;
}

function framesOf(error: Error): string[] {
  const stack = error.stack ?? '';
  const messageAt = stack.indexOf(error.message);
  // A message of several lines may imitate frames: what follows it is what was really called.
  const called = messageAt < 0 ? stack : stack.slice(messageAt + error.message.length);
  return called
    .split('\n')
    .filter((line) => frame.test(line))
    .slice(0, framesMax)
    .map((line) => line.trim());
}

/** From Temporal's `details`, the numbers of a system's errors, and where a schema was not met. */
function keysOf(fields: Record<string, unknown>): string[] {
  const details = listOf(fields.details).flatMap((detail) =>
    typeof detail === 'object' && detail !== null ? keyFields.map((name) => Reflect.get(detail, name)) : [detail],
  );
  const numbers = listOf(fields.systemErrors).map((each) => Reflect.get(Object(each), 'number'));
  const paths = listOf(fields.issues).map((issue) => listOf(Reflect.get(Object(issue), 'path')).join('.'));
  const words = [...details, ...numbers, ...paths].filter((key) => typeof key === 'string' && keyWord.test(key));
  return [...new Set(words as string[])];
}

function listOf(field: unknown): unknown[] {
  return Array.isArray(field) ? field : [];
}
