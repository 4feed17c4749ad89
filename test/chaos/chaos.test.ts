import { FAULT_KINDS } from '../../sandbox/intacct/faults';
import { CHAOS_FLOWS } from './chaos-flows';
import { type ChaosOptions, refusesTakenNumbers } from './chaos-options';
import { reportText } from './chaos-report';
import { drawSchedule } from './chaos-schedule';
import { FROZEN_IN_LINE } from './frozen-attempts';
import { runChaos } from './run-chaos';

/** A quarter of a minute of storm is a minute in all on a quiet machine; eight test runs may share this one. */
const PATIENCE_MS = 420_000;
const short: ChaosOptions = { seed: 7, invoices: 30, minutes: 0.25, workers: 2, kills: 4, flows: [...CHAOS_FLOWS] };

test(
  'through every fault and with worker, engine and database killed, each invoice is in Intacct exactly once or parked with its reason',
  async () => {
    const lines: string[] = [];
    const report = await runChaos(short, (line) => lines.push(line));
    // The whole report, so that a failure tells what differs and how to repeat it.
    expect(report.differences.length === 0 ? '' : `${lines.join('\n')}\n${reportText(report)}`).toBe('');
    expect(report.ledger).toMatchObject({ posted: 30 - 7 - report.ledger.abandoned, parked: 7 });
    expect(report.counts.frozen.attempts).toBeGreaterThanOrEqual(FROZEN_IN_LINE / 2);
    expect(report.counts.edits).toBeGreaterThan(0);
    expect(report.ledger.abandoned).toBeGreaterThan(0);
    expect(Object.keys(report.statistics.faultsFired).sort()).toEqual([...FAULT_KINDS].sort());
    // A part that was down already when its turn came is not counted twice.
    expect([...report.kills.keys()].sort()).toEqual(
      [...new Set(drawSchedule(short).kills.map(({ part }) => part))].sort(),
    );
    expect(report.ledger.adopted).toBeGreaterThan(0);
  },
  PATIENCE_MS,
);

test('equal options draw equal schedules, and another seed draws another', () => {
  expect(drawSchedule(short)).toEqual(drawSchedule(short));
  expect(drawSchedule({ ...short, seed: 8 })).not.toEqual(drawSchedule(short));
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
