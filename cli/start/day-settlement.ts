import { type MastersTieOut, readMastersOfBoth } from './masters-tie-out';
import {
  type CustomerReceivables,
  creditFaults,
  readCreditShown,
  readReceivablesOfBoth,
  receivablesFaults,
} from './receivables-tie-out';
import type { DayDatabases } from './sample-day';
import { type HubDocument, readHubDocuments, readOpenExceptions, readRecordCounts } from './sample-day-hub';
import { settle } from './settled-documents';
import { readSourceKeys } from './source-documents';
import type { Stack } from './stack';
import { until } from './until';

/** With nothing moving for this long, something is down for good; a gateway's slowness is seconds. */
const STANDSTILL_MS = 180_000;
/** Documents all settled, records and receivables that will not agree in this time are a fault to be shown, not to be waited for. */
const DISAGREEMENT_MS = 60_000;
const LOOK_EVERY_MS = 250;
/** Both systems are asked for all they have: seldom enough not to be the load that is watched. */
const COMPARE_EVERY_MS = 1000;

/** How many of the source's final documents are settled; told as it changes. */
export type Progress = (settled: number, all: number) => void;

/** Waits until every final document of the source is posted and acknowledged, parked or abandoned. Throws when nothing has moved for three minutes. */
export async function untilDocumentsSettled({ live, hub }: DayDatabases, onProgress: Progress): Promise<void> {
  let settledBefore = -1;
  const look = async () => {
    const exceptions = await readOpenExceptions(hub, 'gulf-metals');
    const hubDocuments = await readHubDocuments(hub, 'gulf-metals');
    const documents = settle(await readSourceKeys(live), hubDocuments, exceptions);
    const settled = documents.filter(({ fate }) => fate !== 'open').length;
    const underWay = unfinishedApplications(hubDocuments);
    if (settled !== settledBefore) onProgress(settled, documents.length);
    const moved = settled !== settledBefore;
    settledBefore = settled;
    return { moved, complete: settled === documents.length && underWay === 0 };
  };
  for (let complete = false; !complete; ) {
    const seen = await until(
      'another document is posted or parked (the logs say why not)',
      STANDSTILL_MS,
      async () => {
        const state = await look();
        return (state.moved || state.complete) && state;
      },
      LOOK_EVERY_MS,
    );
    complete = seen.complete;
  }
}

/** Credit memos that are posted and whose application to the invoice has not come to an end; the source has no document for it. */
function unfinishedApplications(documents: readonly HubDocument[]): number {
  const finished = new Set(
    documents
      .filter(({ flow, state }) => flow === 'credit-application' && ['posted', 'rejected', 'abandoned'].includes(state))
      .map(({ document_key }) => document_key),
  );
  const posted = documents.filter(({ flow, state }) => flow === 'sales-credit' && state === 'posted');
  return posted.filter(({ document_key }) => !finished.has(`${document_key}/application`)).length;
}

export interface BothSystems {
  receivables: CustomerReceivables[];
  masters: MastersTieOut;
}

/**
 * Waits until both systems say the same of every customer's receivables and of every master but those that wait for a person; what does
 * not come to agree in a minute is returned as it stands.
 */
export async function untilBothSystemsAgree(stack: Stack, databases: DayDatabases): Promise<BothSystems> {
  let last: BothSystems | undefined;
  const agree = async () => {
    last = await readBothSystems(stack, databases);
    const { onTheirWay } = await readRecordCounts(databases.hub);
    const faults = await disagreements(databases, last);
    return onTheirWay === 0 && faults.length === 0 && last;
  };
  try {
    return await until('both systems agree', DISAGREEMENT_MS, agree, COMPARE_EVERY_MS);
  } catch (error) {
    if (last === undefined) throw error;
    return last;
  }
}

/** Reads both systems afresh. */
export async function readBothSystems({ addresses, environment }: Stack, { live }: DayDatabases): Promise<BothSystems> {
  return {
    receivables: await readReceivablesOfBoth(addresses.intacctAdmin, live),
    masters: await readMastersOfBoth(addresses.intacctAdmin, live, environment.COMPANIES_DIRECTORY ?? ''),
  };
}

/** What differs between both systems and nobody is asked about by an open exception; one sentence each. */
export async function disagreements(
  { hub, live }: DayDatabases,
  { receivables, masters }: BothSystems,
): Promise<string[]> {
  const waiting = new Set((await readOpenExceptions(hub, 'gulf-metals')).map(({ document_key }) => document_key));
  return [
    ...receivablesFaults(receivables, waiting),
    ...creditFaults(await readCreditShown(live), receivables),
    ...masters.differences
      .filter(({ record }) => !waiting.has(record))
      .map(
        ({ record, intacct, imetal }) =>
          `${record}: Intacct says "${intacct ?? 'nothing'}", iMetal "${imetal ?? 'nothing'}"`,
      ),
  ];
}
