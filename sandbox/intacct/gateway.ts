import { authenticate, type Identity, isAuthenticationError, senderRefusal } from './authenticate';
import type { Books } from './books';
import { WRITING_FUNCTIONS } from './content-models';
import { type ControlIds, identityKey, isCompleted } from './control-ids';
import { type ControlRefusal, controlRefusal, type Envelope, isRefusal, isWriting, readEnvelope } from './envelope';
import type { Fault, FaultTarget } from './faults';
import { type IntacctError, intacctError, ROLLED_BACK } from './intacct-error';
import { authenticationFailure, controlFailure, type FunctionOutcome, operationResponse } from './response-document';
import { abortedOutcome, alreadyRecorded, concurrentInProcess, runOperation } from './run-operation';
import { expireSession } from './sessions';
import type { SandboxSettings } from './settings';
import { count, type GatewayStatistics } from './statistics';
import { textOf, writeXml, type XmlElement, xmlElement } from './xml';

export interface GatewayDependencies {
  readonly books: Books;
  readonly controlIds: ControlIds;
  readonly statistics: GatewayStatistics;
  readonly settings: () => SandboxSettings;
  readonly now: () => Date;
  /** Commits the books in somebody's name, with the history, and tells of the changes. */
  readonly commit: (userId: string) => void;
  readonly random: () => number;
  readonly sessionEndpoint: () => string;
}

/** A request that has been read, and holds its control ids until it is ended. */
export interface BegunRequest {
  readonly faultTarget: FaultTarget;
  /** Carries it out and answers the response document; at most once. */
  execute(fault: Fault | null): string;
  end(): void;
}

/** The gateway without HTTP: control, authentication and function level, one request after another. */
export interface Gateway {
  begin(body: string, endpointPath: string): BegunRequest;
}

/** The gateway of the company in the books. */
export function createGateway(deps: GatewayDependencies): Gateway {
  return {
    begin(body, endpointPath) {
      const envelope = readEnvelope(body);
      if (isRefusal(envelope)) {
        return {
          faultTarget: { body, writes: false, bySession: false },
          execute: () => answerRefusal(deps, envelope, false, false),
          end() {},
        };
      }
      const keys = envelope.uniqueId ? controlIdKeys(deps.settings(), envelope) : [];
      const busy = deps.controlIds.begin(keys);
      return {
        faultTarget: { body, writes: isWriting(envelope), bySession: envelope.authentication.name === 'sessionid' },
        execute: (fault) => execute(deps, envelope, { busy, endpointPath, fault }),
        end: () => deps.controlIds.end(keys),
      };
    },
  };
}

function controlIdKeys(settings: SandboxSettings, envelope: Envelope): string[] {
  const { senderId, controlId: requestControlId } = envelope;
  return [
    ...new Set(
      envelope.functions.map(({ controlId }) => identityKey(settings, { controlId, requestControlId, senderId })),
    ),
  ];
}

interface Execution {
  readonly busy: ReadonlySet<string>;
  readonly endpointPath: string;
  readonly fault: Fault | null;
}

function execute(deps: GatewayDependencies, envelope: Envelope, execution: Execution): string {
  const { books } = deps;
  const settings = deps.settings();
  const refusal = refusalAtControlLevel(deps, envelope, execution.busy);
  if (refusal) {
    return answerRefusal(
      deps,
      controlRefusal(envelope, refusal),
      envelope.additionalErrorInformation,
      envelope.includeWhitespace,
    );
  }
  const now = deps.now();
  if (execution.fault?.kind === 'session-expiry') expireSession(books, envelope.authentication.text.trim());
  const identity = authenticate(books, settings, envelope, execution.endpointPath, now);
  books.commit();
  if (isAuthenticationError(identity)) {
    count(deps.statistics.refusalsByNumber, identity.number);
    const response = authenticationFailure(envelope, identity, loginOf(envelope));
    return writeXml(response, envelope.includeWhitespace);
  }
  const outcomes = outcomesOf(deps, envelope, identity, execution, now);
  return writeXml(operationResponse(envelope, identity, outcomes), envelope.includeWhitespace);
}

function answerRefusal(
  deps: GatewayDependencies,
  refusal: ControlRefusal,
  additional: boolean,
  indent: boolean,
): string {
  count(deps.statistics.refusalsByNumber, refusal.errors[0]?.number ?? '');
  return writeXml(controlFailure(refusal, additional), indent);
}

