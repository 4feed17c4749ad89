import {
  claimProbe,
  pauseCompany,
  prolongPause,
  requestProbe,
  resumeCompany,
  selectCompanyPause,
} from '../../db/company-pauses';
import { useHubDatabase } from './hub-database';

const hub = useHubDatabase();

async function secondsToProbe(company: string): Promise<number> {
  const { rows } = await hub
    .pool()
    .query(
      'select round(extract(epoch from next_probe_at - now()))::integer as seconds from company_pauses where company = $1',
      [company],
    );
  return rows[0].seconds;
}

test('a company that is not paused has no pause to end or to probe', async () => {
  expect(await selectCompanyPause(hub.pool(), 'quiet')).toBeNull();
  expect(await resumeCompany(hub.pool(), 'quiet')).toBe(false);
  expect(await requestProbe(hub.pool(), 'quiet')).toBe(false);
  expect(await claimProbe(hub.pool(), 'quiet', 60)).toBe(false);
});

test('many refusals in one moment are one pause, and one wait', async () => {
  const begun = await Promise.all(
    Array.from({ length: 10 }, () => pauseCompany(hub.pool(), 'burst', 'wrong password', 60)),
  );
  expect(begun.filter(Boolean)).toHaveLength(1);
  expect(await secondsToProbe('burst')).toBe(60);
});

test('each refused probe doubles the wait, to an hour at most', async () => {
  await pauseCompany(hub.pool(), 'doubling', 'wrong password', 60);
  const waits: number[] = [await secondsToProbe('doubling')];
  for (let refusal = 0; refusal < 8; refusal += 1) {
    await prolongPause(hub.pool(), 'doubling', 'still wrong', 60);
    waits.push(await secondsToProbe('doubling'));
  }
  expect(waits).toEqual([60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]);
  expect((await selectCompanyPause(hub.pool(), 'doubling'))?.message).toBe('still wrong');
});

test('one caller alone probes, once the time has come', async () => {
  await pauseCompany(hub.pool(), 'probed', 'wrong password', 60);
  expect(await claimProbe(hub.pool(), 'probed', 60)).toBe(false);
  expect(await requestProbe(hub.pool(), 'probed')).toBe(true);
  const claims = await Promise.all([1, 2, 3, 4, 5].map(() => claimProbe(hub.pool(), 'probed', 60)));
  expect(claims.filter(Boolean)).toHaveLength(1);
});

test('a pause that ended starts anew with the short wait', async () => {
  await pauseCompany(hub.pool(), 'again', 'wrong password', 60);
  await prolongPause(hub.pool(), 'again', 'wrong password', 60);
  expect(await resumeCompany(hub.pool(), 'again')).toBe(true);
  expect(await pauseCompany(hub.pool(), 'again', 'wrong password', 60)).toBe(true);
  expect(await secondsToProbe('again')).toBe(60);
});
