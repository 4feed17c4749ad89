/** The bench's companies are some megabytes; a sandbox takes them in seconds, on a busy machine too. */
const ANSWER_WITHIN_MS = 60_000;

/**
 * Asks the admin port of a sandbox, such as `http://127.0.0.1:8182`: a path below `/admin/`, a body that goes as JSON. Undefined for an
 * answer without a body; throws with the sandbox's words when it refuses.
 */
export async function askAdmin(adminUrl: string, method: string, path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(`${adminUrl}/admin/${path}`, {
    method,
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} /admin/${path}: expected 2xx, came ${response.status} ${text}`);
  return text === '' ? undefined : JSON.parse(text);
}
