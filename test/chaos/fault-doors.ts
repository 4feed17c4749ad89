import { z } from 'zod';
import { askAdmin } from '../../sandbox/admin-port';

const faultSchema = z.looseObject({ id: z.string(), fired: z.number() });

/** The doors of a sandbox's admin port through which it is upset. */
export interface FaultDoors<FaultInput> {
  addFault(fault: FaultInput): Promise<{ id: string }>;
  /** How often each fault, by its id, has fired. */
  firedFaults(): Promise<Map<string, number>>;
  clearFaults(): Promise<void>;
}

/** The faults of a sandbox by its admin port. */
export function faultDoors<FaultInput>(adminUrl: string): FaultDoors<FaultInput> {
  return {
    addFault: async (fault) => z.object({ id: z.string() }).parse(await askAdmin(adminUrl, 'POST', 'faults', fault)),
    async firedFaults() {
      const faults = z.array(faultSchema).parse(await askAdmin(adminUrl, 'GET', 'faults'));
      return new Map(faults.map(({ id, fired }) => [id, fired]));
    },
    async clearFaults() {
      await askAdmin(adminUrl, 'DELETE', 'faults');
    },
  };
}
