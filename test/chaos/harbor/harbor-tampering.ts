import { z } from 'zod';
import { sumAmounts } from '../../../domain/money';
import { findHarborDifferences, type HarborPlace } from './harbor-proof';
import type { HarborMasters, IntacctTime, TimeEntry } from './intacct-time';
import { isHubs } from './proof-hours';

const reportSchema = z.looseObject({ timesheets: z.array(z.looseObject({ isProcessed: z.boolean() })) });

interface Misreading {
  what: string;
  /** The place as it would be read after the falsification; undefined where there is nothing to falsify. */
  misread(place: HarborPlace): HarborPlace;
}

function withEntries(place: HarborPlace, change: (entries: TimeEntry[]) => TimeEntry[]): HarborPlace {
  const { intacctTime } = place;
  const misread: IntacctTime = { ...intacctTime, entries: async () => change(await intacctTime.entries()) };
  return { ...place, intacctTime: misread };
}

function withFirst(change: (entry: TimeEntry) => TimeEntry[], which: (entry: TimeEntry) => boolean = isHubs) {
  return (place: HarborPlace) =>
    withEntries(place, (entries) => {
      const first = entries.find(which);
      if (first === undefined) throw new Error('there was nothing to falsify');
      return entries.flatMap((entry) => (entry === first ? change(entry) : [entry]));
    });
}

function withRows(place: HarborPlace, of: string, change: (row: Record<string, unknown>) => Record<string, unknown>) {
  const { office } = place;
  let isChanged = false;
  return {
    ...place,
    office: {
      ...office,
      rows: async (collection: Parameters<typeof office.rows>[0]) => {
        isChanged = false;
        return (await office.rows(collection)).map((row) => {
          const changed = collection === of && !isChanged ? change(row) : row;
          isChanged ||= changed !== row;
          return { ...changed, id: row.id };
        });
      },
    },
  };
}

function withMasters(place: HarborPlace, change: (masters: HarborMasters) => HarborMasters): HarborPlace {
  const { intacctTime } = place;
  return { ...place, intacctTime: { ...intacctTime, masters: async () => change(await intacctTime.masters()) } };
}

function withReport(
  place: HarborPlace,
  change: (sheet: Record<string, unknown>) => Record<string, unknown>,
): HarborPlace {
  const { office } = place;
  return {
    ...place,
    office: {
      ...office,
      async look(path) {
        const report = reportSchema.parse(await office.look(path));
        const first = report.timesheets.find(({ isProcessed }) => isProcessed === true);
        return { ...report, timesheets: report.timesheets.map((each) => (each === first ? change(each) : each)) };
      },
    },
  };
}

const isWorking = (row: Record<string, unknown>) =>
  row.active === true && row.deleted_at === null && typeof row.integration_id === 'string';

const misreadings: readonly Misreading[] = [
  {
    what: 'a posted shift that nobody processed',
    misread: (place) => withReport(place, (sheet) => ({ ...sheet, isProcessed: false })),
  },
  {
    what: 'a posted shift that is a minute longer',
    misread: (place) => withReport(place, (sheet) => ({ ...sheet, totalMinutes: Number(sheet.totalMinutes) + 1 })),
  },
  { what: 'an entry that is there twice', misread: withFirst((entry) => [entry, entry]) },
  { what: 'an entry that is lost', misread: withFirst(() => []) },
  {
    what: 'an entry that is a hundredth more',
    misread: withFirst((entry) => [{ ...entry, QTY: sumAmounts([entry.QTY, '0.01']) }]),
  },
  { what: 'an entry on another project', misread: withFirst((entry) => [{ ...entry, PROJECTID: 'HC-0000' }]) },
  { what: "an entry on another worker's timesheet", misread: withFirst((entry) => [{ ...entry, employeeId: 'E-0' }]) },
  { what: 'an entry of another day', misread: withFirst((entry) => [{ ...entry, ENTRYDATE: '2026-01-01' }]) },
  { what: 'an entry of a sheet that is not there', misread: withFirst((entry) => [{ ...entry, NOTES: 'TS-999999' }]) },
  {
    what: "a person's line that was taken away",
    misread: withFirst(
      () => [],
      (entry) => !isHubs(entry),
    ),
  },
  {
    what: "a person's line that was changed",
    misread: withFirst(
      (entry) => [{ ...entry, QTY: sumAmounts([entry.QTY, '0.25']) }],
      (entry) => !isHubs(entry),
    ),
  },
  {
    what: 'a worker who is called otherwise',
    misread: (place) => withRows(place, 'users', (row) => (isWorking(row) ? { ...row, last_name: 'Nobody' } : row)),
  },
  {
    what: 'a worker who is deleted',
    misread: (place) =>
      withRows(place, 'users', (row) => (isWorking(row) ? { ...row, deleted_at: '2026-01-01T00:00:00Z' } : row)),
  },
  {
    what: 'a worker without a role',
    misread: (place) => withRows(place, 'users', (row) => (isWorking(row) ? { ...row, tasks: [] } : row)),
  },
  {
    what: 'an employee who left, and is active in Assignar',
    misread: (place) =>
      withMasters(place, (masters) => ({
        ...masters,
        employees: masters.employees.map((employee, index) =>
          index === 0 ? { ...employee, endDate: '2026-01-01' } : employee,
        ),
      })),
  },
  {
    what: 'equipment that was charged a cent more',
    misread: (place) => ({
      ...place,
      intacctTime: {
        ...place.intacctTime,
        async chargesByItem(account) {
          const charges = await place.intacctTime.chargesByItem(account);
          return new Map([...charges].map(([item, amount]) => [item, sumAmounts([amount, '0.01'])]));
        },
      },
    }),
  },
];

/** Of a shift posted once: of one that was posted anew another revision says as much. */
const onePosting = `posting_id = (select min(posting_id) from postings
  where company = 'harbor-civil' and is_leading and state = 'posted' and flow = 'labour-time'
  group by document_key having count(*) = 1 order by 1 limit 1)`;
const oneException = `exception_id = (select min(exception_id) from exceptions
  where company = 'harbor-civil' and closed_at is null and document_key ~ '^TS-')`;

/** Each undone by its counterpart, so that the next is found for itself alone. */
const tamperings = [
  {
    what: 'a posting struck from the ledger',
    change: `update postings set flow = 'struck' where ${onePosting}`,
    undo: `update postings set flow = 'labour-time' where flow = 'struck'`,
  },
  {
    what: 'a reason for which a shift waits, struck',
    change: `update exceptions set company = 'struck' where ${oneException}`,
    undo: `update exceptions set company = 'harbor-civil' where company = 'struck'`,
  },
  {
    what: 'a reason that is another',
    change: `update exceptions set code = 'x' || code where ${oneException}`,
    undo: `update exceptions set code = substr(code, 2) where code like 'x%' and company = 'harbor-civil'`,
  },
];

/** Falsifies the books in one way after another, and expects differences each time; one sentence for each that nobody noticed. */
export async function findHarborUnnoticed(place: HarborPlace): Promise<string[]> {
  const unnoticed: string[] = [];
  const expectNoticed = async (what: string, falsified: HarborPlace) => {
    if ((await findHarborDifferences(falsified)).length === 0) unnoticed.push(`the proof does not notice: ${what}`);
  };
  for (const { what, misread } of misreadings) await expectNoticed(what, misread(place));
  for (const { what, change, undo } of tamperings) {
    const { rowCount } = await place.hub.query(change);
    if ((rowCount ?? 0) === 0) throw new Error(`${what}: there was nothing to falsify`);
    await expectNoticed(what, place);
    await place.hub.query(undo);
  }
  return unnoticed;
}
