import { type Logger, pino } from 'pino';

// Where a secret could come along in an object that is logged; amounts are left out by not logging them.
const secretPaths = [
  'password',
  '*.password',
  'senderPassword',
  '*.senderPassword',
  'userPassword',
  '*.userPassword',
  'sessionId',
  '*.sessionId',
  'authorization',
  '*.authorization',
];

/** JSON lines on standard output, with the process's name; secrets are cut out. */
export function createLog(name: string, level: string): Logger {
  return pino({
    name,
    level,
    redact: { paths: secretPaths, censor: '[secret]' },
    timestamp: pino.stdTimeFunctions.isoTime,
  });
}
