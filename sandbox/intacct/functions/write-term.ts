import type { BookRecord } from '../books';
import type { FunctionAnswer, FunctionCall } from '../function-call';
import { refuseAsInvalid, refuseFormat, withWrapper } from '../intacct-error';
import { stamped } from '../masters';
import { type ObjectDefinition, objectDefinition } from '../object-definitions';
import { provenanceOf, refuseDuplicate } from '../posting';
import { childOf, textOf, type XmlElement, xmlElement } from '../xml';
import { removeMasterRecord } from './write-master';

const ORDINALS = ['2nd', '3rd', '4th', '5th', '6th'];
const FROM_WORDS = [
  'from invoice/bill date',
  'of the month of invoice/bill date',
  'of next month from invoice/bill date',
  ...ORDINALS.map((ordinal) => `of ${ordinal} month from invoice/bill date`),
];
const PENALTIES = 'No Penalty,Daily,Weekly,Biweekly,Monthly,Bimonthly,Quarterly,Half yearly,Annually'.split(',');

/** create_arterm and create_apterm: a term with due rule, discount and penalty (facts/intacct.md 8.4). */
export function createTerm(call: FunctionCall): FunctionAnswer {
  const definition = termDefinition(call);
  return withWrapper(`Could not create ${definition.label} record!`, () => {
    const name = textOf(call.element, 'name') ?? '';
    if (name === '') refuseFormat(`Missing required field NAME for ${definition.label}.`);
    if (call.books.get(definition.name, name)) refuseDuplicate(definition.label, name);
    const defaults = { STATUS: 'active', DUEDATE: '0', DUEFROM: FROM_WORDS[0] as string, PEN_TYPES: 'No Penalty' };
    const fields = { ...provenanceOf(call), ...defaults, NAME: name, ...termFields(call, definition) };
    const record = stamped(call.books, definition.name, { ...totalDefault(definition), ...fields }, call.now);
    call.books.put(definition.name, name, record);
    return { elements: [xmlElement('key', record.RECORDNO as string)], headersWritten: 1, pagesRead: 0 };
  });
}

/** update_arterm and update_apterm by name: what is absent stays. */
export function updateTerm(call: FunctionCall): FunctionAnswer {
  const definition = termDefinition(call);
  return withWrapper(`Could not update ${definition.label} record!`, () => {
    const before = namedTerm(call, definition);
    const fields = { ...before, ...termFields(call, definition), MODIFIEDBY: call.userId };
    call.books.put(definition.name, before.NAME as string, stamped(call.books, definition.name, fields, call.now));
    return { elements: [xmlElement('key', before.RECORDNO as string)], headersWritten: 1, pagesRead: 0 };
  });
}

/** delete_arterm and delete_apterm by name: one that a customer or vendor has is refused. */
export function deleteTerm(call: FunctionCall): FunctionAnswer {
  const definition = termDefinition(call);
  return withWrapper(`Could not delete ${definition.label} record!`, () => {
    removeMasterRecord(call, definition, namedTerm(call, definition));
    return { elements: [], headersWritten: 1, pagesRead: 0 };
  });
}

function termDefinition(call: FunctionCall): ObjectDefinition {
  return objectDefinition(call.element.name.endsWith('_apterm') ? 'APTERM' : 'ARTERM') as ObjectDefinition;
}

function namedTerm(call: FunctionCall, definition: ObjectDefinition): BookRecord {
  const name = call.element.attributes.name ?? '';
  return (
    call.books.get(definition.name, name) ??
    refuseAsInvalid(`Cannot find ${definition.label.toLowerCase()} with key '${name}'.`, 'SIM-NOT-FOUND')
  );
}

function totalDefault(definition: ObjectDefinition): BookRecord {
  return { DISCCALCON: definition.name === 'APTERM' ? 'Bill total' : 'Invoice total' };
}

/** The fields that a term element names, in the books' form; a group that is not there leaves its fields alone. */
function termFields(call: FunctionCall, definition: ObjectDefinition): BookRecord {
  const { element } = call;
  const { label } = definition;
  const due = childOf(element, 'due');
  const discount = childOf(element, 'discount');
  const penalty = childOf(element, 'penalty');
  const totals = ['Line items total', definition.name === 'APTERM' ? 'Bill total' : 'Invoice total'];
  return {
    ...present({ DESCRIPTION: textOf(element, 'description'), STATUS: textOf(element, 'status') || undefined }),
    ...(due && { DUEDATE: days(due, 'dueday', label) || '0', DUEFROM: word(due, 'duefrom', FROM_WORDS, label) }),
    ...(discount && {
      DISCDATE: days(discount, 'discday', label),
      DISCFROM: word(discount, 'discfrom', FROM_WORDS, label),
      DISCAMOUNT: amountIn(discount, 'discamount', label),
      DISCPERCAMN: word(discount, 'discpercamn', ['$', '%'], label),
      DISCFUDGEDAYS: days(discount, 'discgracedays', label),
    }),
    ...(textOf(element, 'disccalcon') ? { DISCCALCON: word(element, 'disccalcon', totals, label) } : {}),
    ...(penalty && {
      PEN_TYPES: word(penalty, 'pen_type', PENALTIES, label),
      PENAMOUNT: amountIn(penalty, 'penamount', label),
      PENPERCAMN: word(penalty, 'penpercamn', ['$', '%'], label),
      PENFUDGEDAYS: days(penalty, 'pengracedays', label),
    }),
  };
}

function present(fields: Readonly<Record<string, string | undefined>>): BookRecord {
  return Object.fromEntries(
    Object.entries(fields).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

function days(parent: XmlElement, name: string, label: string): string {
  const text = textOf(parent, name) ?? '';
  if (text !== '' && !/^\d{1,4}$/.test(text)) refuseFormat(`Illegal format for ${label} : ${name} '${text}'`);
  return text;
}

function amountIn(parent: XmlElement, name: string, label: string): string {
  const text = textOf(parent, name) ?? '';
  if (text !== '' && !/^\d{1,12}(\.\d{1,4})?$/.test(text))
    refuseFormat(`Illegal format for ${label} : ${name} '${text}'`);
  return text;
}

// The first of the words is the default.
function word(parent: XmlElement, name: string, words: readonly string[], label: string): string {
  const text = textOf(parent, name) ?? '';
  if (text === '') return words[0] as string;
  return words.includes(text) ? text : refuseFormat(`Illegal format for ${label} : ${name} '${text}'`);
}
