import { setTimeout as pause } from 'node:timers/promises';
import type { Pool } from 'pg';
import { clearImporterFaults, setImporterFault } from '../../sandbox/imetal/importer/importer-faults';
import type { Random } from '../../sandbox/sample-day/random';
import type { Killer } from './killer';
import { throughFalls } from './through-falls';

const troubles = ['killed', 'paused', 'refuses', 'dies after the commit'] as const;
/** Long enough for records to queue up before it. */
const PAUSED_MS_MAX = 6000;

/** What befell iMetal's importer, by kind. */
export type ImporterTroubles = Map<string, number>;

/** Upsets the importer again and again until the storm is over, one kind after another; then nothing is left switched on. */
export async function troubleImporter(
  importsOwner: Pool,
  killer: Killer,
  random: Random,
  storm: AbortSignal,
): Promise<ImporterTroubles> {
  const counts: ImporterTroubles = new Map();
  let turn = random.below(troubles.length);
  while (!storm.aborted) {
    await pause(random.between(1500, 5000));
    const trouble = troubles[turn % troubles.length] ?? 'killed';
    turn += 1;
    await bring(trouble, importsOwner, killer, random);
    counts.set(trouble, (counts.get(trouble) ?? 0) + 1);
  }
  await throughFalls(() => clearImporterFaults(importsOwner));
  return counts;
}

async function bring(
  trouble: (typeof troubles)[number],
  importsOwner: Pool,
  killer: Killer,
  random: Random,
): Promise<void> {
  switch (trouble) {
    case 'killed':
      return killer.carryOut({ atMs: 0, part: 'imetal-importer', downMs: random.between(0, 3000) });
    case 'paused':
      await throughFalls(() => setImporterFault(importsOwner, { kind: 'pause' }));
      await pause(random.between(500, PAUSED_MS_MAX));
      return throughFalls(() => clearImporterFaults(importsOwner));
    case 'refuses':
      return throughFalls(() =>
        setImporterFault(importsOwner, { kind: 'refuse', times: 1, note: 'Locked by another user.' }),
      );
    case 'dies after the commit':
      return throughFalls(() => setImporterFault(importsOwner, { kind: 'die-after-commit', times: 1 }));
  }
}
