import { WRITING_FUNCTIONS } from './content-models';
import { type IntacctError, intacctError } from './intacct-error';
import { schemaComplaints } from './schema-check';
import { childOf, parseXml, textOf, type XmlElement, XmlSyntaxError } from './xml';

// Deeper than any request needs; a bound against nesting bombs.
const DEPTH_MAX = 64;

/** A request that is well-formed and valid, not yet believed. */
export interface Envelope {
  readonly senderId: string;
  readonly senderPassword: string;
  readonly controlId: string;
  readonly uniqueId: boolean;
  readonly dtdVersion: string;
  readonly policyId: string;
  readonly includeWhitespace: boolean;
  readonly additionalErrorInformation: boolean;
  readonly transaction: boolean;
  readonly authentication: XmlElement;
  readonly functions: readonly { readonly controlId: string; readonly element: XmlElement }[];
}

/** A request refused at control level, and as much of its control block as could be read. */
export interface ControlRefusal {
  readonly errors: readonly IntacctError[];
  readonly echo: { senderId: string; controlId: string; uniqueId: string; dtdVersion: string };
}

const NO_ECHO = { senderId: '', controlId: '', uniqueId: '', dtdVersion: '' };

/** Reads a request body; malformed or schema-invalid ones are refused with XL03000003 and nothing runs (facts/intacct.md 6.3). */
export function readEnvelope(body: string): Envelope | ControlRefusal {
  let root: XmlElement;
  try {
    root = parseXml(body, { depthMax: DEPTH_MAX });
  } catch (error) {
    if (!(error instanceof XmlSyntaxError)) throw error;
    return schemaRefusal([error.message], NO_ECHO);
  }
  const control = childOf(root, 'control');
  const echo = control ? echoOf(control) : NO_ECHO;
  const complaints = schemaComplaints(root);
  if (complaints.length === 0) complaints.push(...valueComplaints(root));
  if (complaints.length > 0 || !control) return schemaRefusal(complaints, echo);
  const operation = childOf(root, 'operation') as XmlElement;
  return {
    senderId: echo.senderId,
    senderPassword: textOf(control, 'password') ?? '',
    controlId: echo.controlId,
    uniqueId: echo.uniqueId === 'true',
    dtdVersion: echo.dtdVersion,
    policyId: textOf(control, 'policyid') ?? '',
    includeWhitespace: (textOf(control, 'includewhitespace') || 'true') === 'true',
    additionalErrorInformation: textOf(control, 'showadditionalerrorinfo') === 'true',
    transaction: operation.attributes.transaction === 'true',
    authentication: (childOf(operation, 'authentication') as XmlElement).children[0] as XmlElement,
    functions: operation.children
      .filter((child) => child.name === 'content')
      .flatMap((content) => content.children)
      .map((element) => ({
        controlId: element.attributes.controlid as string,
        element: element.children[0] as XmlElement,
      })),
  };
}

/** True when a request would change the books. */
export function isWriting(envelope: Envelope): boolean {
  return envelope.functions.some(({ element }) => WRITING_FUNCTIONS.has(element.name));
}

function echoOf(control: XmlElement): ControlRefusal['echo'] {
  return {
    senderId: textOf(control, 'senderid') ?? '',
    controlId: textOf(control, 'controlid') ?? '',
    // Absent means true (facts/intacct.md 11.1).
    uniqueId: textOf(control, 'uniqueid') ?? 'true',
    dtdVersion: textOf(control, 'dtdversion') ?? '',
  };
}

function valueComplaints(root: XmlElement): string[] {
  const complaints: string[] = [];
  const control = childOf(root, 'control') as XmlElement;
  const { controlId, uniqueId, dtdVersion } = echoOf(control);
  if (controlId.length > 256)
    complaints.push("Element 'controlid': The value exceeds the allowed maximum length of '256'.");
  if (uniqueId !== 'true' && uniqueId !== 'false')
    complaints.push(`Element 'uniqueid': '${uniqueId}' is not 'true' or 'false'.`);
  if (dtdVersion !== '3.0') complaints.push(`Element 'dtdversion': '${dtdVersion}' is not '3.0'.`);
  if (root.children.filter((child) => child.name === 'operation').length > 1) {
    complaints.push("Element 'operation': This element is not expected a second time.");
  }
  return complaints;
}

function schemaRefusal(complaints: readonly string[], echo: ControlRefusal['echo']): ControlRefusal {
  return {
    errors: complaints.map((complaint) =>
      intacctError('XL03000003', `XML Parse schema error: ${complaint}`, { errorId: 'SIM-SCHEMA' }),
    ),
    echo,
  };
}

/** The refusal of a readable request at control level. */
export function controlRefusal(envelope: Envelope, error: IntacctError): ControlRefusal {
  return {
    errors: [error],
    echo: {
      senderId: envelope.senderId,
      controlId: envelope.controlId,
      uniqueId: String(envelope.uniqueId),
      dtdVersion: envelope.dtdVersion,
    },
  };
}

/** True when reading or believing a request ended at control level. */
export function isRefusal(value: Envelope | ControlRefusal): value is ControlRefusal {
  return 'errors' in value;
}
