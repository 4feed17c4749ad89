import { types } from 'node:util';
import { type DestinationStream, type Logger, pino } from 'pino';
import { errorForLog, withoutAmounts } from './error-for-log';

// Where a secret could come along in an object that is logged; amounts are left out by not logging them.
const secretNames = [
  'password',
  'senderPassword',
  'userPassword',
  'sessionId',
  'authorization',
  // Whoever has it may complete an activity in the worker's place.
  'taskToken',
];
const secretPaths = secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);

/** JSON lines on standard output, with the process's name; secrets, and what errors say in words, are cut out. */
export function createLog(name: string, level: string, destination?: DestinationStream): Logger {
  const options = {
    name,
    level,
    redact: { paths: secretPaths, censor: '[secret]' },
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: {
      err: (error: unknown) => errorForLog(error),
      error: (error: unknown) => errorForLog(error),
      // Temporal's core gives a failure as text, with its message in it.
      failure: (failure: unknown) => (typeof failure === 'string' ? withoutAmounts(failure) : errorForLog(failure)),
    },
    hooks: { logMethod: logWithoutMessage },
  };
  return destination ? pino(options, destination) : pino(options);
}

/** An error's message would come back as the line's own text: pino, Fastify and Temporal repeat it there. */
function logWithoutMessage(this: Logger, line: Parameters<pino.LogFn>, write: pino.LogFn): void {
  const [fields, said, ...others] = line as [unknown, ...unknown[]];
  const error = errorIn(fields);
  const text = said === undefined && error ? error.message : said;
  const repeats = error !== undefined && error.message !== '' && typeof text === 'string';
  const kept = repeats ? [fields, text.replaceAll(error.message, error.name), ...others] : line;
  write.apply(this, kept as Parameters<pino.LogFn>);
}

function errorIn(fields: unknown): Error | undefined {
  const candidates = [fields, Reflect.get(Object(fields), 'err'), Reflect.get(Object(fields), 'error')];
  return candidates.find((candidate) => types.isNativeError(candidate)) as Error | undefined;
}
