const late = 'does not answer in time';

/** By the codes of PostgreSQL, Node and gRPC. */
const reasons: readonly [RegExp, string][] = [
  [/^(ECONNREFUSED|ECONNRESET|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|EPIPE|14|08...)$/, 'cannot be reached'],
  [/^(ETIMEDOUT|4|57014)$/, late],
  [/^(28...|7|16)$/, 'refuses the sign-in'],
  [/^(53300|57P0[123]|8)$/, 'takes no connections now'],
  [/^3D000$/, 'has no such database'],
];

// PostgreSQL's driver gives its own deadlines and broken connections no code.
const driverDeadline = /^(timeout|timeout exceeded when trying to connect|Query read timeout)$/;
const driverBroken = /^(Connection terminated|Client has encountered a connection error)/;

/**
 * Why a system did not take a question at all, in words that show no address and no user; null for any other error.
 * Looks at the error and its cause: Temporal's client wraps what the connection said.
 */
export function whyUnreachable(error: unknown): string | null {
  const { code, message, cause } = Object(error) as { code?: unknown; message?: unknown; cause?: unknown };
  if (code !== undefined) return reasons.find(([codes]) => codes.test(String(code)))?.[1] ?? null;
  if (driverDeadline.test(String(message))) return late;
  if (driverBroken.test(String(message))) return 'cannot be reached';
  return cause === undefined || cause === null || cause === error ? null : whyUnreachable(cause);
}
