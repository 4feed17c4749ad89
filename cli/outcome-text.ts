import type { Settled } from './await-outcomes';

/** What came of a decision on a document, in words. */
export function outcomeText(outcome: Settled, waitSeconds: number): string {
  switch (outcome.kind) {
    case 'posted':
      return `posted as Intacct record ${outcome.intacctKey}, and acknowledged`;
    case 'parked':
      return `parked again: ${outcome.code}: ${outcome.message}`;
    case 'abandoned':
      return 'abandoned';
    case 'under-way':
      return `taken up, and still ${outcome.state} after ${waitSeconds} s; it goes on by itself`;
    default:
      return settledText(outcome);
  }
}

/** What came of a decision on a record or an account, in words. */
export function recordOutcomeText(outcome: Settled, waitSeconds: number): string {
  switch (outcome.kind) {
    case 'parked':
      return `still parked: ${outcome.code}: ${outcome.message}`;
    case 'abandoned':
      return 'given up until it changes again';
    default:
      return outcomeText(outcome, waitSeconds);
  }
}

function settledText(outcome: Extract<Settled, { kind: 'in-step' | 'nothing-to-do' | 'told' | 'ended' }>): string {
  switch (outcome.kind) {
    case 'in-step':
      return 'in step';
    case 'nothing-to-do':
      return `nothing to do: ${outcome.because}`;
    case 'told':
      return `iMetal shows Intacct's state of ${outcome.asOf}`;
    case 'ended':
      return `its flow was ended in the engine (${outcome.status}); retry starts it again`;
  }
}

/** Whether what was decided went through: posted, in step, told, or nothing to do. */
export function wentThrough({ kind }: { kind: string }): boolean {
  return ['posted', 'in-step', 'told', 'nothing-to-do'].includes(kind);
}
