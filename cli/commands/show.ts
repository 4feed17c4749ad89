import type { Command } from 'commander';
import { selectPauseStanding } from '../../db/company-status';
import {
  type HistoryPosting,
  selectExceptionHistory,
  selectPostingEvents,
  selectPostingHistory,
} from '../../db/document-history';
import { type PlanRow, selectNewestPlan } from '../../db/stored-plans';
import type { PlannedDocument } from '../../domain/posting';
import { type ExceptionStory, exceptionStory } from '../exception-story';
import { exitCodes, NegativeAnswer } from '../exit-codes';
import { parseInput } from '../failure-report';
import { documentKey, subjectHelp } from '../inputs';
import { namedSubject } from '../named-subject';
import { type OpenItemsStory, readOpenItemsStory } from '../open-items-story';
import type { Operator } from '../operator';
import { documentText } from '../output/document-text';
import { openItemsText, recordText } from '../output/record-text';
import { lineNounOf, summariseTrace, type TraceSummary } from '../output/trace-summary';
import { webUiLink } from '../output/web-ui-link';
import { type RecordStory, readRecordStory } from '../record-story';
import type { Answer, CommandRunner } from '../run-command';

/** `show` as `--json` prints it. Moments are ISO 8601, amounts and hours decimal texts. `state` is parked for whatever waits for a person. */
export interface DocumentStory {
  company: string;
  document: string;
  flow: string;
  sourceSystem: string;
  state: HistoryPosting['state'] | 'parked';
  revision: number;
  party: string | null;
  partyName: string | null;
  entity: string | null;
  amount: string | null;
  currency: string | null;
  /** Labour hours of a shift; null for what is no time, and where it does not tell its minutes. */
  hours: string | null;
  triggeredAt: Date;
  acknowledgedAt: Date | null;
  workflowId: string;
  webUi: string | null;
  /** Set while the company's sign-in is refused: nothing moves before that. */
  companyPaused: string | null;
  postings: {
    revision: number;
    purpose: HistoryPosting['purpose'];
    state: HistoryPosting['state'];
    amount: string | null;
    currency: string | null;
    /** Of the whole document, with the posting that stands for it; null with the others. */
    hours: string | null;
    period: string | null;
    intacctKey: string | null;
    controlId: string | null;
    version: number;
    sentAt: Date | null;
    settledAt: Date | null;
  }[];
  exceptions: ExceptionStory[];
  events: {
    at: Date;
    revision: number;
    purpose: string;
    from: string | null;
    to: string;
    actor: string;
    note: string;
  }[];
  /** The newest plan; null when none could be made. */
  plan: {
    version: number;
    mappingVersion: string;
    createdAt: Date;
    documents: PlannedDocument[];
    waitsForDaysJournal: boolean;
    totals: PlanRow['totals'];
  } | null;
  trace: TraceSummary | null;
}

/** `show <document>`: a document, a record or a customer's open items; exit code 1 when it is unknown or parked. */
export function registerShow(program: Command, run: CommandRunner): void {
  program
    .command('show')
    .description(
      'the whole story of a document, record or account: state, keys of both systems, reasons and ways out, events, plan, trace, conflicts',
    )
    .argument('<document>', subjectHelp)
    .addHelpText(
      'after',
      '\nExit code 1 when the document is unknown or parked.\n\nExamples:\n  intacct-pipelines show HOU-DIV-104233\n  intacct-pipelines show HOU-DIV-104233 --json | jq .plan.documents\n  intacct-pipelines show CUSTOMER/C00112\n  intacct-pipelines show open-items/C00112',
    )
    .action((document: string, _options, command: Command) =>
      run(command, (operator) => answerShow(operator, parseInput('document', documentKey, document))),
    );
}

async function answerShow(operator: Operator, key: string): Promise<Answer> {
  const subject = namedSubject(key);
  const { width } = operator.terminal;
  switch (subject.kind) {
    case 'record': {
      const story = await readRecordStory(operator, subject.object, subject.key);
      return answerOf(story, recordText(story, width));
    }
    case 'open-items': {
      const story = await readOpenItemsStory(operator, subject.customerId);
      return answerOf(story, openItemsText(story, width));
    }
    case 'document': {
      const story = await readStory(operator, subject.documentKey);
      return answerOf(story, documentText(story, width));
    }
  }
}

function answerOf(story: DocumentStory | RecordStory | OpenItemsStory, text: string): Answer {
  return { exitCode: story.state === 'parked' ? exitCodes.no : exitCodes.done, document: story, text };
}

async function readStory(operator: Operator, document: string): Promise<DocumentStory> {
  const company = await operator.company();
  const pool = operator.pool();
  const postings = await selectPostingHistory(pool, company, document);
  const [leading] = postings;
  if (leading === undefined) throw unknownDocument(company, document);
  const exceptions = await selectExceptionHistory(pool, company, document);
  const events = await selectPostingEvents(pool, company, document);
  const plan = await selectNewestPlan(pool, company, document);
  const pause = await selectPauseStanding(pool, company);
  const isParked = leading.state === 'rejected' || exceptions.some(({ closed_at }) => closed_at === null);
  return {
    company,
    document,
    flow: leading.flow,
    sourceSystem: leading.source_system,
    state: isParked ? 'parked' : leading.state,
    revision: leading.revision,
    party: leading.party,
    partyName: leading.party_name,
    entity: leading.entity_id,
    amount: leading.amount,
    currency: leading.currency,
    hours: leading.hours,
    triggeredAt: leading.triggered_at,
    acknowledgedAt: leading.acknowledged_at,
    workflowId: leading.workflow_id,
    webUi: webUiLink(operator.environment, leading.workflow_id, leading.run_id),
    companyPaused: pause?.message ?? null,
    postings: postings.map(postingOf),
    exceptions: exceptions.map(exceptionStory),
    events: events.map(({ from_state: from, to_state: to, ...event }) => ({ ...event, from, to })),
    plan: plan && planOf(plan),
    trace: plan && summariseTrace(plan.trace, lineNounOf(plan.documents)),
  };
}

function planOf(plan: PlanRow): DocumentStory['plan'] {
  return {
    version: plan.version,
    mappingVersion: plan.mapping_version,
    createdAt: plan.created_at,
    documents: plan.documents,
    waitsForDaysJournal: plan.pooled_entry !== null,
    totals: plan.totals,
  };
}

function postingOf(posting: HistoryPosting): DocumentStory['postings'][number] {
  const { revision, purpose, state, amount, currency, hours, period, version } = posting;
  return {
    revision,
    purpose,
    state,
    amount,
    currency,
    hours,
    period,
    intacctKey: posting.intacct_key,
    controlId: posting.control_id,
    version,
    sentAt: posting.sent_at,
    settledAt: posting.settled_at,
  };
}

/** The answer for a key that the ledger does not know. */
export function unknownDocument(company: string, document: string): NegativeAnswer {
  return new NegativeAnswer(
    `the ledger of ${company} does not know ${document}; to post it: intacct-pipelines trigger ${document}`,
  );
}
