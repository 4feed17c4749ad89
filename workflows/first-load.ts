import {
  continueAsNew,
  defineQuery,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { FirstLoadActivities, LoadProgress } from '../activities/records/first-load';
import type { LoadObject } from '../domain/record-sync';
import { gatewayPolicy, gatewayTaskQueue } from './activity-policies';

/** One master to load whole, for the first time or once more. */
export interface FirstLoadInput {
  company: string;
  object: LoadObject;
  /** A load longer than one run's history goes on here; absent at its beginning. */
  goOn?: { progress: LoadProgress };
  /** Records a page; 100 unless a test says less. */
  pageSize?: number;
  pagesMax?: number;
}

// About 6 events a page: a run's history stays small, however many records there are.
const pagesMaxDefault = 200;
const pageSizeDefault = 100;
// A group of companies is so many levels deep at most, and each look brings one level further.
const refusedLooksMax = 20;

/** How far a first load is. */
export const progressQuery = defineQuery<LoadProgress | null>('progress');

/** Workflow id of a first load; one runs at a time. */
export function firstLoadWorkflowId(company: string, object: LoadObject): string {
  return `first-load/${company}/${object}`;
}

/**
 * Brings every record of an object in step, page by page in bulk; then once more those that were refused, for a parent may come after its
 * child. Goes on where it was stopped; repeating it writes nothing that is in step.
 */
export async function firstLoad(input: FirstLoadInput): Promise<LoadProgress> {
  const { beginLoad, loadPage, loadRefused, finishLoad } = proxyActivities<FirstLoadActivities>({
    ...gatewayPolicy,
    taskQueue: gatewayTaskQueue(workflowInfo().taskQueue),
  });
  const { company, object, goOn, pageSize = pageSizeDefault } = input;
  let told: LoadProgress | null = goOn?.progress ?? null;
  setHandler(progressQuery, () => told);
  let progress = told ?? (await beginLoad({ company, object, workflowId: firstLoadWorkflowId(company, object) }));
  for (let page = 0; ; page += 1) {
    if (page >= (input.pagesMax ?? pagesMaxDefault)) {
      return continueAsNew<typeof firstLoad>({ ...input, goOn: { progress } });
    }
    const loaded: LoadProgress & { isLastPage: boolean } = await loadPage({
      company,
      object,
      after: progress.after,
      pageSize,
    });
    progress = loaded;
    told = loaded;
    setCurrentDetails(`${loaded.read} read, ${loaded.written} written, ${loaded.refused} refused`);
    if (loaded.isLastPage) break;
  }
  for (let look = 0; look < refusedLooksMax; look += 1) {
    if ((await loadRefused({ company, object })) === 0) break;
  }
  told = await finishLoad({ company, object });
  return told;
}
