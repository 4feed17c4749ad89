import { continueAsNew, proxyActivities } from '@temporalio/workflow';
import type { ComparedPage, DriftActivities } from '../activities/assignar-records/watch-drift';
import { sourcePolicy } from './activity-policies';

/** One look at what somebody changed in Assignar by hand, started by a schedule. */
export interface WatchDriftInput {
  company: string;
  /** A look longer than one run's history goes on here; absent at its beginning. */
  goOn?: { object: WatchedObject; afterId: string; seen: number; drifting: number };
  /** Pages in one run; each is about 6 events of its history. 50 unless a test says less. */
  pagesMax?: number;
}

export type WatchedObject = (typeof watchedObjects)[number];

const watchedObjects = ['role', 'asset', 'client', 'supplier', 'project', 'work-order', 'activity', 'worker'] as const;
const pagesMaxDefault = 50;

/** Workflow id of a company's looks for drift; the schedule appends the time. */
export function watchDriftWorkflowId(company: string): string {
  return `watch-drift/${company}`;
}

/**
 * Compares every record of Assignar with what the hub last wrote there, page by page; what somebody changed, deleted or made by hand is
 * told, and what is as it should be again is settled. Where the profile puts back, the record is looked at.
 */
export async function watchDrift(input: WatchDriftInput): Promise<{ seen: number; drifting: number }> {
  const { compareAssignarPage, touchEndingRecords } = proxyActivities<DriftActivities>(sourcePolicy);
  const { company, goOn, pagesMax = pagesMaxDefault } = input;
  let { seen, drifting } = goOn ?? { seen: 0, drifting: 0 };
  let afterId = goOn?.afterId ?? '0';
  let pages = 0;
  for (const object of watchedObjects.slice(goOn === undefined ? 0 : watchedObjects.indexOf(goOn.object))) {
    for (let isLast = false; !isLast; ) {
      if (pages === pagesMax) {
        return continueAsNew<typeof watchDrift>({ ...input, goOn: { object, afterId, seen, drifting } });
      }
      const page: ComparedPage = await compareAssignarPage({ company, object, afterId });
      pages += 1;
      seen += page.seen;
      drifting += page.drifting;
      isLast = page.next === null;
      afterId = page.next ?? '0';
    }
  }
  await touchEndingRecords({ company });
  return { seen, drifting };
}
