import { HandlerUnfinishedPolicy } from '@temporalio/common';
import {
  ApplicationFailure,
  condition,
  defineQuery,
  defineSignal,
  defineUpdate,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import { Entity, Party, PostingStatus, ReasonCode } from '../clients/temporal/search-attributes';
import type { Correction, Decision, DocumentSummary, ParkedReason } from '../domain/posting';

/** What a person says of a parked document: who, why, and for a retry what to change. */
export interface DecisionRequest {
  actor: string;
  reason: string;
  correction?: Correction;
}

/** Where a document's flow stands, for a person who asks. */
export interface FlowStatus {
  status: 'posting' | 'parked' | 'posted' | 'abandoned';
  reason: ParkedReason | null;
}

/** Tries a parked document again. Rejected when it is not parked, when nobody is named, or with a date that is none. */
export const retryUpdate = defineUpdate<FlowStatus, [DecisionRequest]>('retry');
/** Gives a parked document up, with a reason. */
export const abandonUpdate = defineUpdate<FlowStatus, [DecisionRequest]>('abandon');
/** The twin of `retry` for batches: the Temporal CLI can signal by query. Ignored where `retry` would be refused. */
export const retrySignal = defineSignal<[DecisionRequest]>('retryParked');
export const statusQuery = defineQuery<FlowStatus>('status');

export interface Parking {
  /** Waits, visibly, until a person decides; as long as it takes. */
  untilDecided(document: DocumentSummary, reason: ParkedReason): Promise<Decision>;
  /** The same, but null as soon as something else ends the waiting. */
  untilDecidedOr(document: DocumentSummary, reason: ParkedReason, isOver: () => boolean): Promise<Decision | null>;
  markPosted(document: DocumentSummary, intacctKey: string): void;
  /** Done, in other words than a posting's. */
  markSettled(document: DocumentSummary, details: string): void;
  markAbandoned(decision: Decision): void;
}

/**
 * Gives the running flow its parking place: handlers for `retry`, `abandon`, `retryParked` and `status`. `reasonShown`
 * when an earlier run of the flow was parked: search attributes are carried over from it.
 */
export function openParking({ reasonShown }: { reasonShown: boolean }): Parking {
  let flow: FlowStatus = { status: 'posting', reason: null };
  let decision: Decision | null = null;
  let wasParked = false;

  const decide = (action: Decision['action'], request: DecisionRequest): FlowStatus => {
    decision = { action, actor: request.actor, reason: request.reason, correction: request.correction ?? {} };
    // From here on a second decision is refused: the first one is being carried out.
    flow = { status: 'posting', reason: flow.reason };
    return flow;
  };
  /** Why a decision cannot be taken now; null when it can. */
  const faultOf = (request: DecisionRequest): string | null => {
    if (flow.status !== 'parked') return `the document is not parked but ${flow.status}`;
    if (!isText(request?.actor)) return 'actor: expected the name of the person who decides, came nothing';
    const postingDate = request.correction?.postingDate;
    if (postingDate === undefined || isDate(postingDate)) return null;
    return `correction.postingDate: expected YYYY-MM-DD, came ${JSON.stringify(postingDate)}`;
  };
  const refuseFaulty = (request: DecisionRequest): void => {
    const fault = faultOf(request);
    if (fault !== null) throw refusal(fault);
  };
  const unfinishedPolicy = HandlerUnfinishedPolicy.ABANDON;
  setHandler(retryUpdate, (request) => decide('retry', request), {
    description: 'Try the parked document again',
    unfinishedPolicy,
    validator: refuseFaulty,
  });
  setHandler(abandonUpdate, (request) => decide('abandon', request), {
    description: 'Give the parked document up; nothing is posted',
    unfinishedPolicy,
    validator: (request) => {
      refuseFaulty(request);
      if (!isText(request.reason)) throw refusal('reason: expected why the document is given up, came nothing');
    },
  });
  setHandler(retrySignal, (request) => {
    if (faultOf(request) === null) decide('retry', request);
  });
  setHandler(statusQuery, () => flow);

  return {
    async untilDecided(document, reason) {
      return (await untilDecidedOr(document, reason, () => false)) as Decision;
    },
    untilDecidedOr,
    markPosted: (document, intacctKey) =>
      markSettled(document, `Posted to Intacct as record ${intacctKey}, and acknowledged`),
    markSettled,
    markAbandoned(by) {
      flow = { status: 'abandoned', reason: flow.reason };
      upsertSearchAttributes([{ key: PostingStatus, value: 'abandoned' }]);
      setCurrentDetails(`Abandoned by ${by.actor}: ${by.reason}`);
    },
  };

  async function untilDecidedOr(
    document: DocumentSummary,
    reason: ParkedReason,
    isOver: () => boolean,
  ): Promise<Decision | null> {
    decision = null;
    wasParked = true;
    flow = { status: 'parked', reason };
    upsertSearchAttributes([
      ...named(document),
      { key: PostingStatus, value: 'parked' },
      { key: ReasonCode, value: reason.code },
    ]);
    setCurrentDetails(parkedDetails(reason));
    await condition(() => decision !== null || isOver());
    if (decision !== null) return goOn(decision as unknown as Decision);
    flow = { status: 'posting', reason };
    upsertSearchAttributes([{ key: PostingStatus, value: 'posting' }]);
    setCurrentDetails('Something changed: looking again');
    return null;
  }

  function markSettled(document: DocumentSummary, details: string): void {
    flow = { status: 'posted', reason: null };
    // One upsert at the very end: each costs the history an event, and the engine an action.
    const cleared = reasonWasShown() ? [{ key: ReasonCode, value: null }] : [];
    upsertSearchAttributes([...named(document), { key: PostingStatus, value: 'posted' }, ...cleared]);
    setCurrentDetails(details);
  }

  /** While Intacct is away a retry may take long: who lists what is parked should not decide on it again. */
  function goOn(decided: Decision): Decision {
    if (decided.action === 'retry') upsertSearchAttributes([{ key: PostingStatus, value: 'posting' }]);
    setCurrentDetails(decided.action === 'retry' ? 'Trying again' : 'Giving up');
    return decided;
  }

  function reasonWasShown(): boolean {
    return reasonShown || wasParked;
  }
}

function named(document: DocumentSummary) {
  return [
    ...(document.party === null ? [] : [{ key: Party, value: document.party }]),
    ...(document.entityId === null ? [] : [{ key: Entity, value: document.entityId }]),
  ];
}

/** Short, for the Web UI shows a few lines: what is wrong without the system's own texts, and what to do. */
function parkedDetails(reason: ParkedReason): string {
  const [sentence = reason.message] = reason.message.split(' (Intacct: ');
  const more = reason.count > 1 ? ` …and ${reason.count - 1} more reasons.` : '';
  const waits = reason.causeKey === null ? '' : ` It waits for \`${reason.causeKey}\`.`;
  return `**Parked: ${reason.code}** – fix the cause, then send the update \`retry\`, or \`abandon\`.\n\n${sentence.replace(/\.+$/, '')}.${more}${waits}`;
}

function isDate(text: unknown): boolean {
  if (typeof text !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value.trim() !== '';
}

function refusal(message: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(message, 'DecisionRefused');
}
