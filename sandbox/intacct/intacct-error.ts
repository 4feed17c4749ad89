import { type XmlElement, xmlElement } from './xml';

/** One `<error>` as the gateway says it; any text may be empty. */
export interface IntacctError {
  readonly number: string;
  readonly description: string;
  readonly description2: string;
  readonly correction: string;
  /** additionalinfo/errorid, shown only when the request asks for it. */
  readonly errorId: string;
}

/** A function that Intacct refuses; errors most specific first (facts/intacct.md 6.1). */
export class FunctionRefused extends Error {
  override readonly name = 'FunctionRefused';
  readonly errors: readonly IntacctError[];
  constructor(errors: readonly IntacctError[]) {
    super(errors.map((error) => error.description2 || error.description || error.number).join(' / '));
    this.errors = errors;
  }
}

/** An error with its text where Intacct puts it, in description2. */
export function intacctError(number: string, description2: string, rest: Partial<IntacctError> = {}): IntacctError {
  return { number, description: '', description2, correction: '', errorId: '', ...rest };
}

/** Refuses the function with one error; wrappers are added where the function ends. */
export function refuse(number: string, text: string, rest: Partial<IntacctError> = {}): never {
  throw new FunctionRefused([intacctError(number, text, rest)]);
}

/** Validation that has no number of its own in the catalogue goes under Intacct's general one. */
export function refuseAsInvalid(text: string, errorId: string): never {
  return refuse('BL01001973', text, { errorId });
}

/** A missing or ill-formed value. */
export function refuseFormat(text: string): never {
  return refuse('BL03000018', text, { errorId: 'SIM-FORMAT' });
}

/** Runs a function's body and puts Intacct's general `Could not …` error after whatever it refuses with. */
export function withWrapper<Result>(text: string, body: () => Result): Result {
  try {
    return body();
  } catch (error) {
    if (!(error instanceof FunctionRefused)) throw error;
    throw new FunctionRefused([...error.errors, intacctError('BL01001973', text, { errorId: 'SIM-WRAPPER' })]);
  }
}

/** Rollback marker of an operation with transaction="true" (facts/intacct.md 6.5). */
export const ROLLED_BACK = intacctError(
  'XL03000009',
  'The entire transaction in this operation has been rolled back due to an error.',
);

/** `<errormessage>`; `additional` adds `<additionalinfo>` to each error (facts/intacct.md 6.2). */
export function errorMessage(errors: readonly IntacctError[], additional: boolean): XmlElement {
  return xmlElement(
    'errormessage',
    errors.map((error) =>
      xmlElement('error', [
        xmlElement('errorno', error.number),
        xmlElement('description', error.description),
        xmlElement('description2', error.description2),
        xmlElement('correction', error.correction),
        additional ? additionalInformation(error) : null,
      ]),
    ),
  );
}

function additionalInformation(error: IntacctError): XmlElement {
  return xmlElement('additionalinfo', [
    xmlElement('errorid', error.errorId),
    xmlElement('category'),
    xmlElement('target', '', { domain: '', requestinfo: '', object: '', field: '', businessinfo: '' }),
  ]);
}
