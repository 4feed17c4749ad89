import { isNativeError } from 'node:util/types';
import { ServiceError } from '@temporalio/client';
import { z } from 'zod';
import { Authentication, Rejected, Transport } from '../clients/errors';
import { ProfileError } from '../companies/company-profiles';
import { ConfigError } from '../config';
import { type ExitCode, exitCodes, NegativeAnswer, Unreachable, UsageError } from './exit-codes';

/** A failed command as `--json` prints it, under `error`. */
export interface FailureReport {
  exitCode: ExitCode;
  kind: 'no' | 'usage' | 'settings' | 'unreachable' | 'unexpected';
  message: string;
}

// What node and PostgreSQL say when nobody answers, or answers to this login: refused, gone, not found, starting up, shut
// down; password or login refused, no such database.
const unreachableCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'EAI_AGAIN',
  '57P01',
  '57P03',
  '08006',
  '08001',
  '28000',
  '28P01',
  '3D000',
]);

/** What a command that threw says to its caller: exit code, kind and words, without a stack. */
export function reportFailure(error: unknown): FailureReport {
  const message = messageOf(error);
  if (error instanceof NegativeAnswer || error instanceof Rejected)
    return { exitCode: exitCodes.no, kind: 'no', message };
  if (error instanceof UsageError) return { exitCode: exitCodes.usage, kind: 'usage', message };
  if (error instanceof ConfigError || error instanceof ProfileError) {
    const hint = error instanceof ConfigError ? ' (no stack of `npm start` runs here either)' : '';
    return { exitCode: exitCodes.usage, kind: 'settings', message: `${message}${hint}` };
  }
  if (isUnreachable(error)) return { exitCode: exitCodes.unreachable, kind: 'unreachable', message };
  return { exitCode: exitCodes.no, kind: 'unexpected', message };
}

function isUnreachable(error: unknown): boolean {
  if (error instanceof Unreachable || error instanceof Transport || error instanceof Authentication) return true;
  if (error instanceof ServiceError) return true;
  if (!isNativeError(error)) return false;
  if ('errors' in error && Array.isArray(error.errors)) return error.errors.some(isUnreachable);
  const { code } = error as NodeJS.ErrnoException;
  return (
    (code !== undefined && unreachableCodes.has(String(code))) ||
    /timeout exceeded when trying to connect|Connection terminated/.test(error.message) ||
    isUnreachable(error.cause)
  );
}

/** What an error says, in one line; node gives the tries at each address of a name without words of its own. */
export function messageOf(error: unknown): string {
  if (!isNativeError(error)) return String(error);
  if (error.message === '' && 'errors' in error && Array.isArray(error.errors)) {
    return error.errors.map(messageOf).join('; ');
  }
  return error.message;
}

/** Reads one input of a command line. Throws UsageError: which, what was expected, what came. */
export function parseInput<T>(name: string, schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const came = value === undefined ? 'nothing' : JSON.stringify(value);
  throw new UsageError(`${name}: ${z.prettifyError(parsed.error).replace(/^✖ /, '')}, came ${came}`);
}
