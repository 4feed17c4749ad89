import type { Books } from './books';
import type { Envelope } from './envelope';
import { companyRecord } from './function-call';
import { type IntacctError, intacctError } from './intacct-error';
import { useSession } from './sessions';
import type { SandboxSettings } from './settings';
import { textOf } from './xml';

/** Who a request is from, once believed. */
export interface Identity {
  readonly userId: string;
  readonly companyId: string;
  readonly entityId: string;
  readonly startedAt: string;
  readonly expiresAt: string;
}

const SIGN_IN = intacctError('XL03000006', 'Sign-in information is incorrect', { errorId: 'SIM-SIGN-IN' });
const INVALID_SESSION = intacctError('XL03000006', 'Invalid session q....', { errorId: 'SIM-SESSION' });

/** The sender's own credentials, checked at control level; null when they are right. */
export function senderRefusal(books: Books, envelope: Envelope): IntacctError | null {
  const sender = books.get('@SENDER', envelope.senderId);
  if (sender && sender.PASSWORD === envelope.senderPassword) return null;
  return intacctError('XL03000006', 'Incorrect Intacct XML Partner ID or password.', { errorId: 'SIM-SENDER' });
}

/**
 * Login or session. A wrong company, user, password or entity and an inactive user all look alike; so do a session that is unknown, expired
 * or on another address than its own (facts/intacct.md 6.3, 7).
 */
export function authenticate(
  books: Books,
  settings: SandboxSettings,
  envelope: Envelope,
  endpointPath: string,
  now: Date,
): Identity | IntacctError {
  const { authentication } = envelope;
  const companyId = companyRecord(books).COMPANYID as string;
  if (authentication.name === 'sessionid') {
    const session = useSession(books, settings, authentication.text.trim(), endpointPath, now);
    const user = session && books.get('@USER', session.userId);
    if (!session || user?.STATUS !== 'active') return INVALID_SESSION;
    return authorised(books, envelope, { ...session, companyId });
  }
  if (authentication.name !== 'login') return SIGN_IN;
  const userId = textOf(authentication, 'userid') ?? '';
  // `company|client|entity` is the console's way to write the entity (facts/intacct.md section 2).
  const [company = '', , entityInCompany] = (textOf(authentication, 'companyid') ?? '').split('|');
  const entityId = textOf(authentication, 'locationid') || entityInCompany || '';
  const user = books.get('@USER', userId);
  const entityIsRight = entityId === '' || books.get('LOCATIONENTITY', entityId)?.STATUS === 'active';
  const userIsRight = user?.STATUS === 'active' && user.PASSWORD === textOf(authentication, 'password');
  if (company !== companyId || !userIsRight || !entityIsRight) return SIGN_IN;
  const expiresAt = new Date(now.getTime() + settings.sessionLifetimeSeconds * 1000).toISOString();
  return authorised(books, envelope, { userId, companyId, entityId, startedAt: now.toISOString(), expiresAt });
}

function authorised(books: Books, envelope: Envelope, identity: Identity): Identity | IntacctError {
  if (books.get('@SENDER', envelope.senderId)?.AUTHORISED === 'true') return identity;
  return intacctError(
    'XL03000006',
    `The sender ID '${envelope.senderId}' is not authorized to make Web Services requests to company ID '${identity.companyId}'.`,
    { description: 'Invalid Web Services Authorization', errorId: 'SIM-SENDER-NOT-AUTHORISED' },
  );
}

/** True when authentication failed. */
export function isAuthenticationError(value: Identity | IntacctError): value is IntacctError {
  return 'number' in value;
}