function refusalAtControlLevel(
  deps: GatewayDependencies,
  envelope: Envelope,
  busy: ReadonlySet<string>,
): IntacctError | null {
  const wrongSender = senderRefusal(deps.books, envelope);
  if (wrongSender) return wrongSender;
  if (envelope.policyId !== '') {
    return intacctError('XL03000006', `'${envelope.policyId}' is not a valid transport policy.`, {
      errorId: 'SIM-POLICY',
    });
  }
  const settings = deps.settings();
  if (!envelope.uniqueId || settings.duplicateLevel !== 'control') return null;
  for (const { controlId } of envelope.functions) {
    const key = identityKey(settings, { controlId, requestControlId: envelope.controlId, senderId: envelope.senderId });
    if (isCompleted(deps.books, key)) {
      deps.statistics.duplicatesRefused += 1;
      return alreadyRecorded(settings, controlId);
    }
    if (busy.has(key)) {
      deps.statistics.concurrentRefused += 1;
      return concurrentInProcess(settings, controlId);
    }
  }
  return null;
}

// A session that is not good is answered with empty ids (facts/intacct.md 13.2).
function loginOf(envelope: Envelope): { userId: string; companyId: string } {
  const { authentication } = envelope;
  return { userId: textOf(authentication, 'userid') ?? '', companyId: textOf(authentication, 'companyid') ?? '' };
}

function outcomesOf(
  deps: GatewayDependencies,
  envelope: Envelope,
  identity: Identity,
  execution: Execution,
  now: Date,
): FunctionOutcome[] {
  const { fault } = execution;
  if (fault?.kind === 'aborted-alone') return abortAlone(envelope, fault);
  const outcomes = runOperation(envelope, {
    books: deps.books,
    settings: deps.settings(),
    statistics: deps.statistics,
    busy: execution.busy,
    random: deps.random,
    commit: () => deps.commit(identity.userId),
    callOf: (element, controlId) => ({
      element,
      controlId,
      requestControlId: envelope.controlId,
      requestNumber: deps.statistics.requests,
      books: deps.books,
      settings: deps.settings(),
      entityId: identity.entityId,
      userId: identity.userId,
      companyId: identity.companyId,
      now,
      random: deps.random,
      sessionEndpoint: deps.sessionEndpoint(),
      periodsClosedByFault: fault?.kind === 'closed-period',
    }),
  });
  if (fault?.kind === 'partial-create') return partialCreate(outcomes, fault);
  if (fault?.kind === 'missing-result') return withoutOneWrite(outcomes);
  return outcomes;
}

/** Nothing is done, and no function says `failure` (facts/intacct.md 6.5). */
function abortAlone(envelope: Envelope, fault: Fault): FunctionOutcome[] {
  const cause = faultError(fault);
  return envelope.functions.map(({ element, controlId }) =>
    abortedOutcome(element.name, controlId, [cause, ROLLED_BACK]),
  );
}

/** What was written stays, yet its function says `failure`, with the keys of what it wrote (facts/intacct.md 4.4). */
function partialCreate(outcomes: readonly FunctionOutcome[], fault: Fault): FunctionOutcome[] {
  return outcomes.map((outcome) => {
    if (outcome.status !== 'success' || !WRITING_FUNCTIONS.has(outcome.functionName)) return outcome;
    return { ...outcome, status: 'failure', elements: outcome.elements.map(asObjectList), errors: [faultError(fault)] };
  });
}

function asObjectList(element: XmlElement): XmlElement {
  if (element.name !== 'key') return element;
  const invoice = xmlElement('arinvoice', [xmlElement('RECORDNO', element.text)]);
  return xmlElement('data', [invoice], { listtype: 'objects', count: '1' });
}

function withoutOneWrite(outcomes: readonly FunctionOutcome[]): FunctionOutcome[] {
  const missing = outcomes.findIndex((outcome) => WRITING_FUNCTIONS.has(outcome.functionName));
  return outcomes.filter((_, index) => index !== Math.max(0, missing));
}

function faultError(fault: Fault): IntacctError {
  return intacctError(
    fault.params.errorNumber ?? 'BL01001973',
    fault.params.text ?? "Currently, we can't create the transaction",
    { correction: 'Check the transaction for errors or inconsistencies, then try again.', errorId: 'SIM-FAULT' },
  );
}
