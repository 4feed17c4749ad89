import { DatabaseError } from 'pg';
import { ZodError } from 'zod';
import {
  Authentication,
  OutcomeUnknown,
  RateLimited,
  Rejected,
  Transport,
  UnexpectedResponse,
  type Verdict,
} from '../errors';

// SQLSTATEs after which nothing was done and the same statement may go through later: connection lost (08), operator
// or crash (57P0x), statement timeout (57014), too many connections (53), lock and serialization (40, 55P03).
const passing = /^(08|53|40)|^(57P0[1-5]|57014|55P03)$/;
// Invalid password or login (28), no such database (3D000).
const signInRefused = /^28|^3D000$/;
const permissionMissing = '42501';
// A text or number that the column does not hold: a site's tables may be narrower than those we know.
const valueTooLong = /^2200[13]$/;
// No such table, column, function or schema; a type that does not compare.
const otherSchema = /^(42P01|42703|42883|3F000|42804)$/;

/**
 * Turns what `pg` or zod threw into a verdict; a verdict passes through. Only reads and writes that may be repeated
 * by their key go through here, so a lost connection is Transport and never an unknown outcome.
 */
export function databaseVerdict(error: unknown, operation: string): Verdict {
  if (isVerdict(error)) return error;
  if (error instanceof ZodError) {
    const faults = error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).slice(0, 5);
    return new UnexpectedResponse(`${operation}: a row is not as expected: ${faults.join('; ')}`, {
      operation,
      cause: error,
    });
  }
  if (!(error instanceof DatabaseError)) {
    const reason = error instanceof Error ? error.message || error.name : String(error);
    return new Transport(`${operation}: the database cannot be reached: ${reason}`, { operation, cause: error });
  }
  return refusalVerdict(error, operation);
}

function refusalVerdict(error: DatabaseError, operation: string): Verdict {
  const code = error.code ?? '';
  const systemErrors = [{ number: code, description: error.message, correction: error.hint ?? '' }];
  const details = { operation, systemErrors, cause: error };
  const said = `${operation}: ${error.message} (SQLSTATE ${code})`;
  if (passing.test(code)) return new Transport(said, details);
  if (signInRefused.test(code)) return new Authentication(said, details);
  if (code === permissionMissing) return new Rejected(said, { ...details, code: 'PERMISSION_MISSING' });
  if (valueTooLong.test(code)) return new Rejected(said, { ...details, code: 'FIELD_TOO_LONG' });
  if (otherSchema.test(code)) {
    return new UnexpectedResponse(`${said}: the database's schema differs, see doctor`, details);
  }
  return new UnexpectedResponse(said, details);
}

function isVerdict(error: unknown): error is Verdict {
  return [Transport, RateLimited, Authentication, Rejected, UnexpectedResponse, OutcomeUnknown].some(
    (verdict) => error instanceof verdict,
  );
}
