import { freePort, portOrFree } from './free-port';

/** The ports that `npm start` takes when they are free. */
const PREFERRED = {
  temporal: 7233,
  webUi: 8233,
  server: 8080,
  intacctGateway: 8181,
  intacctAdmin: 8182,
  harborIntacctGateway: 8183,
  harborIntacctAdmin: 8184,
  assignar: 8191,
  assignarAdmin: 8192,
  postgres: 5442,
} as const;

export type StackPorts = Record<keyof typeof PREFERRED, number>;

/**
 * The ports of a stack, all on 127.0.0.1. `default`: the well-known ones, a free one in place of any that is taken, and a sentence
 * for each such; `free`: free ones, so that stacks run side by side.
 */
export async function chooseStackPorts(kind: 'default' | 'free'): Promise<{ ports: StackPorts; remarks: string[] }> {
  const ports = { ...PREFERRED } as StackPorts;
  const remarks: string[] = [];
  for (const [part, preferred] of Object.entries(PREFERRED) as [keyof StackPorts, number][]) {
    ports[part] = kind === 'free' ? await freePort() : await portOrFree(preferred);
    if (kind === 'default' && ports[part] !== preferred) {
      remarks.push(`port ${preferred} is taken: ${part} uses ${ports[part]}`);
    }
  }
  return { ports, remarks };
}
