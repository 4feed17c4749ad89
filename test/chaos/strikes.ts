import { setTimeout as pause } from 'node:timers/promises';
import type { ChaosSchedule, ScheduledOutage } from './chaos-schedule';
import type { IntacctAdmin } from './intacct-admin';
import type { Killer } from './killer';

/** Within the client's patience, with room for a busy machine. */
const SLOW_GATEWAY_LATENCY_MS = 1000;
const BACKLOG_MS = 4000;

/** A gateway that is slow while a part is away, with the cap and the latency that it has otherwise. */
export interface SlowedGateway {
  admin: IntacctAdmin;
  requestsInFlightMax: number;
  latencyMs: number;
}

/** Kills and outages, each at its time; resolves when all parts are back. */
export async function strike(
  killer: Killer,
  { kills, outages }: Pick<ChaosSchedule, 'kills' | 'outages'>,
  gateways: readonly SlowedGateway[],
): Promise<void> {
  await Promise.all([
    ...kills.map(async (kill) => {
      await pause(kill.atMs);
      await killer.carryOut(kill);
    }),
    ...outages.map(async (outage) => {
      await pause(outage.atMs);
      await undergo(killer, outage, gateways);
    }),
  ]);
}

/** Meanwhile the gateways are slow, so that attempts wait in line when the outage begins, and still do when it ends. */
async function undergo(killer: Killer, { kind, part, forMs }: ScheduledOutage, gateways: readonly SlowedGateway[]) {
  const setLatency = (latencyOf: (gateway: SlowedGateway) => number) =>
    Promise.all(
      gateways.map((gateway) => gateway.admin.setRequestsInFlightMax(gateway.requestsInFlightMax, latencyOf(gateway))),
    );
  await setLatency(() => SLOW_GATEWAY_LATENCY_MS);
  try {
    await pause(BACKLOG_MS);
    if (kind === 'down') await killer.carryOut({ atMs: 0, part, downMs: forMs });
    else await killer.whileFrozen(part, () => pause(forMs));
    await pause(BACKLOG_MS);
  } finally {
    await setLatency(({ latencyMs }) => latencyMs);
  }
}
