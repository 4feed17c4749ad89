import { until } from '../../../cli/start/until';
import type { HarborScene } from './harbor-scene';
import { askForTrueUp, readTrueUp } from './true-up-desk';

/** Slow enough for a person, or a kill, to find a repair under way. */
const SLOW_MS = 120;
const MET_WITHIN_MS = 120_000;
const DOWN_MS = 500;

/** A true-up whose workers were killed: what of it was done then, and what was not. */
export interface KilledTrueUp {
  trueUpId: string;
  repaired: number;
  left: number;
}

/** What dies together with the workers, by the seed. */
const DIE_TOO = [[], ['temporal'], ['postgres'], ['server', 'temporal']];

/**
 * Kills every worker with SIGKILL, and by the seed engine, database or server, while repairs of a true-up are under way, some done and some
 * not; it goes on when they are back.
 */
export async function killAmidTrueUp(scene: HarborScene): Promise<KilledTrueUp> {
  const { assignar, killer, stack, options } = scene;
  await assignar.setSettings({ latencyMs: SLOW_MS });
  try {
    const asked = { trueUpId: '' };
    const met = await until(
      'a true-up is in the midst of its repairs',
      MET_WITHIN_MS,
      async () => {
        // Another one may be under way: then that one it is, unless it is over before it is seen.
        asked.trueUpId = (await askForTrueUp(scene, false))?.trueUpId ?? asked.trueUpId;
        const report = await readTrueUp(scene, asked.trueUpId);
        const { repairing = 0, repaired = 0 } = report?.byState ?? {};
        return report?.state === 'repairing' && repairing > 0 && repaired > 0 ? report : undefined;
      },
      50,
    );
    const workers = stack.supervisor.names().filter((name) => name.startsWith('worker-'));
    const dying = [...workers, ...(DIE_TOO[options.seed % DIE_TOO.length] ?? [])];
    await Promise.all(dying.map((part) => killer.carryOut({ atMs: 0, part, downMs: DOWN_MS })));
    const { repaired = 0, repairing = 0, planned = 0 } = met.byState;
    scene.say(`a true-up lost its workers with ${repaired} cases repaired and ${repairing + planned} not`);
    return { trueUpId: asked.trueUpId, repaired, left: repairing + planned };
  } finally {
    await assignar.setSettings({ latencyMs: 0 });
  }
}
