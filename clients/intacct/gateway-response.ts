import type { SystemError } from '../errors';
import { childNamed, childrenNamed, childText, type XmlNode } from './xml-reader';

/** One `<result>` of a response (facts 3.1, 3.2). */
export interface FunctionResult {
  status: string;
  controlId: string;
  functionName: string;
  /** RECORDNO of a legacy create. */
  key: string | null;
  payload: XmlNode | null;
  /** `<listtype start end total>` of a get_list. */
  listType: XmlNode | null;
  errors: SystemError[];
}

/** A response of the gateway with its three levels of errors (facts 6.1). Absent levels are null. */
export interface GatewayResponse {
  controlStatus: string | null;
  controlErrors: SystemError[];
  authenticationStatus: string | null;
  authenticationErrors: SystemError[];
  /** Of the operation as a whole, as rollback markers may stand there too. */
  results: FunctionResult[];
}

/** The levels of a response document; null when the root is no `<response>`. Everything but the statuses is optional. */
export function readGatewayResponse(root: XmlNode): GatewayResponse | null {
  if (root.name !== 'response') return null;
  const control = childNamed(root, 'control');
  const operation = childNamed(root, 'operation');
  const authentication = operation === null ? null : childNamed(operation, 'authentication');
  return {
    controlStatus: control === null ? null : childText(control, 'status'),
    controlErrors: errorsUnder(root),
    authenticationStatus: authentication === null ? null : childText(authentication, 'status'),
    authenticationErrors: operation === null ? [] : errorsUnder(operation),
    results: operation === null ? [] : childrenNamed(operation, 'result').map(readResult),
  };
}

/** How many rows a payload carries: its `count`, or its children when the attribute is absent or no number. */
export function payloadCount(payload: XmlNode | null): number {
  if (payload === null) return 0;
  return integerAttribute(payload, 'count') ?? payload.children.length;
}

/** A whole number of an attribute; null when absent or anything else. */
export function integerAttribute(node: XmlNode, name: string): number | null {
  const text = node.attributes[name];
  return text !== undefined && /^\d{1,12}$/.test(text) ? Number(text) : null;
}

function readResult(result: XmlNode): FunctionResult {
  return {
    status: childText(result, 'status') ?? '',
    controlId: childText(result, 'controlid') ?? '',
    functionName: childText(result, 'function') ?? '',
    key: childText(result, 'key'),
    payload: childNamed(result, 'data'),
    listType: childNamed(result, 'listtype'),
    errors: errorsUnder(result),
  };
}

function errorsUnder(node: XmlNode): SystemError[] {
  return childrenNamed(node, 'errormessage').flatMap((message) => childrenNamed(message, 'error').map(readError));
}

function readError(error: XmlNode): SystemError {
  const descriptions = [childText(error, 'description'), childText(error, 'description2')];
  const additional = childNamed(error, 'additionalinfo');
  const errorId = additional === null ? null : childText(additional, 'errorid');
  return {
    number: childText(error, 'errorno') ?? '',
    ...(errorId === null || errorId === '' ? {} : { errorId }),
    description: descriptions.filter((text) => text !== null && text !== '').join(' '),
    correction: childText(error, 'correction') ?? '',
  };
}
