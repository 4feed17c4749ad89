import { Rejected } from '../errors';
import { type Exchange, exchangeRequest } from '../exchange-request';
import { classifyExchange, type Expectation, type Outcome } from './classify-exchange';
import { type GatewayAuthentication, type GatewayFunction, gatewayRequest } from './gateway-request';
import type { IntacctCall, IntacctConnection } from './intacct-client';
import { findUnprintable, writeXml } from './xml-writer';

const xmlHeaders = { 'content-type': 'application/xml', accept: 'application/xml, text/xml' };

/** One request to one entity, ready to be sent any number of times with the same bytes. */
export interface GatewayCall {
  entityId: string | null;
  requestControlId: string;
  functions: readonly GatewayFunction[];
  effect: 'read' | 'write';
}

/** Sends a call once and judges the answer; nothing is resent here. */
export type CallGateway = (
  endpoint: string,
  authentication: GatewayAuthentication,
  call: GatewayCall,
) => Promise<Outcome>;

/** The sender of one connection; every HTTP request is reported to `onCall`, which must not throw. */
export function createCallGateway(
  connection: IntacctConnection,
  send: typeof fetch,
  onCall: (call: IntacctCall) => void,
): CallGateway {
  return async (endpoint, authentication, call) => {
    const expected = expectationOf(connection, authentication, call);
    const request = gatewayRequest(connection, authentication, call.requestControlId, call.functions);
    const unprintable = findUnprintable(request);
    if (unprintable !== null) {
      const what = `the text of <${unprintable.elementName}> holds ${unprintable.character}, which XML cannot carry`;
      const verdict = new Rejected(`${expected.operation}: not sent: ${what}`, {
        operation: expected.operation,
        code: 'TEXT_UNPRINTABLE',
        subject: unprintable.elementName,
        controlId: call.functions.find((each) => findUnprintable(each.body) !== null)?.controlId ?? null,
      });
      return { kind: 'failed', verdict };
    }
    const startedAt = new Date();
    const started = performance.now();
    const exchange = await exchangeRequest(
      send,
      { method: 'POST', url: endpoint, headers: xmlHeaders, body: writeXml(request) },
      connection.requestTimeoutMs,
    );
    const outcome = classifyExchange(exchange, expected);
    onCall(report(call, startedAt, Math.round(performance.now() - started), exchange, outcome));
    return outcome;
  };
}

/** What a call is called in messages: its functions and the control id a person can search for. */
export function operationOf(call: Pick<GatewayCall, 'functions' | 'requestControlId'>): string {
  return `intacct ${call.functions.map((each) => each.name).join(' + ')} ${call.requestControlId}`;
}

function expectationOf(
  connection: IntacctConnection,
  authentication: GatewayAuthentication,
  call: GatewayCall,
): Expectation {
  const sessionId = authentication.kind === 'session' ? [authentication.sessionId] : [];
  return {
    operation: operationOf(call),
    controlIds: call.functions.map((each) => each.controlId),
    functionNames: call.functions.map((each) => each.name),
    effect: call.effect,
    secrets: [connection.senderPassword, connection.userPassword, ...sessionId],
  };
}

function report(
  call: GatewayCall,
  startedAt: Date,
  durationMs: number,
  exchange: Exchange,
  outcome: Outcome,
): IntacctCall {
  const verdict = outcome.kind === 'success' ? 'success' : outcome.verdict.name;
  // What is in doubt may have been billed; what was refused was not.
  const billed = verdict === 'success' || verdict === 'OutcomeUnknown';
  return {
    functions: call.functions.map((each) => each.name),
    entityId: call.entityId,
    startedAt,
    durationMs,
    httpStatus: exchange.httpStatus,
    transactions: billed ? call.functions.reduce((sum, each) => sum + each.transactions, 0) : 0,
    verdict,
  };
}
