import type { Pool } from 'pg';
import type { Logger } from 'pino';
import type { AssignarAccess } from '../clients/assignar/connection';
import type { Authentication } from '../clients/errors';
import { type CompanyException, closeCompanyException, openCompanyException } from '../db/company-exceptions';
import { inTransaction } from '../db/pool';
import { causeKey } from '../domain/exception';

const signIn = causeKey.signIn('assignar');
const permission = causeKey.permission('assignar');
// Every flow of the company that needs Assignar waits; none of them is at fault.
const flow = 'assignar';

/** What one process knows of a company's credentials. */
interface Standing {
  /** The newest token that an answer came to. */
  tokenNumber: number;
  /** What that token has shown to be allowed, and is written down: nobody asks the database at each call. */
  shown: Set<string>;
  /** In the order of the answers: an exception that is closed must not be opened by an earlier refusal. */
  written: Promise<void>;
}

/** Given to the client of a company as `onAccess`. */
export type WatchAccess = (company: string, access: AssignarAccess) => Promise<void>;

/**
 * Keeps one exception while Assignar refuses a company's sign-in, and one while it refuses something to its token, however many wait and in
 * whatever processes. The first is closed by a token that came after the refusal: one from before is accepted for up to an hour and proves
 * nothing. The second is closed when what it names is answered; whatever else is refused then opens its own. Never rejects: what cannot be
 * written is logged, and written at the next occasion.
 */
export function createAssignarAccess({ pool, log }: { pool: Pool; log: Logger }): WatchAccess {
  const standings = new Map<string, Standing>();

  function write(company: string, standing: Standing, what: () => Promise<void>): void {
    standing.written = standing.written.then(what).catch((error) => {
      log.warn({ company, error: String(error) }, 'access to Assignar not written down');
    });
  }

  function open(company: string, standing: Standing, exception: CompanyException): void {
    write(company, standing, () =>
      inTransaction(pool, (transaction) => openCompanyException(transaction, company, flow, exception)),
    );
  }

  function close(
    company: string,
    standing: Standing,
    allowed: { cause: string; field: string; because: string },
  ): void {
    const { cause, field, because } = allowed;
    if (standing.shown.has(field)) return;
    const { shown } = standing;
    shown.add(field);
    write(company, standing, async () => {
      try {
        await closeCompanyException(pool, company, cause, because, field);
      } catch (error) {
        shown.delete(field);
        throw error;
      }
    });
  }

  return (company, access) => {
    const standing = standings.get(company) ?? { tokenNumber: 0, shown: new Set(), written: Promise.resolve() };
    standings.set(company, standing);
    if (access.kind === 'sign-in-refused') {
      open(company, standing, signInRefused(company, access.refusal));
      return standing.written;
    }
    const { asked, tokenNumber, refusal } = access;
    // The answer to a request that was on its way with the token before.
    if (tokenNumber < standing.tokenNumber) return standing.written;
    if (tokenNumber > standing.tokenNumber) {
      standing.tokenNumber = tokenNumber;
      standing.shown = new Set();
    }
    close(company, standing, { cause: signIn, field: 'sign-in', because: 'signed in again' });
    if (refusal === null) {
      close(company, standing, { cause: permission, field: asked, because: 'answered again' });
    } else {
      standing.shown.delete(asked);
      open(company, standing, permissionMissing(company, asked, refusal));
    }
    return standing.written;
  };
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
