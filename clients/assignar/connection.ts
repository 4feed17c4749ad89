import type { AssignarExtraField } from '../../domain/assignar-profile';
import type { Authentication } from '../errors';
import type { AssignarCall } from './assignar-client';

/** Where and as whom to sign in: one region's addresses (facts/assignar.md 4.1). The secret comes from the environment. */
export interface AssignarConnection {
  /** `https://login.assignar.com/oauth2/token`. */
  tokenUrl: string;
  /** With the version: `https://api.assignar.com.au/v2`. */
  apiUrl: string;
  clientId: string;
  clientSecret: string;
  scope: string;
  /** Of one request, from the first byte sent to the last one read. */
  requestTimeoutMs: number;
}

/** What the credentials may do, as one answer showed it. Transport faults show nothing, and a token that was renewed is not told. */
export type AssignarAccess =
  | { kind: 'sign-in-refused'; refusal: Authentication }
  /** `asked`: method and path without ids, `GET /users/{id}`. `tokenNumber` counts the tokens of the client. `refusal` null: it may. */
  | { kind: 'asked'; asked: string; tokenNumber: number; refusal: Authentication | null };

/** What is not confirmed of the API, or differs between companies: from the company's profile. */
export interface AssignarOptions {
  pageSize: number;
  /** The field by which rows tell their last modification. */
  modifiedField: string;
  /** Wire names of a worker's fields; null: neither read nor sent. */
  workerFields: { department: string | null; earningType: string | null };
  /** Those of the unpublished fields that the tenant has; the others are neither read nor sent. */
  extraFields: readonly AssignarExtraField[];
  /** IANA; the clock of whatever names no place of its own. */
  timeZone: string;
  /** Hears of every HTTP request, sign-ins among them; must not throw. No secret reaches it. */
  onCall?: (call: AssignarCall) => void;
  /** Hears what the credentials may do, and is waited for before the caller gets its answer; must not reject. */
  onAccess?: (access: AssignarAccess) => Promise<void>;
  fetch?: typeof fetch;
  /** A clock that only goes forward; by it tokens grow old. */
  nowMs?: () => number;
}

/** Refuses addresses that are not HTTP, or that hold credentials: those would end in messages. RangeError. */
export function assertAddress(name: string, address: string): void {
  const url = new URL(address);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw new RangeError(`${name} is no HTTP address`);
  if (url.username !== '' || url.password !== '') throw new RangeError(`${name} must carry no credentials`);
}
