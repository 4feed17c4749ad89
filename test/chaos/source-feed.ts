import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Pool } from 'pg';
import { Webhook } from 'standardwebhooks';
import { finaliseInvoices } from '../../sandbox/imetal/finalise-invoices';
import { defaultBusinessDate } from '../../sandbox/sample-day/generate-sample-day';
import type { Random } from '../../sandbox/sample-day/random';
import { sourceDocuments } from '../../sandbox/sample-day/source-totals';
import { runOperatorCommand } from './operator-command';

/** Makes invoices final until there are `finalMax()`, one every `everyMs`, through every fall of the database. */
export async function finaliseOverTime(owner: Pool, finalMax: () => number, everyMs: number): Promise<void> {
  for (;;) {
    try {
      // Counted anew each time: a commit whose answer a kill swallowed has happened all the same.
      if ((await sourceDocuments(owner)).length >= finalMax()) return;
      await finaliseInvoices({ owner, count: 1, businessDate: defaultBusinessDate });
    } catch (error) {
      if (!isDatabaseAway(error)) throw error;
    }
    await pause(everyMs);
  }
}

/** True for what a killed PostgreSQL makes of a statement; a defect of ours is something else. */
export function isDatabaseAway(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string };
  const away = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', '57P01', '57P02', '57P03'];
  return away.includes(code ?? '') || /terminated|timeout|not queryable|Connection ended/i.test(message ?? '');
}

export interface TriggerCount {
  sent: number;
  accepted: number;
}

/** The ways by which somebody can say that an invoice is final. */
export interface TriggerPlace {
  url: string;
  company: string;
  /** System and kind of document, as the door is called: `imetal/sales-invoice`. */
  kind: string;
  /** What is final by now; may throw while the database that knows is away. */
  documentKeys(): Promise<string[]>;
  /** Standard Webhooks. */
  secret: string;
  /** By which the operators' command reaches the stack. */
  environment: Record<string, string>;
}

/** A process each: few, lest they be what the machine is busy with. */
const PER_CENT_BY_COMMAND = 1;

/** Tells the hub of final documents again and again, out of turn: the feed has told of them or will. */
export async function repeatTriggers(server: TriggerPlace, random: Random, storm: AbortSignal): Promise<TriggerCount> {
  const count = { sent: 0, accepted: 0 };
  let documentKeys: string[] = [];
  while (!storm.aborted) {
    documentKeys = await finalKeys(server, documentKeys);
    const burst = documentKeys.length === 0 ? 0 : random.between(1, 4);
    for (let turn = 0; turn < burst; turn += 1) {
      count.sent += 1;
      const documentKey = random.pick(documentKeys);
      const isAccepted = random.chance(PER_CENT_BY_COMMAND)
        ? await runOperatorCommand(server.environment, 'trigger', ...server.kind.split('/'), documentKey)
        : await sendTrigger(server, documentKey);
      if (isAccepted) count.accepted += 1;
    }
    await pause(random.between(50, 500));
  }
  return count;
}

async function finalKeys({ documentKeys }: TriggerPlace, known: string[]): Promise<string[]> {
  try {
    return await documentKeys();
  } catch (error) {
    if (!isDatabaseAway(error)) throw error;
    return known;
  }
}

async function sendTrigger(server: TriggerPlace, documentKey: string): Promise<boolean> {
  const body = JSON.stringify({ company: server.company, documentKey });
  const messageId = `chaos-${randomUUID()}`;
  const sentAt = new Date();
  try {
    const response = await fetch(`${server.url}/triggers/${server.kind}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'webhook-id': messageId,
        'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1000)),
        'webhook-signature': new Webhook(server.secret).sign(messageId, sentAt, body),
      },
      body,
      signal: AbortSignal.timeout(5000),
    });
    await response.arrayBuffer();
    return response.status === 202;
  } catch {
    // The server waits for an engine or a database that is down: the sender gives up, and the feed will tell.
    return false;
  }
}
