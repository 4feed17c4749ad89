import type { BookRecord } from '../books';
import type { FunctionCall } from '../function-call';
import { refuseFormat } from '../intacct-error';
import { childOf, textOf, type XmlElement } from '../xml';

/** Legacy custom fields as the record keeps them; refuses one that the company does not have, unless unknown fields are ignored. */
export function readCustomFields(call: FunctionCall, object: string, parent: XmlElement): BookRecord {
  const known = call.settings.customFields[object] ?? [];
  const fields: Record<string, string> = {};
  for (const field of childOf(parent, 'customfields')?.children ?? []) {
    const name = textOf(field, 'customfieldname') ?? '';
    if (known.includes(name)) fields[name] = textOf(field, 'customfieldvalue') ?? '';
    else if (call.settings.unknownFields === 'strict') {
      refuseFormat(`Illegal format for ${object} : There is no custom field '${name}'`);
    }
  }
  return fields;
}
