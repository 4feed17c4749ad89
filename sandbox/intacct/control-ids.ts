import { createHash } from 'node:crypto';
import type { Books } from './books';
import type { SandboxSettings } from './settings';

/** What a function is remembered by, for uniqueid=true. */
export interface FunctionIdentity {
  readonly controlId: string;
  readonly requestControlId: string;
  readonly senderId: string;
}

/** The memory of function control ids that were executed and completed (facts/intacct.md section 5 and 11.2). */
export interface ControlIds {
  /** Takes ids for a request that has begun; answers those that another request is still working on. */
  begin(keys: readonly string[]): Set<string>;
  end(keys: readonly string[]): void;
}

/** Ids of requests in process; the completed ones are in the books, so that they roll back with them. */
export function createControlIds(): ControlIds {
  const inProcess = new Map<string, number>();
  return {
    begin(keys) {
      const busy = new Set(keys.filter((key) => inProcess.has(key)));
      for (const key of keys) inProcess.set(key, (inProcess.get(key) ?? 0) + 1);
      return busy;
    },
    end(keys) {
      for (const key of keys) {
        const holders = (inProcess.get(key) ?? 1) - 1;
        if (holders === 0) inProcess.delete(key);
        else inProcess.set(key, holders);
      }
    },
  };
}

/** The key that makes a repetition, by the setting. */
export function identityKey(settings: SandboxSettings, identity: FunctionIdentity): string {
  const parts = {
    function: [identity.controlId],
    'request-and-function': [identity.requestControlId, identity.controlId],
    'sender-and-function': [identity.senderId, identity.controlId],
  }[settings.controlIdScope];
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}

/** True when a function of that key was completed. */
export function isCompleted(books: Books, key: string): boolean {
  return books.get('@CONTROLID', key) !== undefined;
}

/** Remembers a completed function; a rollback forgets it again. */
export function rememberCompleted(books: Books, key: string, controlId: string): void {
  books.put('@CONTROLID', key, { CONTROLID: controlId });
}
