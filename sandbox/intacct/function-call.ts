import type { BookRecord, Books } from './books';
import type { SandboxSettings } from './settings';
import type { XmlElement } from './xml';

/** One function of a request, with all that it may look at. */
export interface FunctionCall {
  readonly element: XmlElement;
  readonly controlId: string;
  /** control/controlid of the request, and the sandbox's own running number of it. */
  readonly requestControlId: string;
  readonly requestNumber: number;
  readonly books: Books;
  readonly settings: SandboxSettings;
  /** Entity of the session or login; empty at top level. */
  readonly entityId: string;
  readonly userId: string;
  readonly companyId: string;
  readonly now: Date;
  /** 0 up to 1, from the sandbox's seed. */
  readonly random: () => number;
  /** Address that a session made now must be used on. */
  readonly sessionEndpoint: string;
  /** A fault says that every period is closed for this request. */
  readonly periodsClosedByFault: boolean;
}

/** What a function did: what stands in its result, and what Intacct bills for. */
export interface FunctionAnswer {
  readonly elements: readonly XmlElement[];
  readonly headersWritten: number;
  readonly pagesRead: number;
}

/** The company's own set-up, which is not a master. */
export function companyRecord(books: Books): BookRecord {
  const company = books.get('@COMPANY', 'company');
  if (!company) throw new Error('sandbox has no company: PUT /admin/company first');
  return company;
}
