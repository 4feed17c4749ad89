import {
  isTimeZone,
  localDay,
  nextLocalDay,
  readLocalInstants,
  readUtcInstant,
  utcText,
} from '../../domain/local-time';

const chicago = 'America/Chicago';
const readings = (local: string, timeZone = chicago) => readLocalInstants(local, timeZone).map(utcText);
const utc = (text: string) => readUtcInstant(text) ?? Number.NaN;

describe('a local time', () => {
  it('is one instant on an ordinary day, with a blank or a T, with or without seconds', () => {
    expect(readings('2026-11-16T07:00')).toEqual(['2026-11-16T13:00:00Z']);
    expect(readings('2026-11-16 07:00:59')).toEqual(['2026-11-16T13:00:00Z']);
    expect(readings('2026-11-16T07:00', 'Australia/Adelaide')).toEqual(['2026-11-15T20:30:00Z']);
  });

  it('that stands twice when clocks go back is two instants, the earlier first, on either side of the earth', () => {
    expect(readings('2026-11-01T01:30')).toEqual(['2026-11-01T06:30:00Z', '2026-11-01T07:30:00Z']);
    expect(readings('2026-04-05T02:30', 'Australia/Sydney')).toEqual(['2026-04-04T15:30:00Z', '2026-04-04T16:30:00Z']);
  });

  it('that clocks skip is the instant that a clock nobody set shows so: after the jump', () => {
    expect(readings('2026-03-08T02:30')).toEqual(readings('2026-03-08T03:30'));
    expect(readings('2026-10-04T02:30', 'Australia/Sydney')).toEqual(readings('2026-10-04T03:30', 'Australia/Sydney'));
  });

  it('is none when the text is no date and time, or names an offset of its own', () => {
    for (const text of ['', '2026-13-01T07:00', '2026-11-16', '07:00', '2026-11-16T07:00Z', '2026-11-16T25:00']) {
      expect(readings(text)).toEqual([]);
    }
  });
});

describe('a time in UTC', () => {
  it('is read with its offset, and seconds are cut off', () => {
    expect(utcText(utc('2026-11-16T13:00:59.999Z'))).toBe('2026-11-16T13:00:00Z');
    expect(utc('2026-11-16 13:00:00')).toBe(utc('2026-11-16T07:00:00-06:00'));
  });

  it('is nothing when it is no date and time', () => {
    for (const text of ['', 'soon', '2026-11-16', '2026-11-31T07:00:00Z']) expect(readUtcInstant(text)).toBeNull();
  });
});

describe('a day', () => {
  it('is that of the place, and the next begins at its own midnight, 23 and 25 hours later when clocks change', () => {
    expect(localDay(utc('2026-11-16T05:59:00Z'), chicago)).toBe('2026-11-15');
    expect(utcText(nextLocalDay(utc('2026-11-16T05:59:00Z'), chicago))).toBe('2026-11-16T06:00:00Z');
    expect(nextLocalDay(utc('2026-03-08T06:00:00Z'), chicago) - utc('2026-03-08T06:00:00Z')).toBe(23 * 60);
    expect(nextLocalDay(utc('2026-11-01T05:00:00Z'), chicago) - utc('2026-11-01T05:00:00Z')).toBe(25 * 60);
  });
});

test('a time zone is one that the time zone database names', () => {
  expect(['America/Chicago', 'UTC', 'Mars/Base', '', '+25:00'].map(isTimeZone)).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
});
