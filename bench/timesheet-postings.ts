import { z } from 'zod';
import { until } from '../cli/start/until';
import type { ShiftInput } from '../sandbox/assignar/company-file';
import { enterShifts } from '../sandbox/sample-construction/enter-shifts';
import { pollDocuments, pollDocumentsWorkflowId } from '../workflows/poll-documents';
import type { BenchStack } from './bench-stack';
import { constructionCompany as company } from './construction-company';
import type { AssignarUse } from './construction-stack';
import { type GatewayUse, readGatewayUse } from './gateway-use';

const kind = 'timesheet' as const;
const FLOW = 'labour-time';
const POSTED_WITHIN_MS = 600_000;
const LOOK_EVERY_MS = 100;
const settledSchema = z.object({
  document_key: z.string(),
  settled_at: z.date(),
  acknowledged_at: z.date(),
  requests: z.number(),
});

/** A sheet that is in Intacct and processed in Assignar. */
export interface PostedSheet {
  documentKey: string;
  postedAt: Date;
  processedAt: Date;
  /** To Intacct, sign-ins not counted. */
  requests: number;
}

/** What sheets came to, and what was asked for them. */
export interface PostedSheets {
  /** In the order in which they were posted. */
  sheets: PostedSheet[];
  firstRequestAt: Date;
  intacct: GatewayUse;
  assignar: AssignarUse;
}

/** Enters shifts in Assignar, not yet approved; returns their sheets' keys. */
export function submitSheets(bench: BenchStack, shifts: readonly ShiftInput[]): Promise<string[]> {
  const submitted = shifts.map((shift) => ({ shift, carried: 'submitted' as const }));
  return enterShifts(bench.construction().office, submitted);
}

/** Approves a sheet in Assignar; returns when. */
export async function approveSheet(bench: BenchStack, documentKey: string): Promise<Date> {
  await bench.construction().office.act('approve-timesheet', { timesheetId: Number(documentKey.slice('TS-'.length)) });
  return new Date();
}

/** Approves sheets all at once, looks once as the schedule does, and waits until all are in Intacct and processed. */
export async function postAtOnce(
  bench: BenchStack,
  shifts: readonly ShiftInput[],
): Promise<PostedSheets & { startedAt: Date }> {
  const documentKeys = await submitSheets(bench, shifts);
  for (const documentKey of documentKeys) await approveSheet(bench, documentKey);
  await bench.construction().clearAssignarUse();
  const startedAt = new Date();
  await bench.client.workflow.start(pollDocuments, {
    workflowId: pollDocumentsWorkflowId(company, kind),
    taskQueue: bench.taskQueue,
    args: [{ company, kind }],
  });
  return { startedAt, ...(await awaitProcessed(bench, documentKeys, startedAt)) };
}

/** The schedule of the timesheets' poll alone, from now on; what it returns ends it. */
export async function startSheetPolls(
  { client, taskQueue }: BenchStack,
  intervalSeconds: number,
): Promise<() => Promise<void>> {
  const workflowId = pollDocumentsWorkflowId(company, kind);
  const schedule = await client.schedule.create({
    scheduleId: workflowId,
    spec: { intervals: [{ every: intervalSeconds * 1000 }] },
    action: {
      ...{ type: 'startWorkflow', workflowType: pollDocuments, workflowId, taskQueue },
      args: [{ company, kind }],
    },
  });
  return () => schedule.delete();
}

/** Waits until the sheets are in Intacct and processed. Throws when one is parked. */
export async function awaitProcessed(
  bench: BenchStack,
  documentKeys: readonly string[],
  since: Date,
): Promise<PostedSheets> {
  const sheets = await until(
    `${documentKeys.length} timesheets are processed`,
    POSTED_WITHIN_MS,
    async () => {
      const done = await readPosted(bench, documentKeys);
      return done.length === documentKeys.length && done;
    },
    LOOK_EVERY_MS,
  );
  const { rows } = await bench.hub.query(
    `select min(started_at) as first_at from api_calls
      where company = $1::text and document_key = any($2::text[]) and started_at >= $3::timestamptz`,
    [company, documentKeys, since],
  );
  return {
    sheets,
    firstRequestAt: z.object({ first_at: z.date() }).parse(rows[0]).first_at,
    intacct: await readGatewayUse(bench.hub, { company, flow: FLOW, since, documentKeys: [...documentKeys] }),
    assignar: await bench.construction().readAssignarUse(),
  };
}

async function readPosted({ hub }: BenchStack, documentKeys: readonly string[]): Promise<PostedSheet[]> {
  const parked = await hub.query(
    `select document_key, code, message from exceptions
      where company = $1::text and closed_at is null and document_key = any($2::text[]) limit 3`,
    [company, documentKeys],
  );
  if (parked.rows.length > 0) throw new Error(`parked: ${JSON.stringify(parked.rows)}`);
  const { rows } = await hub.query(
    `select posting.document_key, posting.settled_at, posting.acknowledged_at, count(call.*)::integer as requests
      from postings posting left join api_calls call
        on call.company = posting.company and call.document_key = posting.document_key and call.functions <> '{getAPISession}'
      where posting.company = $1::text and posting.document_key = any($2::text[]) and posting.is_leading
        and posting.state = 'posted' and posting.acknowledged_at is not null
      group by posting.posting_id order by posting.settled_at`,
    [company, documentKeys],
  );
  return z
    .array(settledSchema)
    .parse(rows)
    .map((row) => ({
      documentKey: row.document_key,
      postedAt: row.settled_at,
      processedAt: row.acknowledged_at,
      requests: row.requests,
    }));
}
