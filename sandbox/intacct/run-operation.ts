import type { Books } from './books';
import { identityKey, isCompleted, rememberCompleted } from './control-ids';
import type { Envelope } from './envelope';
import type { FunctionAnswer, FunctionCall } from './function-call';
import { runFunction } from './function-table';
import { objectList, PartlyRefused } from './functions/write-object';
import { FunctionRefused, type IntacctError, intacctError, ROLLED_BACK } from './intacct-error';
import type { FunctionOutcome } from './response-document';
import type { SandboxSettings } from './settings';
import { count, type GatewayStatistics } from './statistics';

export interface OperationContext {
  readonly books: Books;
  readonly settings: SandboxSettings;
  readonly statistics: GatewayStatistics;
  /** Keys of control ids on which another request is still working. */
  readonly busy: ReadonlySet<string>;
  readonly random: () => number;
  /** Makes what was done final, and tells of it. */
  commit(): void;
  callOf(element: FunctionCall['element'], controlId: string): FunctionCall;
}

interface Attempt {
  readonly outcome: FunctionOutcome;
  readonly transactions: number;
}

/** Runs the functions of an operation: each for itself, or all or none; commits what stands. */
export function runOperation(envelope: Envelope, context: OperationContext): FunctionOutcome[] {
  const attempts = attemptAll(envelope, context);
  for (const { outcome, transactions } of attempts) {
    if (transactions === 0) continue;
    count(context.statistics.transactionsByFunction, outcome.functionName, transactions);
    context.statistics.transactions += transactions;
  }
  context.commit();
  return attempts.map(({ outcome }) => outcome);
}

function attemptAll(envelope: Envelope, context: OperationContext): Attempt[] {
  const mark = context.books.mark();
  try {
    return envelope.transaction ? runTogether(envelope, context) : runEach(envelope, context);
  } catch (error) {
    // A defect of the sandbox itself must not leave half a document in the books.
    context.books.rollback(mark);
    throw error;
  }
}

function runEach(envelope: Envelope, context: OperationContext): Attempt[] {
  return envelope.functions.map((called) => attempt(envelope, called, context));
}

function runTogether(envelope: Envelope, context: OperationContext): Attempt[] {
  const mark = context.books.mark();
  const attempts: Attempt[] = [];
  for (const called of envelope.functions) {
    const current = attempt(envelope, called, context);
    attempts.push(current);
    if (current.outcome.status === 'success') continue;
    context.books.rollback(mark);
    return envelope.functions.map((other, index) => ({
      outcome:
        index === attempts.length - 1
          ? offenderOutcome(current.outcome, context.settings)
          : abortedOutcome(other.element.name, other.controlId, [ROLLED_BACK]),
      transactions: 0,
    }));
  }
  return attempts;
}

function offenderOutcome(outcome: FunctionOutcome, settings: SandboxSettings): FunctionOutcome {
  if (settings.offenderStatus === 'failure') return { ...outcome, elements: rolledBackElements(outcome) };
  return abortedOutcome(outcome.functionName, outcome.controlId, [...outcome.errors, ROLLED_BACK]);
}

// What a create had written before its refusal is gone, so its list is empty.
function rolledBackElements(outcome: FunctionOutcome): FunctionOutcome['elements'] {
  return outcome.elements.length === 0 ? [] : [objectList([])];
}

/** A function that was rolled back with its operation. */
export function abortedOutcome(
  functionName: string,
  controlId: string,
  errors: readonly IntacctError[],
): FunctionOutcome {
  return { status: 'aborted', functionName, controlId, elements: [], errors };
}

function attempt(envelope: Envelope, called: Envelope['functions'][number], context: OperationContext): Attempt {
  const { books, statistics } = context;
  const mark = books.mark();
  const { controlId, element } = called;
  try {
    const key = envelope.uniqueId ? refuseRepetition(envelope, controlId, context) : null;
    const answer: FunctionAnswer = runFunction(context.callOf(element, controlId));
    if (key !== null) rememberCompleted(books, key, controlId);
    const outcome = {
      status: 'success',
      functionName: element.name,
      controlId,
      elements: answer.elements,
      errors: [],
    } as const;
    return { outcome, transactions: answer.headersWritten + answer.pagesRead };
  } catch (error) {
    if (!(error instanceof FunctionRefused)) throw error;
    const written = error instanceof PartlyRefused ? error.written : null;
    if (written === null || written.length === 0) books.rollback(mark);
    count(statistics.refusalsByNumber, error.errors[0]?.number ?? '');
    const elements = written === null ? [] : [objectList(written)];
    const errors = withSupportId(error.errors, context);
    return {
      outcome: { status: 'failure', functionName: element.name, controlId, elements, errors },
      transactions: written?.length ?? 0,
    };
  }
}

/** The key to remember when the function completes; refuses a repetition and one that is still in process. */
function refuseRepetition(envelope: Envelope, controlId: string, context: OperationContext): string {
  const { books, settings, statistics } = context;
  const identity = { controlId, requestControlId: envelope.controlId, senderId: envelope.senderId };
  const key = identityKey(settings, identity);
  if (isCompleted(books, key)) {
    statistics.duplicatesRefused += 1;
    throw new FunctionRefused([alreadyRecorded(settings, controlId)]);
  }
  if (context.busy.has(key)) {
    statistics.concurrentRefused += 1;
    throw new FunctionRefused([concurrentInProcess(settings, controlId)]);
  }
  return key;
}

/** The refusal of a completed control id; the text is field evidence, the number is not Intacct's (facts/intacct.md 13.6). */
export function alreadyRecorded(settings: SandboxSettings, controlId: string): IntacctError {
  return intacctError(
    settings.duplicateErrorNumber,
    `A successful transaction has already been recorded with the control id ${controlId}`,
    { errorId: 'SIM-DUPLICATE' },
  );
}

/** The refusal of a control id on which another request is still working. */
export function concurrentInProcess(settings: SandboxSettings, controlId: string): IntacctError {
  return intacctError(
    settings.duplicateErrorNumber,
    `There is a concurrent request in process with the control id ${controlId}`,
    { errorId: 'SIM-CONCURRENT' },
  );
}

function withSupportId(errors: readonly IntacctError[], context: OperationContext): readonly IntacctError[] {
  if (context.random() >= context.settings.supportIdShare) return errors;
  const [first, ...rest] = errors;
  if (!first) return errors;
  const id = Math.floor(context.random() * 0xffffffff).toString(36);
  return [{ ...first, description2: `${first.description2} [Support ID: S${id}%7EZ${id.length}x]` }, ...rest];
}
