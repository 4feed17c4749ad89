import { until } from '../../../cli/start/until';
import type { HarborScene } from './harbor-scene';
import { askForTrueUp, readTrueUp } from './true-up-desk';

/** Slow enough for a person, or a kill, to find a repair under way. */
const SLOW_MS = 120;
const MET_WITHIN_MS = 120_000;
const DOWN_MS = 500;

/** What Assignar has of a batch by then: repairs that are written in it, and not written down by the hub. */
const WRITES_MIN = 3;

/** A true-up whose workers were killed: how much Assignar had of it then, and how many cases were not settled. */
export interface KilledTrueUp {
  trueUpId: string;
  writes: number;
  left: number;
}

/** What dies together with the workers, by the seed. */
const DIE_TOO = [[], ['temporal'], ['postgres'], ['server', 'temporal']];

/**
 * Kills every worker with SIGKILL, and by the seed engine, database or server, while repairs of a true-up are under way, some written in
 * Assignar and none of those settled; it goes on when they are back.
 */
export async function killAmidTrueUp(scene: HarborScene): Promise<KilledTrueUp> {
  const { assignar, killer, stack, options } = scene;
  await assignar.setSettings({ latencyMs: SLOW_MS });
  try {
    const writesBefore = await assignar.workersWritten();
    const asked = { trueUpId: '', writes: 0 };
    const met = await until(
      'a true-up is in the midst of its repairs',
      MET_WITHIN_MS,
      async () => {
        // Another one may be under way: then that one it is, unless it is over before it is seen.
        asked.trueUpId = (await askForTrueUp(scene, false))?.trueUpId ?? asked.trueUpId;
        const report = await readTrueUp(scene, asked.trueUpId);
        asked.writes = (await assignar.workersWritten()) - writesBefore;
        const isAmidst = report?.state === 'repairing' && (report.byState.repairing ?? 0) > 0;
        return isAmidst && asked.writes >= WRITES_MIN ? report : undefined;
      },
      50,
    );
    const workers = stack.supervisor.names().filter((name) => name.startsWith('worker-'));
    const dying = [...workers, ...(DIE_TOO[options.seed % DIE_TOO.length] ?? [])];
    await Promise.all(dying.map((part) => killer.carryOut({ atMs: 0, part, downMs: DOWN_MS })));
    const { repairing = 0, planned = 0 } = met.byState;
    const left = repairing + planned;
    scene.say(`a true-up lost its workers after ${asked.writes} writes, with ${left} cases not settled`);
    return { ...asked, left };
  } finally {
    await assignar.setSettings({ latencyMs: 0 });
  }
}
