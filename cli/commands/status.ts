import type { Command } from 'commander';
import { selectCompanyExceptions } from '../../db/company-exceptions';
import {
  countPermitsHeld,
  selectApiUse,
  selectFeedStandings,
  selectOldestParked,
  selectPauseStanding,
  selectStateTotals,
} from '../../db/company-status';
import { selectRecordTotals } from '../../db/record-standings';
import type { CompanyProfile } from '../../domain/company-profile';
import { causeKey } from '../../domain/exception';
import { recordFlows } from '../../domain/record-sync';
import { exitCodes } from '../exit-codes';
import { messageOf } from '../failure-report';
import type { Operator } from '../operator';
import { statusText } from '../output/status-text';
import type { Answer, CommandRunner } from '../run-command';
import { fedKinds, findUntakenDocuments, type UntakenDocuments } from '../untaken-documents';

/** `status` as `--json` prints it. Moments are ISO 8601, amounts and hours decimal texts, `state` parked is whatever waits for a person. */
export interface CompanyStatus {
  company: string;
  /** `hours`: labour hours of shifts; null for documents of money, and where no sheet tells its minutes. Posted ones are those on Intacct's timesheets. */
  documents: {
    flow: string;
    state: string;
    currency: string | null;
    count: number;
    amount: string | null;
    hours: string | null;
  }[];
  /** Records that are kept in step, and customers' open items (`open-items`), by state. */
  records: { object: string; state: string; count: number }[];
  oldestParked: { document: string; code: string; message: string; since: Date; ageSeconds: number } | null;
  paused: { message: string; since: Date; nextProbeAt: Date; refusals: number } | null;
  /** What Assignar refuses to the company's credentials: the sign-in, or something to its token. */
  refused: { code: string; message: string; since: Date }[];
  requestsInFlight: { now: number; max: number };
  apiTransactions: {
    today: { requests: number; transactions: number };
    month: { requests: number; transactions: number };
  };
  /** `waiting`: final documents that the ledger does not know, `lagSeconds` the age of the oldest; null when the source does not say. */
  feeds: { feed: string; cursor: string; movedAt: Date; waiting: number | null; lagSeconds: number | null }[];
}

/** `status`: exit code 1 while anything is parked, the company is paused or its credentials are refused. */
export function registerStatus(program: Command, run: CommandRunner): void {
  program
    .command('status')
    .description(
      'documents and records by state, what waits longest, pauses, use of the gateway, how far the feeds are',
    )
    .addHelpText(
      'after',
      '\nExit code 1 while a document, record or account is parked, the company is paused or Assignar refuses its credentials.\n\nExamples:\n  intacct-pipelines status\n  intacct-pipelines status --json | jq .oldestParked',
    )
    .action((_options, command: Command) => run(command, answerStatus));
}

async function answerStatus(operator: Operator): Promise<Answer> {
  const status = await readStatus(operator);
  const isWell =
    status.paused === null &&
    status.refused.length === 0 &&
    [...status.documents, ...status.records].every(({ state }) => state !== 'parked');
  return {
    exitCode: isWell ? exitCodes.done : exitCodes.no,
    document: status,
    text: statusText(status, operator.terminal.width),
  };
}

async function readStatus(operator: Operator): Promise<CompanyStatus> {
  const profile = await operator.profile();
  const { company } = profile;
  const pool = operator.pool();
  const totals = await selectStateTotals(pool, company);
  const records = await selectRecordTotals(pool, company, Object.keys(recordFlows));
  const oldest = await selectOldestParked(pool, company);
  const pause = await selectPauseStanding(pool, company);
  const standing = await selectCompanyExceptions(pool, company);
  const use = await selectApiUse(pool, company);
  return {
    company,
    documents: totals.map(({ documents: count, ...total }) => ({ ...total, count })),
    records: records.map(({ object, state, records: count }) => ({ object, state, count })),
    oldestParked: oldest && {
      document: oldest.document_key,
      code: oldest.code,
      message: oldest.message,
      since: oldest.opened_at,
      ageSeconds: secondsSince(oldest.opened_at),
    },
    paused: pause && {
      message: pause.message,
      since: pause.paused_at,
      nextProbeAt: pause.next_probe_at,
      refusals: pause.refusals,
    },
    // The pause has one too, and is told with its probes.
    refused: standing
      .filter(({ cause_key }) => cause_key !== causeKey.company(company))
      .map(({ code, message, opened_at: since }) => ({ code, message, since })),
    requestsInFlight: { now: await countPermitsHeld(pool, company), max: profile.intacct.requestsInFlightMax },
    apiTransactions: {
      today: { requests: use.requests_today, transactions: use.transactions_today },
      month: { requests: use.requests_month, transactions: use.transactions_month },
    },
    feeds: await readFeeds(operator, profile),
  };
}

// A look at the source is a courtesy of `status`: it must not make a person wait.
const lookAtSourceMs = 3_000;

async function readFeeds(operator: Operator, profile: CompanyProfile): Promise<CompanyStatus['feeds']> {
  const standings = await selectFeedStandings(operator.pool(), profile.company);
  if (standings.length === 0) return [];
  const untaken = await untakenInSource(operator, profile);
  return standings.map(({ feed, modified_at, moved_at }) => {
    const owed = untaken.get(feed);
    return {
      feed,
      cursor: modified_at,
      movedAt: moved_at,
      waiting: owed?.count ?? null,
      lagSeconds: owed === undefined ? null : (owed.oldest?.ageSeconds ?? 0),
    };
  });
}

/** Final documents that the ledger does not know, by feed; without those, and with a remark, when the source does not say. */
async function untakenInSource(operator: Operator, profile: CompanyProfile): Promise<Map<string, UntakenDocuments>> {
  const untaken = new Map<string, UntakenDocuments>();
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${lookAtSourceMs / 1000} s`)), lookAtSourceMs);
  });
  try {
    const looks = fedKinds(profile).map(async (kind) => {
      const source = await kind.source(operator.clients(), profile);
      const deps = { pool: operator.pool(), source, profile };
      untaken.set(kind.feed, await findUntakenDocuments(deps, kind));
    });
    await Promise.race([Promise.all(looks), tooLate]);
  } catch (error) {
    operator.remark(`how far the feed is behind is not known: ${messageOf(error)}`);
  } finally {
    clearTimeout(timer);
  }
  return untaken;
}

function secondsSince(moment: Date): number {
  return Math.max(0, Math.floor((Date.now() - moment.getTime()) / 1000));
}
