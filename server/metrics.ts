import type { Pool } from 'pg';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import {
  countApiCalls,
  countDocumentsByState,
  countOpenExceptions,
  countPausedCompanies,
  countRequestsInFlight,
  measureFeedLag,
  measurePostingLatency,
} from '../db/metrics';

/**
 * Prometheus metrics, read from the ledger at each scrape: they count over all workers, and a restart loses none.
 * No amounts, no document numbers.
 */
export function createMetrics(pool: Pool): () => Promise<{ contentType: string; text: string }> {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name: `intacct_pipelines_${name}`, help, labelNames, registers: [registry] });
  const documents = gauge('documents', 'Documents by state of their leading posting', ['company', 'flow', 'state']);
  const exceptions = gauge('exceptions_open', 'Open exceptions by code', ['company', 'flow', 'code']);
  const oldest = gauge('exceptions_oldest_seconds', 'Age of the oldest open exception', ['company', 'flow', 'code']);
  const latency = gauge('posting_latency_seconds', 'Trigger to posted, last hour', ['company', 'flow', 'quantile']);
  const requests = gauge('api_requests', 'Requests to Intacct since ever', ['company', 'flow', 'verdict']);
  const transactions = gauge('api_transactions', 'Billed API transactions since ever', ['company', 'flow', 'verdict']);
  const inFlight = gauge('api_requests_in_flight', 'Requests to Intacct in flight', ['company']);
  const lag = gauge('feed_lag_seconds', 'Age of the oldest final document that the ledger does not know', [
    'company',
    'feed',
  ]);
  const swept = gauge('feed_swept_seconds', 'Time since the source was swept for such documents', ['company', 'feed']);
  const paused = gauge('companies_paused', 'Companies whose sign-in is refused');

  return async () => {
    // Series that are gone must not linger with their last value.
    for (const each of [documents, exceptions, oldest, latency, requests, transactions, lag, swept, inFlight])
      each.reset();
    for (const row of await countDocumentsByState(pool)) {
      documents.set({ company: row.company, flow: row.flow, state: row.state }, row.documents);
    }
    for (const row of await countOpenExceptions(pool)) {
      const labels = { company: row.company, flow: row.flow, code: row.code };
      exceptions.set(labels, row.exceptions);
      oldest.set(labels, row.oldest_seconds);
    }
    for (const row of await measurePostingLatency(pool)) {
      latency.set({ company: row.company, flow: row.flow, quantile: row.quantile }, row.seconds);
    }
    for (const row of await countApiCalls(pool)) {
      const labels = { company: row.company, flow: row.flow, verdict: row.verdict };
      requests.set(labels, row.requests);
      transactions.set(labels, row.transactions);
    }
    for (const row of await measureFeedLag(pool)) {
      lag.set({ company: row.company, feed: row.feed }, row.lag_seconds);
      swept.set({ company: row.company, feed: row.feed }, row.swept_seconds);
    }
    for (const row of await countRequestsInFlight(pool)) inFlight.set({ company: row.company }, row.in_flight);
    paused.set(await countPausedCompanies(pool));
    return { contentType: registry.contentType, text: await registry.metrics() };
  };
}
