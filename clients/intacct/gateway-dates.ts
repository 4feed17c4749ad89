import { element, type XmlElement } from './xml-writer';

const isoDate = /^(\d{4})-(\d{2})-(\d{2})$/;
const gatewayDate = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?: \d{2}:\d{2}:\d{2})?$/;
const gatewayTimestamp = /^(\d{1,2})\/(\d{1,2})\/(\d{4}) (\d{2}:\d{2}:\d{2})$/;

// No page of the vendor names the zone of WHENMODIFIED; two connectors in the field take it for UTC (facts 8, 11.14).
const gatewayZone = 'Z';

/** YYYY-MM-DD as year, month and day children, for legacy functions (facts 2); throws RangeError on another form. */
export function legacyDate(name: string, date: string): XmlElement {
  const [year, month, day] = splitDate(date);
  return element(name, [element('year', year), element('month', month), element('day', day)]);
}

/** YYYY-MM-DD as MM/DD/YYYY, for generic functions and filters (facts 2); throws RangeError on another form. */
export function genericDate(date: string): string {
  const [year, month, day] = splitDate(date);
  return `${month}/${day}/${year}`;
}

/** A date of a read record, MM/DD/YYYY with or without a time, as YYYY-MM-DD; null when it is neither. */
export function dateFromGateway(text: string): string | null {
  const match = gatewayDate.exec(text);
  if (match === null) return isoDate.test(text) ? text : null;
  const [, month = '', day = '', year = ''] = match;
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

/** An ISO 8601 time as MM/DD/YYYY HH:mm:ss, cut to the second, for filters (facts 2); throws RangeError on no time. */
export function genericTimestamp(iso: string): string {
  const [date = '', time = ''] = new Date(iso).toISOString().split('T');
  return `${genericDate(date)} ${time.slice(0, 8)}`;
}

/** A time of a read record, MM/DD/YYYY HH:mm:ss, as ISO 8601 in UTC; null when it is none. */
export function timestampFromGateway(text: string): string | null {
  const match = gatewayTimestamp.exec(text);
  if (match === null) return null;
  const [, month = '', day = '', year = '', time = ''] = match;
  const at = new Date(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}T${time}${gatewayZone}`);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}

function splitDate(date: string): [year: string, month: string, day: string] {
  const match = isoDate.exec(date);
  if (match === null) throw new RangeError(`"${date}" is not a date YYYY-MM-DD`);
  return [match[1] ?? '', match[2] ?? '', match[3] ?? ''];
}
