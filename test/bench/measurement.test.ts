import { spawn } from 'node:child_process';
import { measurementText, median, percentile } from '../../bench/measurement';
import { residentBytes, treeCpuMs } from '../../bench/process-usage';

test('a percentile is a value that occurred, by nearest rank', () => {
  const values = [50, 10, 40, 20, 30];
  expect([0, 0.2, 0.21, 0.5, 0.99, 1].map((share) => percentile(values, share))).toEqual([10, 10, 20, 30, 50, 50]);
  expect(median([4, 1, 3, 2])).toBe(2);
  expect(() => percentile([], 0.5)).toThrow(RangeError);
});

test('a measurement reads as title, table and notes', () => {
  const text = measurementText({
    name: 'pace',
    title: 'Pace',
    head: ['', 'documents/s'],
    rows: [['bare', '12.0']],
    notes: ['One run.'],
    figures: {},
  });
  expect(text.split('\n')[0]).toBe('Pace');
  expect(text).toMatch(/│ bare +│ +12\.0 │/);
  expect(text.split('\n').at(-1)).toBe('  One run.');
});

test('the CPU of a process counts that of the processes below it', async () => {
  const work = 'const until = process.cpuUsage().user + 200_000; while (process.cpuUsage().user < until);';
  const before = treeCpuMs(process.pid);
  const child = spawn(process.execPath, ['-e', work]);
  await new Promise((resolve) => child.once('exit', resolve));
  expect(treeCpuMs(process.pid) - before).toBeGreaterThanOrEqual(200);
});

test('memory now is at most its peak', () => {
  const { now, peak } = residentBytes(process.pid);
  expect(now).toBeGreaterThan(10_000_000);
  expect(peak).toBeGreaterThanOrEqual(now);
});
