import type { FunctionAnswer, FunctionCall } from '../function-call';
import { refuse } from '../intacct-error';
import { openSession } from '../sessions';
import { textOf, xmlElement } from '../xml';

/** getAPISession: a session in the login's entity, in another one, or (empty locationid) at top level. */
export function getApiSession(call: FunctionCall): FunctionAnswer {
  const entityId = textOf(call.element, 'locationid') ?? call.entityId;
  if (entityId !== '' && call.books.get('LOCATIONENTITY', entityId)?.STATUS !== 'active') {
    refuse('XL03000006', 'Sign-in information is incorrect', { errorId: 'SIM-SIGN-IN' });
  }
  const session = openSession(
    call.books,
    call.settings,
    { userId: call.userId, entityId, endpoint: call.sessionEndpoint },
    call.now,
  );
  const api = xmlElement('api', [
    xmlElement('sessionid', session.sessionId),
    xmlElement('endpoint', session.endpoint),
    xmlElement('locationid', session.entityId),
  ]);
  return { elements: [xmlElement('data', [api])], headersWritten: 0, pagesRead: 0 };
}
