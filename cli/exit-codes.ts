/** What a command's exit code says; the same list for every command. */
export const exitCodes = { done: 0, no: 1, usage: 2, unreachable: 3 } as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** The list as every `--help` shows it. */
export const exitCodesText = `
Exit codes:
  0  done; all is well
  1  the answer is no: not found, parked, not proven, a fault found
  2  wrong usage, bad input, or settings that are missing
  3  a system cannot be reached`;

/** A command line, an input or a setting that cannot be used; the message says what was expected and what came. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The question was understood, and the answer is no: nothing there, or not in a state in which it can be done. */
export class NegativeAnswer extends Error {
  override readonly name = 'NegativeAnswer';
}

/** A system that the command needs does not answer. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}
