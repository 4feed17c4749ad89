import { Context } from '@temporalio/activity';
import { ApplicationFailure, WorkflowNotFoundError } from '@temporalio/common';
import { Rejected } from '../../clients/errors';
import { selectSettledFlows } from '../../db/exceptions';
import {
  beginFirstLoad,
  countLate,
  countPage,
  type FirstLoad,
  finishFirstLoad,
  type LoadCounts,
  selectFirstLoad,
  selectLoadStart,
} from '../../db/first-loads';
import { selectPendingRecords } from '../../db/import-batches';
import { selectLooks, selectParkedIds } from '../../db/record-looks';
import type { AssignarProfile } from '../../domain/assignar-profile';
import type { ImetalProfile } from '../../domain/imetal-profile';
import {
  type AssignarLoad,
  isAssignarLoad,
  isImetalLoad,
  type LoadObject,
  loadedRecords,
  type RecordHint,
  type RecordObject,
  type RecordReference,
  recordDocumentKey,
  recordFlows,
} from '../../domain/record-sync';
import { changedSignal } from '../../workflows/sync-record';
import { loadAssignarPage, loadAssignarRecords } from '../assignar-records/load-assignar-page';
import { toFailure } from '../failure';
import { whileSignedIn } from '../gateway-turns';
import type { LoadOpenItemsPage } from '../receivables/load-open-items';
import { type ImportedRecord, importPendingBatch } from './import-record';
import { readLoadPage } from './load-pages';
import {
  createReaders,
  type Preload,
  prepareOrPark,
  type RecordDeps,
  settlePrepared,
  writeDownImports,
} from './look-at-record';
import type { PreparedRecord } from './prepare-record';
import type { TouchedRecord } from './record-kind';
import { recordReference, touchRecord } from './touch-record';

// A record that is changed on one side at every look is left to its own flow.
const looksMax = 5;

/** Where a first load stands, for its workflow: no names, only counts. */
export interface LoadProgress extends LoadCounts {
  after: string;
  isFinished: boolean;
}

export interface FirstLoadActivities {
  /** Begins a first load, or goes on where one stopped; one that came to its end begins anew. */
  beginLoad(request: { company: string; object: LoadObject; workflowId: string }): Promise<LoadProgress>;
  /** Brings one page of records in step, in one batch, and counts them. `isLastPage` when nothing is behind it. */
  loadPage(request: {
    company: string;
    object: LoadObject;
    after: string;
    pageSize: number;
  }): Promise<LoadProgress & { isLastPage: boolean }>;
  /** Looks once more at what was refused: what it waited for may have come later. Returns how many went through. */
  loadRefused(request: { company: string; object: LoadObject }): Promise<number>;
  /** Leaves what is still refused to flows of their own, where it waits visibly, and writes down the end. */
  finishLoad(request: { company: string; object: LoadObject }): Promise<LoadProgress>;
}

/** `openItems` loads what is no record; without it, `open-items` cannot be loaded. */
export type FirstLoadDeps = RecordDeps & { openItems?: LoadOpenItemsPage };

/** The activities of a first load: the same looks as every sync, a page in one batch. */
export function createFirstLoadActivities(deps: FirstLoadDeps): FirstLoadActivities {
  const naming = async <T>(company: string, object: LoadObject, run: () => Promise<T>): Promise<T> => {
    try {
      return await run();
    } catch (error) {
      const what = `first load of ${object} of ${company}`;
      // Whoever waits for the load is told, and begins it again where it stopped; one record that is refused is counted, and no failure.
      if (error instanceof Rejected) throw ApplicationFailure.nonRetryable(`${what}: ${error.message}`, error.name);
      throw toFailure(error, what);
    }
  };
  return {
    beginLoad: (request) => naming(request.company, request.object, () => beginFirstLoad(deps.pool, request)),
    loadPage: ({ company, object, after, pageSize }) =>
      naming(company, object, () => loadPage(deps, { company, object, after, pageSize })),
    loadRefused: ({ company, object }) => naming(company, object, () => loadRefused(deps, company, object)),
    finishLoad: ({ company, object }) => naming(company, object, () => finishLoad(deps, company, object)),
  };
}

