import type { FunctionCall } from '../function-call';
import { refuseFormat } from '../intacct-error';
import { childOf, textOf, type XmlElement } from '../xml';

/** Refuses a legacy custom field that the company does not have, unless unknown fields are ignored. */
export function checkCustomFields(call: FunctionCall, object: string, parent: XmlElement): void {
  const known = call.settings.customFields[object] ?? [];
  for (const field of childOf(parent, 'customfields')?.children ?? []) {
    const name = textOf(field, 'customfieldname') ?? '';
    if (!known.includes(name) && call.settings.unknownFields === 'strict') {
      refuseFormat(`Illegal format for ${object} : There is no custom field '${name}'`);
    }
  }
}
