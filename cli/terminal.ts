/** What a command line talks to; tests give their own. */
export interface Terminal {
  environment: NodeJS.ProcessEnv;
  /** Standard output: the answer and nothing else. */
  out(text: string): void;
  /** Standard error: remarks, progress, failures. */
  err(text: string): void;
  /** A person watches: progress bars and questions make sense. */
  isInteractive: boolean;
  /** Characters in a line. */
  width: number;
}

// What a log or a pipe is read in, when nobody says how wide.
const widthWithoutTerminal = 160;

/** The terminal of this process. */
export function processTerminal(): Terminal {
  return {
    environment: process.env,
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    isInteractive: process.stderr.isTTY === true && process.stdin.isTTY === true,
    width: process.stdout.isTTY === true ? process.stdout.columns : widthWithoutTerminal,
  };
}
