import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

const LOOPBACK = '127.0.0.1';
// Below the range from which the system takes ports for outgoing connections: there one that was free a moment ago is
// often taken before its server starts. Random, so that stacks started side by side do not try the same ones.
const PORT_MIN = 15_000;
const PORT_MAX = 32_000;
const TRIES_MAX = 200;

const given = new Set<number>();

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, LOOPBACK, () => probe.close(() => resolve(true)));
  });
}

/** Gives a port of this machine on which nothing listens now, never the same twice to one process; throws if there is none. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    const port = randomInt(PORT_MIN, PORT_MAX);
    if (given.has(port)) continue;
    given.add(port);
    if (await isFree(port)) return port;
  }
  throw new Error(`no free TCP port on 127.0.0.1 from ${PORT_MIN} to ${PORT_MAX} in ${TRIES_MAX} tries`);
}

/** Gives the preferred port if nothing listens on it, else a free one. */
export async function portOrFree(preferred: number): Promise<number> {
  return (await isFree(preferred)) ? preferred : freePort();
}
