import type { Identity } from './authenticate';
import type { ControlRefusal, Envelope } from './envelope';
import { errorMessage, type IntacctError } from './intacct-error';
import { type XmlElement, xmlElement } from './xml';

/** How one function ended. */
export interface FunctionOutcome {
  readonly status: 'success' | 'failure' | 'aborted';
  readonly functionName: string;
  readonly controlId: string;
  readonly elements: readonly XmlElement[];
  readonly errors: readonly IntacctError[];
}

/** A response with no operation: control level failed (facts/intacct.md 13.1). */
export function controlFailure(refusal: ControlRefusal, additional: boolean): XmlElement {
  return xmlElement('response', [controlBlock('failure', refusal.echo), errorMessage(refusal.errors, additional)]);
}

/** A response whose operation did not get past authentication (facts/intacct.md 13.2). */
export function authenticationFailure(
  envelope: Envelope,
  error: IntacctError,
  login: { userId: string; companyId: string },
): XmlElement {
  const authentication = xmlElement('authentication', [
    xmlElement('status', 'failure'),
    xmlElement('userid', login.userId),
    xmlElement('companyid', login.companyId),
  ]);
  return xmlElement('response', [
    controlBlock('success', echoOf(envelope)),
    xmlElement('operation', [authentication, errorMessage([error], envelope.additionalErrorInformation)]),
  ]);
}

/** A response with one result per function, in the request's order. */
export function operationResponse(
  envelope: Envelope,
  identity: Identity,
  outcomes: readonly FunctionOutcome[],
): XmlElement {
  const authentication = xmlElement('authentication', [
    xmlElement('status', 'success'),
    xmlElement('userid', identity.userId),
    xmlElement('companyid', identity.companyId),
    xmlElement('locationid', identity.entityId),
    xmlElement('sessiontimestamp', zoned(identity.startedAt)),
    xmlElement('sessiontimeout', zoned(identity.expiresAt)),
  ]);
  const results = outcomes.map((outcome) => resultBlock(outcome, envelope.additionalErrorInformation));
  return xmlElement('response', [
    controlBlock('success', echoOf(envelope)),
    xmlElement('operation', [authentication, ...results]),
  ]);
}

function resultBlock(outcome: FunctionOutcome, additional: boolean): XmlElement {
  return xmlElement('result', [
    xmlElement('status', outcome.status),
    xmlElement('function', outcome.functionName),
    xmlElement('controlid', outcome.controlId),
    ...outcome.elements,
    outcome.errors.length > 0 ? errorMessage(outcome.errors, additional) : null,
  ]);
}

function echoOf(envelope: Envelope): ControlRefusal['echo'] {
  return {
    senderId: envelope.senderId,
    controlId: envelope.controlId,
    uniqueId: String(envelope.uniqueId),
    dtdVersion: envelope.dtdVersion,
  };
}

function controlBlock(status: 'success' | 'failure', echo: ControlRefusal['echo']): XmlElement {
  return xmlElement('control', [
    xmlElement('status', status),
    xmlElement('senderid', echo.senderId),
    xmlElement('controlid', echo.controlId),
    xmlElement('uniqueid', echo.uniqueId),
    xmlElement('dtdversion', echo.dtdVersion),
  ]);
}

function zoned(timestamp: string): string {
  return `${timestamp.slice(0, 19)}+00:00`;
}
