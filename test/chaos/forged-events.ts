import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '../../sandbox/sample-day/random';

/** Where Smart Events are posted to, token and all. */
export interface SmartEventDoor {
  server: string;
  path: string;
}

/** What somebody who is not Intacct got for it, by HTTP status; 0 for nobody at the door. */
export type ForgedAnswers = Map<number, number>;

/** Posts Smart Events as nobody should: with a wrong token, of records that are not there, without sense, the same again. */
export async function forgeSmartEvents(
  { server, path }: SmartEventDoor,
  random: Random,
  storm: AbortSignal,
): Promise<ForgedAnswers> {
  const answers: ForgedAnswers = new Map();
  const forgeries: (readonly [string, Record<string, string>])[] = [
    [path.replace(/[^/]+$/, 'guessed'), { object: 'CUSTOMER', key: 'C00101', recordno: '1', event: 'set' }],
    [path, { object: 'CUSTOMER', key: 'NOBODY', recordno: '999999', event: 'set' }],
    [path, { object: 'ARPYMT', key: '999999', recordno: '999999', event: 'add' }],
    [path, { object: 'CUSTOMER', key: 'C00102', recordno: '1', event: 'delete' }],
    [path, { object: 'NOTHING', key: 'x', recordno: 'x', event: 'x' }],
    [path, {}],
  ];
  while (!storm.aborted) {
    const [to, form] = random.pick(forgeries);
    const status = await post(`${server}${to}`, form);
    answers.set(status, (answers.get(status) ?? 0) + 1);
    await pause(random.between(300, 1500));
  }
  return answers;
}

async function post(url: string, form: Record<string, string>): Promise<number> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(form).toString(),
      signal: AbortSignal.timeout(5000),
    });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return 0;
  }
}
