import { minutesField } from '../../../clients/assignar/durations';
import { shiftOf, shiftTimesSchema } from '../../../clients/assignar/shift-times';

const shift = (times: object) => shiftOf(shiftTimesSchema.parse(times));
const utc = (at: string) => ({ kind: 'utc', at });
const naive = (local: string) => ({ kind: 'naive', local });

describe('the ends of a shift', () => {
  const there = { date: '2026-11-16', start_time: '07:00', end_time: '15:30' };

  it('are in UTC unless the sheet says that its times are naive', () => {
    const times = { ...there, start_datetime: '2026-11-15T20:00:00Z', end_datetime: '2026-11-16T15:30:00+11:00' };
    expect(shift({ ...times, is_naive_datetime: false })).toEqual({
      startsAt: utc('2026-11-15T20:00:00.000Z'),
      endsAt: utc('2026-11-16T04:30:00.000Z'),
    });
    expect(shift(times)).toEqual(shift({ ...times, is_naive_datetime: false }));
  });

  it('are on the clock of the place when they are naive', () => {
    const times = { ...there, start_datetime: '2026-11-15T20:00:00Z', is_naive_datetime: true };
    expect(shift(times)).toEqual({ startsAt: naive('2026-11-16T07:00:00'), endsAt: naive('2026-11-16T15:30:00') });
  });

  it('are a day apart when a naive shift ends before it began', () => {
    const times = { date: '2026-12-31', start_time: '22:00', end_time: '6:00', is_naive_datetime: 1 };
    expect(shift(times)).toEqual({ startsAt: naive('2026-12-31T22:00:00'), endsAt: naive('2027-01-01T06:00:00') });
  });

  it('are the same moment when a naive shift has no length', () => {
    const times = { ...there, end_time: '07:00', is_naive_datetime: true };
    expect(shift(times)).toEqual({ startsAt: naive('2026-11-16T07:00:00'), endsAt: naive('2026-11-16T07:00:00') });
  });

  it('keep the days that naive date-times name themselves', () => {
    const times = {
      ...there,
      start_datetime: '2026-11-16 22:00:00',
      end_datetime: '2026-11-18T06:00',
      end_time: '06:00',
    };
    expect(shift({ ...times, is_naive_datetime: true })).toEqual({
      startsAt: naive('2026-11-16T22:00:00'),
      endsAt: naive('2026-11-18T06:00:00'),
    });
    expect(shift({ ...times, is_naive_datetime: null })).toEqual(shift({ ...times, is_naive_datetime: true }));
  });

  it('are the written digits when a naive sheet has nothing but zones behind them', () => {
    const times = { start_datetime: '2026-11-16T07:00:00.000Z', end_datetime: '2026-11-16T15:00:00.000Z' };
    expect(shift({ ...times, is_naive_datetime: true })).toEqual({
      startsAt: naive('2026-11-16T07:00:00'),
      endsAt: naive('2026-11-16T15:00:00'),
    });
  });

  it('are those of the place when the UTC times are missing, and nothing when all are', () => {
    expect(shift({ ...there, is_naive_datetime: false })).toEqual({
      startsAt: naive('2026-11-16T07:00:00'),
      endsAt: naive('2026-11-16T15:30:00'),
    });
    expect(shift({})).toEqual({ startsAt: null, endsAt: null });
  });

  it.each([
    ['start_datetime', { start_datetime: '16/11/2026', is_naive_datetime: false }],
    ['end_datetime', { start_datetime: '2026-11-16T07:00:00Z', end_datetime: 'late' }],
    ['date', { date: '16.11.2026', start_time: '07:00' }],
    ['start_time', { date: '2026-11-16', start_time: '25:00' }],
    ['end_time', { date: '2026-11-16', start_time: '07:00', end_time: 'late' }],
  ])('are at fault in %s when it is there and cannot be read', (fault, times) => {
    expect(shift(times)).toEqual({ fault });
  });
});

describe('minutes', () => {
  it.each([
    [240, 240],
    [0, 0],
    ['240', 240],
    ['08:00', 480],
    ['8:05', 485],
    ['26:15', 1575],
    ['08:00:00', 480],
    ['', null],
    [null, null],
    [undefined, null],
  ])('%j are %j', (written, minutes) => {
    expect(minutesField.parse(written)).toBe(minutes);
  });

  it.each([8.5, -1, '8.5', '-00:30', '08:60', '08:00:30', '8h', true, 1e9])('%j are none', (written) => {
    expect(minutesField.safeParse(written).success).toBe(false);
  });
});
