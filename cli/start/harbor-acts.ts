import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { enterShifts } from '../../sandbox/sample-construction/enter-shifts';
import { namedShifts } from '../../sandbox/sample-construction/named-shifts';
import { ordinaryShifts } from '../../sandbox/sample-construction/ordinary-shifts';
import { changeOtherMasters } from '../../sandbox/sample-construction/other-changes';
import { damageCrew } from '../../sandbox/sample-construction/worker-damage';
import type { HarborDesk } from './harbor-desk';

const HARBOR_DAY = 'harbor-day.json';
const stages = ['nothing', 'entered', 'damaged', 'trued-up'] as const;

const progressSchema = z.strictObject({
  stage: z.enum(stages),
  /** What was done to workers, in words. */
  damages: z.array(z.strictObject({ employeeId: z.string().nullable(), what: z.string() })).default([]),
  /** Runs of the true-up: what it was going to do, and what it did. */
  previewId: z.string().optional(),
  trueUpId: z.string().optional(),
});

/** How far the day of a state directory is: what was played is not played again. */
export type HarborProgress = z.infer<typeof progressSchema>;

/** How far the day is; nothing was played on a new state directory. */
export function readHarborProgress({ stateDirectory }: Pick<HarborDesk, 'stateDirectory'>): HarborProgress {
  const file = join(stateDirectory, HARBOR_DAY);
  if (!existsSync(file)) return { stage: 'nothing', damages: [] };
  return progressSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
}

/** Writes down how far the day is. */
export function writeHarborProgress({ stateDirectory }: Pick<HarborDesk, 'stateDirectory'>, progress: HarborProgress) {
  writeFileSync(join(stateDirectory, HARBOR_DAY), `${JSON.stringify(progress)}\n`);
}

/** Enters two weeks of shifts, those first that are known by name; answers how many. */
export async function enterTwoWeeks({ office }: HarborDesk, seed: number): Promise<number> {
  const ordinary = ordinaryShifts(seed).map((shift) => ({ shift, carried: 'approved' as const }));
  return (await enterShifts(office, [...namedShifts, ...ordinary])).length;
}

/** Does to workers and other masters by hand what an integration has to bear; answers it in words. */
export async function damageByHand({ office, finance }: HarborDesk, seed: number): Promise<HarborProgress['damages']> {
  const { damages } = await damageCrew(office, finance, seed);
  await changeOtherMasters(office, finance);
  return damages;
}
