import type { FunctionCall } from '../function-call';
import { refuseAsInvalid } from '../intacct-error';
import { stamped } from '../masters';
import { provenanceOf, refuseDuplicate } from '../posting';
import { childOf, textOf, type XmlElement } from '../xml';

/** The contact that billto or shipto names: an existing active one, or a new one written out in place. Empty when absent. */
export function namedContact(call: FunctionCall, parent: XmlElement | undefined): string {
  if (!parent) return '';
  const written = childOf(parent, 'contact');
  if (written) return createContact(call, written);
  const name = textOf(parent, 'contactname') ?? '';
  if (call.books.get('CONTACT', name)?.STATUS !== 'active') {
    refuseAsInvalid(`Invalid contact '${name}' specified.`, 'SIM-CONTACT');
  }
  return name;
}

function createContact(call: FunctionCall, element: XmlElement): string {
  const name = textOf(element, 'contactname') ?? '';
  if (call.books.get('CONTACT', name)) refuseDuplicate('Contact', name);
  const record: Record<string, string> = { ...provenanceOf(call), STATUS: 'active' };
  for (const child of element.children) {
    if (child.name !== 'mailaddress') record[child.name.toUpperCase()] = child.text.trim();
  }
  for (const child of childOf(element, 'mailaddress')?.children ?? []) {
    const field = child.name === 'isocountrycode' ? 'COUNTRYCODE' : child.name.toUpperCase();
    record[`MAILADDRESS.${field}`] = child.text.trim();
  }
  call.books.put('CONTACT', name, stamped(call.books, 'CONTACT', record, call.now));
  return name;
}
