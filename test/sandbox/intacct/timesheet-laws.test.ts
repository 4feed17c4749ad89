import fc from 'fast-check';
import { sumAmounts } from '../../../domain/money';
import { changedTimesheet, entry, query, startTimeSandbox, type TimeSandbox, texts, timesheet } from './time-company';

let time: TimeSandbox;
beforeAll(async () => {
  time = await startTimeSandbox(() => new Date('2026-11-23T10:00:00Z'));
});
afterAll(() => time.sandbox.stop());

/** Quarter hours, never none. */
const hours = fc.integer({ min: 1, max: 96 }).map((quarters) => String(quarters / 4));
const day = fc.integer({ min: 16, max: 22 }).map((date) => `11/${date}/2026`);
const line = fc.record({ day, hours });
/** What an update sends: which of the lines that stand, by their place, and new ones. */
const change = fc.record({
  kept: fc.uniqueArray(fc.nat({ max: 5 }), { maxLength: 4 }),
  added: fc.array(line, { minLength: 1, maxLength: 3 }),
});

interface StandingLine {
  readonly recordNo: string;
  readonly hours: string;
}

const standing = async (): Promise<StandingLine[]> => {
  const rows = await time.post(query('TIMESHEETENTRY', ['RECORDNO', 'QTY']));
  const quantities = texts(rows, 'QTY');
  return texts(rows, 'RECORDNO').map((recordNo, index) => ({ recordNo, hours: quantities[index] as string }));
};

it('after any changes the hours are those of the lines last sent, kept lines keep their RECORDNO, and the total agrees', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(line, { minLength: 1, maxLength: 4 }),
      fc.array(change, { maxLength: 3 }),
      async (first, changes) => {
        const body = await time.post(timesheet(first.map(entry).join('')));
        const key = texts(body, 'RECORDNO')[0] as string;
        let expected = sumAmounts(first.map((sent) => sent.hours));
        for (const { kept, added } of changes) {
          const before = await standing();
          const keepers = before.filter((_, index) => kept.includes(index));
          const sent = keepers.map(
            ({ recordNo }) => `<TIMESHEETENTRY><RECORDNO>${recordNo}</RECORDNO></TIMESHEETENTRY>`,
          );
          const entries = [...added.map(entry), ...sent].join('');
          await time.post(changedTimesheet(key, `<TIMESHEETENTRIES>${entries}</TIMESHEETENTRIES>`));
          const after = (await standing()).map(({ recordNo }) => recordNo);
          expect(after.filter((recordNo) => before.some((old) => old.recordNo === recordNo))).toEqual(
            keepers.map(({ recordNo }) => recordNo),
          );
          expect(after).toHaveLength(keepers.length + added.length);
          expected = sumAmounts([...keepers, ...added].map((one) => one.hours));
        }
        const report = await time.sandbox.admin('GET', '/time-report');
        expect(report).toMatchObject({ totalHours: expected });
        expect(texts(await time.post(query('TIMESHEET', ['TOTALQTY'])), 'TOTALQTY')).toEqual([expected]);
        await time.post(`<delete><object>TIMESHEET</object><keys>${key}</keys></delete>`);
        expect(await time.sandbox.admin('GET', '/time-report')).toEqual({ rows: [], totalHours: '0', entries: 0 });
      },
    ),
    { numRuns: 25 },
  );
});
