import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import type { Pool } from 'pg';
import { z } from 'zod';
import type { Random } from '../../sandbox/sample-day/random';
import { COMPANY } from './chaos-profile';
import { runOperatorCommand } from './operator-command';
import type { RecordReason } from './real-record-reasons';
import { isDatabaseAway } from './source-feed';
import { decide, type Verdicts } from './verdicts';

const parkedSchema = z.object({
  document_key: z.string(),
  workflow_id: z.string(),
  code: z.string(),
  actual: z.string(),
  cause_key: z.string().nullable(),
});

const reasonSchema = z.object({ document_key: z.string(), code: z.string(), actual: z.string() });

/** A document that waits for a person, with its first reason. */
export type ParkedDocument = z.infer<typeof parkedSchema>;

/** A process each: few, lest they be what the machine is busy with. */
const PER_CENT_BY_COMMAND = 4;

/** What of a company is parked by the hub's own list. */
export async function readParked(hub: Pool, company: string = COMPANY): Promise<ParkedDocument[]> {
  const { rows } = await hub.query(
    `select distinct on (document_key) document_key, workflow_id, code, actual, cause_key from exceptions
      where closed_at is null and workflow_id is not null and company = $1 order by document_key, exception_id`,
    [company],
  );
  return rows.map((row) => parkedSchema.parse(row));
}

/** Every reason for which something of a company waits, several of a document too. */
export async function readOpenReasons(hub: Pool, company: string = COMPANY): Promise<RecordReason[]> {
  const { rows } = await hub.query(
    'select document_key, code, actual from exceptions where closed_at is null and company = $1 order by 1, 2',
    [company],
  );
  return rows.map((row) => reasonSchema.parse(row));
}

/** Invoices are expected by name; all else by whether its reason holds. */
export function isInvoiceKey(documentKey: string): boolean {
  return /^[A-Z]+-(DIV|MIV|INV)-\d+$/.test(documentKey);
}

/** Where operators work. */
export interface OperatorPlace {
  /** Whose documents they decide on. */
  company: string;
  client: Client;
  hub: Pool;
  verdicts: Verdicts;
  /** By which their commands reach the stack. */
  environment: Record<string, string>;
}

/**
 * Operators who decide on whatever they see parked, at random moments, also while things are down: by update, by signal, and
 * now and then by the command itself. Returns the decisions taken.
 */
export async function decideAtRandom(place: OperatorPlace, random: Random, storm: AbortSignal): Promise<number> {
  const { client, hub, verdicts, environment, company } = place;
  let taken = 0;
  let parked: ParkedDocument[] = [];
  while (!storm.aborted) {
    try {
      parked = await readParked(hub, company);
    } catch (error) {
      // They go by the list they had on the screen.
      if (!isDatabaseAway(error)) throw error;
    }
    if (parked.length > 0) {
      const document = random.pick(parked);
      const by = random.pick(['update', 'signal'] as const);
      const verdict = verdicts.get(document.document_key);
      const isTaken =
        verdict === undefined && random.chance(PER_CENT_BY_COMMAND)
          ? await runOperatorCommand(environment, 'retry', document.document_key, '--as', 'chaos', '--wait', '1')
          : await decide(client, document, verdict, by);
      if (isTaken) taken += 1;
    }
    await pause(random.between(100, 900));
  }
  return taken;
}
