import { randomUUID } from 'node:crypto';
import type { BookRecord, Books } from './books';
import type { SandboxSettings } from './settings';

/** A session: who, in which entity (empty at top level), on which address, until when. */
export interface Session {
  readonly sessionId: string;
  readonly userId: string;
  readonly entityId: string;
  readonly endpoint: string;
  readonly startedAt: string;
  readonly expiresAt: string;
}

/** Opens a session that must be used on `endpoint`. */
export function openSession(
  books: Books,
  settings: SandboxSettings,
  who: { userId: string; entityId: string; endpoint: string },
  now: Date,
): Session {
  const session: Session = {
    sessionId: `${randomUUID().replaceAll('-', '')}..`,
    ...who,
    startedAt: now.toISOString(),
    expiresAt: expiry(settings, now),
  };
  books.put('@SESSION', session.sessionId, { ...session });
  return session;
}

/** A session that is alive and on its own address, its expiry moved forward; null when it is not. */
export function useSession(
  books: Books,
  settings: SandboxSettings,
  sessionId: string,
  endpointPath: string,
  now: Date,
): Session | null {
  const record = books.get('@SESSION', sessionId);
  if (!record) return null;
  const session = sessionOf(record);
  if (session.expiresAt <= now.toISOString()) return null;
  if (settings.endpointPinning && new URL(session.endpoint).pathname !== endpointPath) return null;
  const extended = { ...session, expiresAt: expiry(settings, now) };
  books.put('@SESSION', sessionId, extended);
  return extended;
}

/** Ends a session before its time. */
export function expireSession(books: Books, sessionId: string): void {
  if (books.get('@SESSION', sessionId)) books.remove('@SESSION', sessionId);
}

function sessionOf(record: BookRecord): Session {
  return record as unknown as Session;
}

function expiry(settings: SandboxSettings, now: Date): string {
  return new Date(now.getTime() + settings.sessionLifetimeSeconds * 1000).toISOString();
}
