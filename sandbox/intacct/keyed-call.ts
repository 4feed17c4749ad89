import type { BookRecord, Books } from './books';
import { companyRecord, type FunctionCall } from './function-call';
import type { SandboxSettings } from './settings';
import { type XmlElement, xmlElement } from './xml';

/** A function as somebody at a keyboard would have Intacct do it: in an entity (empty: top level), without control ids. */
export function keyedCall(
  books: Books,
  settings: SandboxSettings,
  keyed: { element: XmlElement; entityId: string; userId: string; now: Date },
): FunctionCall {
  return {
    ...keyed,
    controlId: '',
    requestControlId: '',
    requestNumber: 0,
    books,
    settings,
    companyId: companyRecord(books).COMPANYID as string,
    random: () => 0,
    sessionEndpoint: '',
    periodsClosedByFault: false,
  };
}

/** A date as the legacy functions want it, from YYYY-MM-DD. */
export function dateElement(name: string, date: string): XmlElement {
  const [year = '', month = '', day = ''] = date.split('-');
  return xmlElement(name, [xmlElement('year', year), xmlElement('month', month), xmlElement('day', day)]);
}

/** An element of text children, without those that are undefined or empty. */
export function textElements(fields: Readonly<Record<string, string | undefined>>): XmlElement[] {
  return Object.entries(fields).flatMap(([name, text]) => (text ? [xmlElement(name, text)] : []));
}

/** The open document of receivables that a number names, in its table; undefined when there is none. */
export function documentNumbered(
  books: Books,
  table: 'ARINVOICE' | 'ARADJUSTMENT',
  number: string,
  customerId: string,
): BookRecord | undefined {
  const found = books
    .find(table, 'RECORDID', number)
    .filter((record) => record.CUSTOMERID === customerId && record.STATE !== 'Reversed');
  return found.find((record) => record.STATE !== 'Paid') ?? found.at(-1);
}
