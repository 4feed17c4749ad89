import type { AssignarClient } from '../../../clients/assignar/assignar-client';
import { restWhileAway } from '../../../clients/assignar/rest-while-away';
import { Authentication, Rejected, Transport } from '../../../clients/errors';

let nowMs: number;
let calls: number;
let failure: Error | null;
let assignar: (company: string) => Promise<AssignarClient>;

beforeEach(() => {
  nowMs = 0;
  calls = 0;
  failure = null;
  const client = {
    async readClock() {
      calls += 1;
      if (failure !== null) throw failure;
      return '2026-11-20T08:00:00Z';
    },
  } as unknown as AssignarClient;
  assignar = restWhileAway(
    async () => client,
    () => nowMs,
  );
});

const ask = async (company = 'harbor-civil') => (await assignar(company)).readClock();
const askInVain = async (times: number) => {
  for (let time = 0; time < times; time += 1) await expect(ask()).rejects.toThrow();
};

test.each([
  ['does not answer', new Transport('timed out', { operation: 'assignar GET /users' })],
  ['refuses the sign-in', new Authentication('401', { operation: 'assignar GET /users' })],
])('an Assignar that %s is asked once in five seconds, until it does', async (_, error) => {
  failure = error;
  await askInVain(20);
  expect(calls).toBe(5);
  await expect(ask()).rejects.toThrow('away, or refuses the sign-in; asked again in 5 s');
  nowMs = 5_000;
  await askInVain(3);
  expect(calls).toBe(6);
  failure = null;
  nowMs = 10_000;
  expect(await ask()).toBe('2026-11-20T08:00:00Z');
  expect(await ask()).toBe('2026-11-20T08:00:00Z');
  expect(calls).toBe(8);
});

test('one who asks at its time lets nobody else through', async () => {
  failure = new Transport('timed out', { operation: 'assignar GET /users' });
  await askInVain(5);
  nowMs = 5_000;
  await Promise.allSettled([ask(), ask(), ask()]);
  expect(calls).toBe(6);
});

test('a refusal is an answer, and another company is asked all the same', async () => {
  failure = new Rejected('no such worker', { operation: 'assignar', code: 'REFUSED_BY_ASSIGNAR', subject: null });
  await askInVain(20);
  expect(calls).toBe(20);
  failure = new Transport('timed out', { operation: 'assignar GET /users' });
  await askInVain(6);
  failure = null;
  expect(await ask('another')).toBe('2026-11-20T08:00:00Z');
});
