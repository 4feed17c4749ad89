import { z } from 'zod';
import type { RecordChange } from './audited-commit';
import type { BookRecord } from './books';
import { objectDefinition } from './object-definitions';
import { wireValue } from './object-values';

/** A Smart Event of the company file. */
export interface SmartEvent {
  readonly smartEventId?: string | undefined;
  readonly object: string;
  readonly events: readonly RecordChange['event'][];
  readonly url: string;
  readonly arguments: Readonly<Record<string, string>>;
}

/** What goes wrong with posts on their way; each says how often it still does. */
export const smartEventTroubleSchema = z.strictObject({
  /** Share of posts that are lost, 0 up to 1. */
  lostFraction: z.number().min(0).max(1).optional(),
  dropNext: z.number().int().min(0).optional(),
  duplicateNext: z.number().int().min(0).optional(),
});

export interface SmartEventStatus {
  readonly lostFraction: number;
  readonly dropNext: number;
  readonly duplicateNext: number;
  /** Posts meant, answered with 2xx, answered otherwise or not in time, lost on the way, sent twice, under way. */
  readonly meant: number;
  readonly delivered: number;
  readonly failed: number;
  readonly lost: number;
  readonly duplicated: number;
  readonly inFlight: number;
}

/** Posts Smart Events after commits: once, unsigned, never repeated, and nobody waits for them (facts/intacct.md section 9). */
export interface SmartEvents {
  tell(changes: readonly RecordChange[], events: readonly SmartEvent[]): void;
  trouble(trouble: z.infer<typeof smartEventTroubleSchema>): void;
  status(): SmartEventStatus;
  /** Resolves when nothing is under way any more. */
  settled(): Promise<void>;
  /** Breaks off what is under way. */
  stop(): Promise<void>;
}

// Intacct's own bound of a post (facts/intacct.md section 9).
const TIMEOUT_MS = 10_000;

/** Nothing lost yet; `random` is 0 up to 1. */
export function createSmartEvents(random: () => number): SmartEvents {
  const counts = { meant: 0, delivered: 0, failed: 0, lost: 0, duplicated: 0 };
  const trouble = { lostFraction: 0, dropNext: 0, duplicateNext: 0 };
  const stopped = new AbortController();
  const underWay = new Set<Promise<void>>();
  const post = (event: SmartEvent, body: string): void => {
    const sent = deliver(event.url, body, stopped.signal).then((isDelivered) => {
      counts[isDelivered ? 'delivered' : 'failed'] += 1;
      underWay.delete(sent);
    });
    underWay.add(sent);
  };
  return {
    tell(changes, events) {
      for (const change of changes) {
        for (const event of events) {
          if (event.object !== change.object || !event.events.includes(change.event)) continue;
          counts.meant += 1;
          if (isLost(trouble, random)) {
            counts.lost += 1;
            continue;
          }
          const body = formOf(event, change.record);
          post(event, body);
          if (trouble.duplicateNext === 0) continue;
          trouble.duplicateNext -= 1;
          counts.duplicated += 1;
          post(event, body);
        }
      }
    },
    trouble({ lostFraction, dropNext, duplicateNext }) {
      trouble.lostFraction = lostFraction ?? trouble.lostFraction;
      trouble.dropNext = dropNext ?? trouble.dropNext;
      trouble.duplicateNext = duplicateNext ?? trouble.duplicateNext;
    },
    status: () => ({ ...trouble, ...counts, inFlight: underWay.size }),
    async settled() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
    async stop() {
      stopped.abort();
      await Promise.all(underWay);
    },
  };
}

function isLost(trouble: { lostFraction: number; dropNext: number }, random: () => number): boolean {
  if (trouble.dropNext > 0) {
    trouble.dropNext -= 1;
    return true;
  }
  return trouble.lostFraction > 0 && random() < trouble.lostFraction;
}

async function deliver(url: string, body: string, stopped: AbortSignal): Promise<boolean> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      signal: AbortSignal.any([stopped, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    // Nobody repeats a Smart Event, and nobody hears of one that did not arrive: it only counts.
    return false;
  }
}

/** The arguments as a form, `{!OBJECT.FIELD!}` replaced by the record's value as Intacct writes it; an unknown field is empty. */
export function formOf(event: SmartEvent, record: BookRecord): string {
  const definition = objectDefinition(event.object);
  const pairs = Object.entries(event.arguments).map(([name, template]) => [
    name,
    template.replace(/\{!([A-Z0-9_]+)\.([A-Za-z0-9_.]+)!\}/g, (_whole, object: string, field: string) =>
      object === event.object ? wireValue(definition?.fields.get(field)?.kind ?? 'text', record[field] ?? '') : '',
    ),
  ]);
  return new URLSearchParams(pairs as [string, string][]).toString();
}
