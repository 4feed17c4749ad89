import type { FunctionAnswer, FunctionCall } from '../function-call';
import { refuseFormat, withWrapper } from '../intacct-error';
import { stamped } from '../masters';
import { provenanceOf, refuseDuplicate } from '../posting';
import { childOf, textOf, xmlElement } from '../xml';

/** create_arterm: a term with its days; discount and penalty are taken and not kept. */
export function createTerm(call: FunctionCall): FunctionAnswer {
  return withWrapper('Could not create ARTerm record!', () => {
    const name = textOf(call.element, 'name') ?? '';
    if (name === '') refuseFormat('Missing required field NAME for ARTerm.');
    if (call.books.get('ARTERM', name)) refuseDuplicate('ARTerm', name);
    const due = childOf(call.element, 'due');
    const days = (due && textOf(due, 'dueday')) || '0';
    if (!/^\d{1,4}$/.test(days)) refuseFormat(`Illegal format for ARTerm : Due day '${days}'`);
    const record = stamped(
      call.books,
      'ARTERM',
      {
        ...provenanceOf(call),
        NAME: name,
        DESCRIPTION: textOf(call.element, 'description') ?? '',
        STATUS: textOf(call.element, 'status') || 'active',
        DUEDATE: days,
        DUEFROM: (due && textOf(due, 'duefrom')) ?? '',
      },
      call.now,
    );
    call.books.put('ARTERM', name, record);
    return { elements: [xmlElement('key', record.RECORDNO as string)], headersWritten: 1, pagesRead: 0 };
  });
}
