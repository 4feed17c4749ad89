import { FAULT_KINDS } from '../../sandbox/intacct/faults';
import { CHAOS_FLOWS } from './chaos-flows';
import { type ChaosOptions, refusesTakenNumbers } from './chaos-options';
import { reportText } from './chaos-report';
import { drawSchedule } from './chaos-schedule';
import { FROZEN_IN_LINE } from './frozen-attempts';
import type { HarborReport } from './harbor/harbor-report';
import { drawHarborFaults } from './harbor/harbor-schedule';
import { meantToWait } from './harbor/parked-reasons';
import { runChaos } from './run-chaos';

/** A quarter of a minute of storm is two minutes in all on a quiet machine; eight test runs may share this one. */
const PATIENCE_MS = 540_000;
const short: ChaosOptions = {
  ...{ seed: 7, invoices: 30, shifts: 30, minutes: 0.25, workers: 2, kills: 4 },
  companies: ['gulf-metals', 'harbor-civil'],
  flows: [...CHAOS_FLOWS],
};

test(
  'through every fault and with worker, engine, importer and database killed, each document and shift has its effect exactly once or waits for a reason that holds, and all sides agree',
  async () => {
    const lines: string[] = [];
    const report = await runChaos(short, (line) => lines.push(line));
    // The whole report, so that a failure tells what differs and how to repeat it.
    expect(report.differences.length === 0 ? '' : `${lines.join('\n')}\n${reportText(report)}`).toBe('');
    const { gulf, harbor } = report;
    if (gulf === null || harbor === null) throw new Error('a company took no part');
    const { posted, parked, abandoned } = gulf.ledger;
    // One of the seven goes through when finance creates its customer in time.
    expect(parked).toBeGreaterThanOrEqual(6);
    expect(posted + parked + abandoned).toBe(30);
    for (const went of [
      ...['sales-credit posted', 'credit-application posted', 'purchase-invoice posted', 'ledger-entry posted'],
      ...['company linked', 'contact linked', 'ar-term linked', 'tax-detail linked', 'customers told'],
    ]) {
      expect([went, gulf.others.get(went) ?? 0]).not.toEqual([went, 0]);
    }
    expect(gulf.counts.frozen.attempts).toBeGreaterThanOrEqual(FROZEN_IN_LINE / 2);
    expect(gulf.counts.edits).toBeGreaterThan(0);
    expect(gulf.ledger.abandoned).toBeGreaterThan(0);
    expect(Object.keys(gulf.statistics.faultsFired).sort()).toEqual([...FAULT_KINDS].sort());
    // A part that was down already when its turn came is not counted twice.
    expect([...report.kills.keys()]).toEqual(expect.arrayContaining(drawSchedule(short).kills.map(({ part }) => part)));
    expect(gulf.ledger.adopted).toBeGreaterThan(0);
    expectHarborStormed(harbor);
  },
  PATIENCE_MS,
);

/** Every approved shift is posted or waits, and whatever there is to upset was upset. */
function expectHarborStormed({ counts, ledger, trueUps }: HarborReport): void {
  // Whose worker is deleted for all of the storm writes nothing down.
  expect(counts.shifts).toBeGreaterThan(short.shifts * 0.8);
  expect(ledger.posted).toBeGreaterThan(short.shifts * 0.8);
  expect(ledger.parked).toBeGreaterThanOrEqual(meantToWait.size);
  expect(counts.edits).toBeGreaterThan(0);
  expect(ledger.reposted).toBeGreaterThan(0);
  expect(trueUps.repaired).toBeGreaterThan(0);
  expect(counts.killedTrueUp.writes).toBeGreaterThan(0);
  expect(counts.killedTrueUp.left).toBeGreaterThan(0);
  expect(counts.trueUps.alreadyRunning).toBeGreaterThan(0);
  expect([...counts.people.keys()].sort()).toEqual([
    ...['employees left', 'employees renamed', 'projects closed and opened', 'time periods closed and opened'],
    'workers damaged',
  ]);
  const fired = [...counts.firedByLabel].filter(([, times]) => times > 0).map(([label]) => label);
  expect(fired).toEqual(expect.arrayContaining(drawHarborFaults(short).map(({ at, label }) => `${at}: ${label}`)));
}

test('equal options draw equal schedules, and another seed draws another', () => {
  expect(drawSchedule(short)).toEqual(drawSchedule(short));
  expect(drawSchedule({ ...short, seed: 8 })).not.toEqual(drawSchedule(short));
  expect(drawHarborFaults(short)).toEqual(drawHarborFaults(short));
  expect(drawHarborFaults({ ...short, seed: 8 })).not.toEqual(drawHarborFaults(short));
});

test('a long storm has the engine away, the engine frozen and a worker frozen, each beyond the heartbeat', () => {
  const { outages } = drawSchedule({ ...short, minutes: 2 });
  expect(outages.map(({ kind, part }) => `${part.replace(/-\d+$/, '')} ${kind}`)).toEqual([
    'temporal down',
    'temporal frozen',
    'worker frozen',
  ]);
  expect(outages.every(({ forMs }) => forMs > 20_000)).toBe(true);
});

test('odd seeds run against a company that takes a number twice, as the short run does', () => {
  expect([short.seed, 1, 2].map((seed) => refusesTakenNumbers({ seed }))).toEqual([false, false, true]);
});

test('the short run kills two workers, the engine and the database', () => {
  const parts = drawSchedule(short).kills.map(({ part }) => part.replace(/-\d+$/, ''));
  expect(parts.sort()).toEqual(['postgres', 'temporal', 'worker', 'worker']);
});
