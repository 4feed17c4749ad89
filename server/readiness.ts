import type { ConnectionLike } from '@temporalio/client';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import type { HttpServerDeps } from './http-server-deps';
import { whyUnreachable } from './why-unreachable';

/** Whether all parts answer, and what each said: `ok`, or a short reason. */
type Readiness = Awaited<ReturnType<HttpServerDeps['readiness']>>;

// A load balancer asks every few seconds and waits about as long; a system that needs longer is no use to a trigger.
const answerMs = 2000;

/**
 * Asks the hub's database and Temporal anew at each call, two seconds at most. A reason shows no address, no user and
 * none of the system's words; the log gets the error, once per change. Calls that overlap share one answer.
 */
export function createReadiness(deps: {
  pool: Pool;
  temporal: ConnectionLike;
  log: Pick<Logger, 'info' | 'warn'>;
}): () => Promise<Readiness> {
  const saidBefore: Record<string, string> = {};
  let underWay: Promise<Readiness> | null = null;

  async function check(part: string, ask: () => Promise<unknown>): Promise<string> {
    let said = 'ok';
    let error: unknown;
    try {
      await withinDeadline(ask());
    } catch (fault) {
      error = fault;
      said = whyUnreachable(fault) ?? 'answers with an error: see the log';
    }
    if (said !== (saidBefore[part] ?? 'ok')) {
      if (said === 'ok') deps.log.info({ part }, 'answers again');
      else deps.log.warn({ part, reason: said, err: error }, 'not ready');
    }
    saidBefore[part] = said;
    return said;
  }

  async function askAll(): Promise<Readiness> {
    const [database, temporal] = await Promise.all([
      check('database', () => askDatabase(deps.pool)),
      check('temporal', () => askTemporal(deps.temporal)),
    ]);
    return { ready: database === 'ok' && temporal === 'ok', checks: { database, temporal } };
  }

  return () => {
    underWay ??= askAll().finally(() => {
      underWay = null;
    });
    return underWay;
  };
}

function askDatabase(pool: Pool): Promise<unknown> {
  // By its own limit the connection is given up as well; else probes of a silent server would take all there are.
  const question = { text: 'select 1', query_timeout: answerMs };
  return pool.query(question);
}

/** A call to the server: that the connection was made once says nothing about now. */
function askTemporal(connection: ConnectionLike): Promise<unknown> {
  return connection.withDeadline(Date.now() + answerMs, () => connection.workflowService.getSystemInfo({}));
}

async function withinDeadline(answered: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('timeout')), answerMs);
  });
  try {
    await Promise.race([answered, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
