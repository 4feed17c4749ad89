import { askAdmin } from '../../../sandbox/admin-port';
import type { FaultInput } from '../../../sandbox/assignar/faults';
import type { AssignarSettingsInput } from '../../../sandbox/assignar/settings';
import { type FaultDoors, faultDoors } from '../fault-doors';

/** The Assignar sandbox's admin port, for those who upset it. */
export interface AssignarAdmin extends FaultDoors<FaultInput> {
  setSettings(settings: AssignarSettingsInput): Promise<void>;
}

/** Throws with the sandbox's own words when it refuses. */
export function createAssignarAdmin(adminUrl: string): AssignarAdmin {
  return {
    ...faultDoors(adminUrl),
    async setSettings(settings) {
      await askAdmin(adminUrl, 'PATCH', 'settings', settings);
    },
  };
}