async function loadPage(
  deps: FirstLoadDeps,
  { company, object, after, pageSize }: { company: string; object: LoadObject; after: string; pageSize: number },
): Promise<LoadProgress & { isLastPage: boolean }> {
  const profile = await deps.profiles.profile(company);
  if (profile.source === 'assignar') return countAssignarPage(deps, profile, { object, after, pageSize });
  if (!isImetalLoad(object)) throw new Error(`${company} runs on iMetal: it has no ${object}`);
  if (object === 'open-items') return loadOpenItemsPage(deps, profile, { after, pageSize });
  const page = await whileSignedIn(deps, profile, workOf(object), async (inTurn) =>
    readLoadPage(deps, profile, object, { after, pageSize, inTurn }),
  );
  const counts = await bringInStep(deps, profile, object, page.records, page.preload);
  await countPage(deps.pool, { company, object }, { from: after, after: page.after, counts });
  return { ...(await standing(deps, company, object)), isLastPage: page.isLast };
}

async function countAssignarPage(
  deps: FirstLoadDeps,
  profile: AssignarProfile,
  { object, after, pageSize }: { object: LoadObject; after: string; pageSize: number },
): Promise<LoadProgress & { isLastPage: boolean }> {
  const { company } = profile;
  if (!isAssignarLoad(object)) throw new Error(`${company} runs on Assignar: it has no ${object}`);
  const page = await loadAssignarPage(deps, profile, object, { after, pageSize });
  await countPage(deps.pool, { company, object }, { from: after, after: page.after, counts: page.counts });
  return { ...(await standing(deps, company, object)), isLastPage: page.isLast };
}

async function loadOpenItemsPage(
  deps: FirstLoadDeps,
  profile: ImetalProfile,
  { after, pageSize }: { after: string; pageSize: number },
): Promise<LoadProgress & { isLastPage: boolean }> {
  const { company } = profile;
  const object = 'open-items';
  const { openItems } = deps;
  if (openItems === undefined) throw new Error('no first load of open items here');
  const page = await whileSignedIn(deps, profile, workOf(object), (inTurn) =>
    openItems(profile, { after, pageSize, inTurn }),
  );
  await countPage(deps.pool, { company, object }, { from: after, after: page.after, counts: page.counts });
  return { ...(await standing(deps, company, object)), isLastPage: page.isLast };
}

/** Brings records in step, those for iMetal in one batch; what each came to, counted. */
async function bringInStep(
  deps: RecordDeps,
  profile: ImetalProfile,
  object: LoadObject,
  records: readonly TouchedRecord[],
  preload?: Preload,
): Promise<LoadCounts> {
  const { company } = profile;
  const counts: LoadCounts = { read: records.length, written: 0, unchanged: 0, filtered: 0, refused: 0 };
  const underWay = await pendingBatches(deps, company, records);
  const toAwait: RecordReference[] = [];
  const toImport: { record: RecordReference; prepared: PreparedRecord & { outcome: 'to-import' } }[] = [];
  for (const { object: recordObject, id, hint = {} } of records) {
    const record = recordReference(company, recordObject, id);
    if (underWay.has(recordDocumentKey(record))) {
      toAwait.push(record);
      continue;
    }
    const prepared = await prepareSteadily(deps, profile, object, { record, hint, preload });
    Context.current().heartbeat();
    // Contacts have a first load of their own: a flow for each of thousands would only do it once more.
    if ('record' in prepared) prepared.record.touches = [];
    if (prepared.outcome === 'to-import') {
      toImport.push({ record, prepared });
      continue;
    }
    await settlePrepared(deps, record, prepared);
    if (prepared.outcome === 'look-again') await touchRecord(deps, company, record.object, record.id, hint);
    if (prepared.outcome === 'parked' || prepared.outcome === 'look-again') counts.refused += 1;
    else if (prepared.outcome === 'in-step') counts[prepared.wroteIntacct ? 'written' : 'unchanged'] += 1;
    else counts.filtered += 1;
  }
  if (toImport.length > 0) await writeDownImports(deps, toImport);
  const handedOver = [...toAwait, ...toImport.map(({ record }) => record)];
  const refused = await awaitImports(deps, company, handedOver);
  return { ...counts, written: counts.written + handedOver.length - refused, refused: counts.refused + refused };
}

/** The look at a record, repeated while one side is changed under it. */
async function prepareSteadily(
  deps: RecordDeps,
  profile: ImetalProfile,
  object: LoadObject,
  { record, hint, preload }: { record: RecordReference; hint: RecordHint; preload: Preload | undefined },
): Promise<PreparedRecord> {
  return whileSignedIn(deps, profile, workOf(object), async (inTurn) => {
    const readers = await createReaders(deps, profile, inTurn, preload);
    let look = await prepareOrPark(readers, record, hint);
    for (let looks = 1; look.outcome === 'look-again' && looks < looksMax; looks += 1) {
      look = await prepareOrPark(readers, record, hint);
    }
    return look;
  });
}

