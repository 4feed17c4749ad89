import type { IntacctConnection } from './intacct-client';
import { element, optionalElement, type XmlElement } from './xml-writer';

/** One function of a request, ready to send. */
export interface GatewayFunction {
  /** What the meter and the messages call it, for example `create_invoice` or `create GLBATCH`. */
  name: string;
  /** 1 to 256 characters; what `uniqueid` refuses a second time (facts 5). */
  controlId: string;
  body: XmlElement;
  /** API transactions billed when it succeeds (facts 4.7): headers written, or pages read. */
  transactions: number;
}

/** How a request identifies itself: by session, or by login to get one. */
export type GatewayAuthentication = { kind: 'session'; sessionId: string } | { kind: 'login'; entityId: string | null };

/** Elements that the gateway took up after the 2019 XSD, so that this schema does not know them (facts head note). */
export const elementsAfter2019 = ['showadditionalerrorinfo', 'taxsolutionid', 'taxentries', 'query'] as const;

// Facts 6.2: errorid is the only stable machine code, so it is always asked for; the vendor's page lists it last.
const showAdditionalErrorInfo = 'true';

/** Characters of a control id, request and function alike (XSD: 0..256; an empty one identifies nothing). */
export const controlIdCharactersMax = 256;

/**
 * The whole request: one control block, one operation with `transaction="true"`, the functions in order (facts 2).
 * Equal input gives equal bytes. Throws RangeError on a control id that is empty, too long or used twice.
 */
export function gatewayRequest(
  connection: IntacctConnection,
  authentication: GatewayAuthentication,
  requestControlId: string,
  functions: readonly GatewayFunction[],
): XmlElement {
  assertControlIds(requestControlId, functions);
  return element('request', [
    element('control', [
      element('senderid', connection.senderId),
      element('password', connection.senderPassword),
      element('controlid', requestControlId),
      element('uniqueid', 'true'),
      element('dtdversion', '3.0'),
      element('includewhitespace', 'false'),
      element('showadditionalerrorinfo', showAdditionalErrorInfo),
    ]),
    element(
      'operation',
      [
        element('authentication', [authenticationElement(connection, authentication)]),
        element(
          'content',
          functions.map((each) => element('function', [each.body], [['controlid', each.controlId]])),
        ),
      ],
      [['transaction', 'true']],
    ),
  ]);
}

function authenticationElement(connection: IntacctConnection, authentication: GatewayAuthentication): XmlElement {
  if (authentication.kind === 'session') return element('sessionid', authentication.sessionId);
  return element('login', [
    element('userid', connection.userId),
    element('companyid', connection.companyId),
    element('password', connection.userPassword),
    ...optionalElement('locationid', authentication.entityId),
  ]);
}

function assertControlIds(requestControlId: string, functions: readonly GatewayFunction[]): void {
  if (functions.length === 0) throw new RangeError(`request ${requestControlId} has no function`);
  const controlIds = functions.map((each) => each.controlId);
  for (const controlId of [requestControlId, ...controlIds]) {
    if (controlId.length < 1 || controlId.length > controlIdCharactersMax) {
      throw new RangeError(`control id "${controlId}" has ${controlId.length} characters, expected 1 to 256`);
    }
  }
  if (new Set(controlIds).size !== controlIds.length) {
    throw new RangeError(`request ${requestControlId} uses a function control id twice: ${controlIds.join(', ')}`);
  }
}
