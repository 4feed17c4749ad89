import type { EnteredRows } from '../../clients/imetal/find-entered-rows';
import { ageText } from '../output/time-text';
import type { Check, CheckResult } from './checkup';

// Most sites let the importer come by every few seconds or minutes; after this it stands still.
const waitMaxSeconds = 600;

export interface ImporterCheckDeps {
  findEntered: () => Promise<EnteredRows[]>;
  /** When the hub handed over the records of these batches that it still waits for. */
  handedOverAt: (batchNumbers: readonly number[]) => Promise<ReadonlyMap<number, Date>>;
  /** The hub's database's clock. */
  readClock: () => Promise<Date>;
}

/** iMetal's import database can be read, and its importer takes what is entered there. What may be written there, `iMetal tables` tells. */
export function importerChecks(deps: ImporterCheckDeps): Check[] {
  return [
    {
      name: 'iMetal importer',
      remedy: "check IMETAL_IMPORT_URL with iMetal's administrator, and that its server runs",
      make: () => checkImporter(deps),
    },
  ];
}

async function checkImporter({ findEntered, handedOverAt, readClock }: ImporterCheckDeps): Promise<CheckResult> {
  const entered = await findEntered();
  if (entered.length === 0) return { seen: 'reachable, nothing waits for the importer', faults: [] };
  const count = entered.reduce((sum, { records }) => sum + records, 0);
  const handedOver = await handedOverAt(entered.map(({ batchNumber }) => batchNumber));
  const times = entered.flatMap(({ batchNumber, asOf }) => {
    const since = handedOver.get(batchNumber) ?? asOf;
    return since === null ? [] : [since.getTime()];
  });
  if (times.length === 0) {
    return { seen: `reachable, ${count} records entered that the hub does not wait for`, faults: [] };
  }
  const waitSeconds = ((await readClock()).getTime() - Math.min(...times)) / 1000;
  const seen = `reachable, ${count} records wait for the importer, the first for ${ageText(waitSeconds)}`;
  if (waitSeconds <= waitMaxSeconds) return { seen, faults: [] };
  const what = `${count} records are entered and not taken, the first for ${ageText(waitSeconds)}; expected ${ageText(waitMaxSeconds)} at most`;
  const remedy =
    "see that iMetal's importer is scheduled and runs without an error of its own; what waits goes on by itself";
  return { seen, faults: [{ subject: 'importer', what, remedy }] };
}
