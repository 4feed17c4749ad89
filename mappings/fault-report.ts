import type { ExceptionCode, PostingException } from '../domain/exception';
import { printableText } from '../domain/text';

/** One fault of a source document, as a check finds it. */
export interface Fault {
  code: ExceptionCode;
  field: string;
  expected: string;
  actual: string;
  /** The sentence without the document, which the report puts in front. */
  says: string;
  causeKey?: string;
  /** The source line, when many lines may share the fault: equal sentences become one exception that counts them. */
  line?: string;
}

export type ReportFault = (fault: Fault) => void;

// A person reads the first few; a 5,000-line document without amounts must not make 5,000 rows.
const exceptionsPerCodeMax = 50;

/**
 * Collects the faults of one document, which the messages call by its noun (`invoice`, `credit` …) and key;
 * `exceptions()` gives them in the order found, at most 50 of a code.
 */
export function createFaultReport(
  documentKey: string,
  noun = 'invoice',
): {
  report: ReportFault;
  exceptions: () => PostingException[];
} {
  const name = `${noun} ${documentKey}`;
  const found = new Map<string, { fault: Fault; lines: number }>();
  return {
    report(fault) {
      const key = JSON.stringify([fault.code, fault.says, fault.line === undefined ? fault.field : '']);
      const same = found.get(key);
      if (same === undefined) found.set(key, { fault, lines: 1 });
      else same.lines += 1;
    },
    exceptions() {
      const all = [...found.values()].map(({ fault, lines }) => toException(name, fault, lines));
      return boundPerCode(name, all);
    },
  };
}

function toException(name: string, fault: Fault, lines: number): PostingException {
  const more = lines > 1 ? ` and ${lines - 1} more` : '';
  const where = fault.line === undefined ? '' : ` (${fault.line}${more})`;
  return {
    code: fault.code,
    field: fault.field,
    expected: fault.expected,
    actual: printableText(fault.actual),
    message: printableText(`${name}: ${fault.says}${where}`),
    causeKey: fault.causeKey ?? null,
  };
}

function boundPerCode(name: string, all: readonly PostingException[]): PostingException[] {
  const counts = new Map<ExceptionCode, number>();
  for (const { code } of all) counts.set(code, (counts.get(code) ?? 0) + 1);
  const kept = new Map<ExceptionCode, number>();
  const bounded: PostingException[] = [];
  for (const exception of all) {
    const nth = (kept.get(exception.code) ?? 0) + 1;
    kept.set(exception.code, nth);
    if (nth <= exceptionsPerCodeMax) bounded.push(exception);
    if (nth === exceptionsPerCodeMax + 1) {
      const left = (counts.get(exception.code) ?? 0) - exceptionsPerCodeMax;
      bounded.push({
        ...exception,
        field: 'document',
        actual: `${left} more`,
        message: printableText(`${name}: ${left} more faults like ${exception.field}`),
        causeKey: null,
      });
    }
  }
  return bounded;
}
