import type { Pool } from 'pg';
import type { Logger } from 'pino';
import type { AssignarAccess } from '../clients/assignar/connection';
import type { Authentication } from '../clients/errors';
import { type CompanyException, closeCompanyException, openCompanyException } from '../db/company-exceptions';
import { inTransaction } from '../db/pool';
import { causeKey } from '../domain/exception';

const signIn = causeKey.signIn('assignar');
const permission = causeKey.permission('assignar');
// Another process may have been refused what this one is answered with a token that it showed long ago.
const showAgainMs = 60_000;
// Every flow of the company that needs Assignar waits; none of them is at fault.
const flow = 'assignar';

/** What one process knows of a company's credentials. */
interface Standing {
  /** The newest token that an answer came to. */
  tokenNumber: number;
  /** What that token has shown to be allowed, and until when that need not be written again: nobody asks the database at each call. */
  shown: Map<string, number>;
  /** In the order of the answers: an exception that is closed must not be opened by an earlier refusal. */
  written: Promise<void>;
}

interface Allowed {
  cause: string;
  field: string;
  because: string;
  holdsMs: number;
}

// However long the token goes on to be accepted, it shows a sign-in once: when it was made.
const signedIn: Allowed = {
  cause: signIn,
  field: 'sign-in',
  because: 'signed in again',
  holdsMs: Number.POSITIVE_INFINITY,
};

/** Given to the client of a company as `onAccess`. */
export type WatchAccess = (company: string, access: AssignarAccess) => Promise<void>;

/**
 * Keeps one exception while Assignar refuses a company's sign-in, and one while it refuses something to its token, however many wait and in
 * whatever processes. The first is closed by a token that came after the refusal: one from before is accepted for up to an hour and proves
 * nothing. The second is closed when what it names is answered; whatever else is refused then opens its own. Never rejects: what cannot be
 * written is logged, and written at the next occasion.
 */
export function createAssignarAccess(
  { pool, log }: { pool: Pool; log: Logger },
  nowMs: () => number = () => performance.now(),
): WatchAccess {
  const standings = new Map<string, Standing>();

  function write(company: string, standing: Standing, what: () => Promise<void>): Promise<void> {
    standing.written = standing.written.then(what).catch((error) => {
      log.warn({ company, error: String(error) }, 'access to Assignar not written down');
    });
    return standing.written;
  }

  function open(company: string, standing: Standing, exception: CompanyException): Promise<void> {
    return write(company, standing, () =>
      inTransaction(pool, (transaction) => openCompanyException(transaction, company, flow, exception)),
    );
  }

  function close(company: string, standing: Standing, allowed: Allowed): Promise<void> {
    const { cause, field, because, holdsMs } = allowed;
    const { shown } = standing;
    const now = nowMs();
    if ((shown.get(field) ?? now) > now) return Promise.resolve();
    shown.set(field, now + holdsMs);
    return write(company, standing, async () => {
      try {
        await closeCompanyException(pool, company, cause, because, field);
      } catch (error) {
        shown.delete(field);
        throw error;
      }
    });
  }

  return async (company, access) => {
    const standing = standings.get(company) ?? { tokenNumber: 0, shown: new Map(), written: Promise.resolve() };
    standings.set(company, standing);
    if (access.kind === 'sign-in-refused') {
      await open(company, standing, signInRefused(company, access.refusal));
      return;
    }
    const { asked, tokenNumber, refusal } = access;
    // The answer to a request that was on its way with the token before.
    if (tokenNumber < standing.tokenNumber) return;
    if (tokenNumber > standing.tokenNumber) {
      standing.tokenNumber = tokenNumber;
      standing.shown = new Map();
    }
    const signInWritten = close(company, standing, signedIn);
    if (refusal === null) await close(company, standing, answered(asked));
    else {
      standing.shown.delete(asked);
      await open(company, standing, permissionMissing(company, asked, refusal));
    }
    await signInWritten;
  };
}

function answered(asked: string): Allowed {
  return { cause: permission, field: asked, because: 'answered again', holdsMs: showAgainMs };
}

function signInRefused(company: string, refusal: Authentication): CompanyException {
  return {
    code: 'SIGN_IN_REFUSED',
    field: 'sign-in',
    expected: 'Assignar to accept the client id, the secret and the scope',
    actual: refusal.message,
    message: `company ${company}: Assignar refuses the sign-in; what needs Assignar waits until it is accepted: ${refusal.message}`,
    causeKey: signIn,
  };
}

function permissionMissing(company: string, asked: string, refusal: Authentication): CompanyException {
  // Without the operation, which names one record of many.
  const said = refusal.message.replace(`${refusal.operation}: `, '');
  return {
    code: 'PERMISSION_MISSING',
    field: asked,
    expected: `Assignar to answer ${asked}`,
    actual: said,
    message: `company ${company}: Assignar refuses ${asked}; what needs it waits until it is answered, and more may be refused (doctor tells): ${said}`,
    causeKey: permission,
  };
}
