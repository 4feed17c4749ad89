import type { PayloadCodec } from '@temporalio/common';
import type { Logger } from 'pino';
import type { DocumentKind } from '../domain/document-source';
import type { CreditRoutesDeps } from './credit-routes';
import type { SmartEventRoutesDeps } from './smart-event-routes';
import type { TrueUpRoutesDeps } from './true-up-routes';

/** What became of a trigger: a workflow id, or what does not exist. */
export type TriggerOutcome =
  | {
      kind: 'started' | 'already-running' | 'already-finished' | 'changed-after-posting' | 'retried';
      workflowId: string;
    }
  | { kind: 'no-such-document' }
  | { kind: 'no-such-company' };

/** Remembers ids of accepted messages across processes until their signature is stale anyway. */
export interface ReplayGuard {
  /** False when the id is known already; knowing and remembering are one step. */
  remember(messageId: string, expiresAt: Date): Promise<boolean>;
  /** For a message that was not accepted after all: its sender may send it again under the same id. */
  forget(messageId: string): Promise<void>;
}

/** Everything that the HTTP process works with; wired in server/main.ts. */
export interface HttpServerDeps {
  log: Logger;
  triggers: {
    document(kind: DocumentKind, request: { company: string; documentKey: string }): Promise<TriggerOutcome>;
  };
  /** Standard Webhooks secrets `whsec_…`; a message signed by any of them is good, so that they can be rotated. */
  webhookSecrets: readonly string[];
  replayGuard: ReplayGuard;
  /** Present: questions about credit are answered. */
  credit?: CreditRoutesDeps | undefined;
  /** Present: workers can be trued up. */
  trueUps?: TrueUpRoutesDeps | undefined;
  smartEvents: SmartEventRoutesDeps;
  readiness(): Promise<{ ready: boolean; checks: Record<string, string> }>;
  metrics(): Promise<{ contentType: string; text: string }>;
  /** Decides by the Authorization header; absent: whoever reaches `/metrics` may read it. */
  metricsAuthorise?: ((authorizationHeader: string | undefined) => boolean) | undefined;
  /** Present: the codec endpoint is served. */
  codec?: PayloadCodec | undefined;
  /** Origins of the Web UI, for example `http://localhost:8233`. */
  codecAllowedOrigins: readonly string[];
  /** Decides by the Authorization header; absent: whoever reaches the endpoint may use it. */
  codecAuthorise?: ((authorizationHeader: string | undefined) => boolean) | undefined;
}