/**
 * Waits for iMetal's importer to take the records, whichever batch they are in: an attempt before this one, or another flow, may have
 * handed them over. Returns how many were refused; one that was changed meanwhile is left to its own flow.
 */
async function awaitImports(deps: RecordDeps, company: string, records: readonly RecordReference[]): Promise<number> {
  const batches = new Set((await pendingBatches(deps, company, records)).values());
  const came = new Map<string, ImportedRecord['outcome']>();
  for (const batchNumber of batches) {
    for (const { record, outcome } of await importPendingBatch(deps, company, batchNumber)) {
      came.set(recordDocumentKey(record), outcome);
    }
  }
  let refused = 0;
  for (const record of records) {
    const outcome = came.get(recordDocumentKey(record)) ?? (await settledElsewhere(deps, record));
    if (outcome === 'look-again') await touchRecord(deps, company, record.object, record.id);
    if (outcome !== 'in-step') refused += 1;
  }
  return refused;
}

/** What another flow made of a record that was on its way a moment ago. */
async function settledElsewhere(deps: RecordDeps, { company, object, id }: RecordReference) {
  const look = (await selectLooks(deps.pool, company, object, [id])).get(id);
  return look?.outcome === 'parked' ? 'parked' : 'in-step';
}

/** The batch of each of these records that is on its way through iMetal's importer, by document key. */
async function pendingBatches(
  deps: RecordDeps,
  company: string,
  records: readonly { object: RecordObject; id: string }[],
): Promise<Map<string, number>> {
  const named = records.map(({ object, id }) => ({ object, intacctId: id }));
  const pending = await selectPendingRecords(deps.pool, company, named);
  return new Map(
    pending.map(({ object, intacctId, batchNumber }) => [
      recordDocumentKey(recordReference(company, object as RecordObject, intacctId)),
      batchNumber,
    ]),
  );
}

async function loadRefused(deps: RecordDeps, company: string, object: LoadObject): Promise<number> {
  const profile = await deps.profiles.profile(company);
  let late = 0;
  for (const recordObject of loadedRecords[object]) {
    const ids = await selectParkedIds(deps.pool, company, recordObject);
    const records = ids.map((id) => ({ object: recordObject, id }));
    const { written, unchanged } =
      profile.source === 'assignar'
        ? await loadAssignarRecords(deps, profile, object as AssignarLoad, ids)
        : await bringInStep(deps, profile, object, records);
    late += written + unchanged;
  }
  if (late > 0) await countLate(deps.pool, { company, object }, late);
  return late;
}

async function finishLoad(deps: RecordDeps, company: string, object: LoadObject): Promise<LoadProgress> {
  const since = await selectLoadStart(deps.pool, company, object);
  let parked = 0;
  for (const recordObject of loadedRecords[object]) {
    for (const id of await selectParkedIds(deps.pool, company, recordObject)) {
      parked += 1;
      await touchRecord(deps, company, recordObject as RecordObject, id);
      Context.current().heartbeat();
    }
    if (since !== null) await wakeSettled(deps, company, recordObject as RecordObject, since);
  }
  const { source } = await deps.profiles.profile(company);
  const { refused } = await standing(deps, company, object);
  // What was refused, and is parked no more, its own flow has brought in step since: a parent came, and let its children go on.
  if (source === 'assignar' && refused > parked) await countLate(deps.pool, { company, object }, refused - parked);
  await finishFirstLoad(deps.pool, { company, object });
  return standing(deps, company, object);
}

/** A flow that is parked learns nothing of its record being brought in step by the load: it is told to look again, and ends. */
async function wakeSettled(deps: RecordDeps, company: string, object: RecordObject, since: Date): Promise<void> {
  for (const workflowId of await selectSettledFlows(deps.pool, { company, flow: recordFlows[object], since })) {
    try {
      await deps.client.workflow.getHandle(workflowId).signal(changedSignal, {});
    } catch (error) {
      // It ended by itself.
      if (!(error instanceof WorkflowNotFoundError)) throw error;
    }
    Context.current().heartbeat();
  }
}

async function standing(deps: RecordDeps, company: string, object: LoadObject): Promise<FirstLoad> {
  const load = await selectFirstLoad(deps.pool, company, object);
  if (load === null) throw new Error(`no first load of ${object} of ${company} has begun`);
  return load;
}

function workOf(object: LoadObject) {
  return { flow: `first-load-${object}`, documentKey: null, priority: 'backfill' as const };
}
