import { z } from 'zod';
import type { FaultInput } from '../../../sandbox/assignar/faults';
import type { AssignarSettingsInput } from '../../../sandbox/assignar/settings';

const faultSchema = z.looseObject({ id: z.string(), fired: z.number() });

/** The Assignar sandbox's admin port, for those who upset it. */
export interface AssignarAdmin {
  addFault(fault: FaultInput): Promise<{ id: string }>;
  /** How often each fault, by its id, has fired. */
  firedFaults(): Promise<Map<string, number>>;
  clearFaults(): Promise<void>;
  setSettings(settings: AssignarSettingsInput): Promise<void>;
}

/** Throws with the sandbox's own words when it refuses. */
export function createAssignarAdmin(adminUrl: string): AssignarAdmin {
  async function ask(method: string, path: string, body?: object): Promise<unknown> {
    const content =
      body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
    const response = await fetch(`${adminUrl}/admin/${path}`, {
      method,
      ...content,
      signal: AbortSignal.timeout(30_000),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} /admin/${path}: ${response.status} ${text}`);
    return JSON.parse(text);
  }
  return {
    addFault: async (fault) => z.object({ id: z.string() }).parse(await ask('POST', 'faults', fault)),
    async firedFaults() {
      const faults = z.array(faultSchema).parse(await ask('GET', 'faults'));
      return new Map(faults.map(({ id, fired }) => [id, fired]));
    },
    async clearFaults() {
      await ask('DELETE', 'faults');
    },
    async setSettings(settings) {
      await ask('PATCH', 'settings', settings);
    },
  };
}
