import { z } from 'zod';
import { seededRandom } from './seeded-random';

/** When a fault fires on requests that it applies to. */
export const firing = {
  /** At most so often; without it, until deleted. */
  count: z.number().int().min(1).optional(),
  /** Chance for each request that it could fire on, the same for the same seed; 1 when absent. */
  probability: z.number().min(0).max(1).optional(),
  seed: z.number().int().optional(),
};
type Firing = z.infer<z.ZodObject<typeof firing>>;

/** Faults that are switched on. */
export interface FaultList<Fault, Target> {
  add(fault: Fault): { id: string };
  list(): { id: string; fault: Fault; fired: number }[];
  clear(): void;
  /** The first fault that fires on a request, or null. */
  draw(target: Target): Fault | null;
}

/** No faults at first; those added are tried in their order, and one at most fires on a request. */
export function createFaultList<Fault extends Firing, Target>(
  appliesTo: (fault: Fault, target: Target) => boolean,
  onFired: (fault: Fault) => void = () => undefined,
): FaultList<Fault, Target> {
  let faults: { id: string; fault: Fault; fired: number; random: () => number }[] = [];
  let lastId = 0;
  return {
    add(fault) {
      lastId += 1;
      const id = String(lastId);
      faults.push({ id, fault, fired: 0, random: seededRandom(fault.seed ?? lastId) });
      return { id };
    },
    list: () => faults.map(({ id, fault, fired }) => ({ id, fault, fired })),
    clear() {
      faults = [];
    },
    draw(target) {
      const firing = faults.find(
        (entry) =>
          (entry.fault.count === undefined || entry.fired < entry.fault.count) &&
          appliesTo(entry.fault, target) &&
          entry.random() < (entry.fault.probability ?? 1),
      );
      if (!firing) return null;
      firing.fired += 1;
      onFired(firing.fault);
      return firing.fault;
    },
  };
}
