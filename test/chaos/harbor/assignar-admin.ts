import { z } from 'zod';
import { askAdmin } from '../../../sandbox/admin-port';
import type { FaultInput } from '../../../sandbox/assignar/faults';
import type { AssignarSettingsInput } from '../../../sandbox/assignar/settings';
import { type FaultDoors, faultDoors } from '../fault-doors';

const callsSchema = z.looseObject({ byName: z.record(z.string(), z.number()) });

/** The Assignar sandbox's admin port, for those who upset it. */
export interface AssignarAdmin extends FaultDoors<FaultInput> {
  setSettings(settings: AssignarSettingsInput): Promise<void>;
  /** How many writes to workers have come in. */
  workersWritten(): Promise<number>;
}

/** Throws with the sandbox's own words when it refuses. */
export function createAssignarAdmin(adminUrl: string): AssignarAdmin {
  return {
    ...faultDoors(adminUrl),
    async setSettings(settings) {
      await askAdmin(adminUrl, 'PATCH', 'settings', settings);
    },
    async workersWritten() {
      const { byName } = callsSchema.parse(await askAdmin(adminUrl, 'GET', 'calls'));
      return (byName['PUT /users/{id}'] ?? 0) + (byName['POST /users'] ?? 0);
    },
  };
}
