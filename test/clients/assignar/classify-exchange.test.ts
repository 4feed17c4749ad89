import { classifyExchange, type Expectation } from '../../../clients/assignar/classify-exchange';
import type { Exchange } from '../../../clients/exchange-request';

const inDoubt = { name: 'OutcomeUnknown', reason: 'no-answer' };
const askAgain = { name: 'Transport' };
const misshapen = { name: 'UnexpectedResponse' };
const signIn = { name: 'Authentication' };
const refusedAs = (code: string, subject: string | null = null) => ({ name: 'Rejected', code, subject });

interface Shape {
  answer: Exchange;
  write?: object | 'success' | 'unauthorized';
  read?: object | 'success' | 'unauthorized';
}

function http(httpStatus: number, body: unknown, contentType = 'application/json'): Exchange {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { kind: 'answer', httpStatus, contentType, retryAfter: '7', answeredAt: null, body: text };
}

function expectation(effect: 'read' | 'write'): Expectation {
  const operation = effect === 'read' ? 'assignar GET /users' : 'assignar PUT /users/41';
  const addressed = effect === 'read' ? { noun: null, id: null } : { noun: 'User', id: '41' };
  return { operation, effect, addressed, secrets: ['token-1'] };
}

function judge(shapes: Record<string, Shape>): void {
  for (const [name, shape] of Object.entries(shapes)) {
    for (const effect of ['write', 'read'] as const) {
      const verdict = shape[effect];
      if (verdict === undefined) continue;
      const title = typeof verdict === 'string' ? verdict : Object.values(verdict).filter(Boolean).join(' ');
      it(`${name}: to a ${effect} it means ${title}`, () => {
        const outcome = classifyExchange(shape.answer, expectation(effect));
        if (typeof verdict === 'string') expect(outcome.kind).toBe(verdict);
        else expect(outcome).toMatchObject({ kind: 'failed', verdict });
      });
    }
  }
}

describe('envelopes of success', () => {
  judge({
    'a list': { answer: http(200, { status: 200, count: 0, data: [] }), read: 'success' },
    'a list without a count': { answer: http(200, { status: 200, data: [] }), read: 'success' },
    'rows beside a count': { answer: http(200, { status: 200, data: { count: 0, rows: [] } }), read: 'success' },
    '201 in both places': { answer: http(201, { status: 201, data: { id: 501 } }), write: 'success' },
    '200 with 201 in the body': { answer: http(200, { status: 201, data: { id: 40 } }), write: 'success' },
    '200 with 200 in the body': { answer: http(200, { status: 200, data: { id: 40 } }), write: 'success' },
    '204 without a body': { answer: http(204, ''), write: 'success', read: askAgain },
    '200 with 204 in the body': { answer: http(200, { status: 204 }), write: 'success', read: misshapen },
    'a status written as a text': { answer: http(200, { status: '201', data: { id: 40 } }), write: 'success' },
  });
});

describe('an error, whatever the HTTP code', () => {
  judge({
    '200 with 400 in the body': {
      answer: http(200, { status: 400, message: '[400] Missing payload.' }),
      write: refusedAs('REFUSED_BY_ASSIGNAR'),
    },
    '200 with nothing but a message': {
      answer: http(200, { message: '[400] Foreign Key Constraint Error' }),
      write: refusedAs('REFERENCE_UNKNOWN'),
    },
    '200 with a status of 200 and a message of 400': {
      answer: http(200, { status: 200, message: '[400] Unique Constraint Error - email' }),
      write: refusedAs('UNIQUE_TAKEN', 'email'),
    },
    '200 with an error beside content': {
      answer: http(200, { status: 200, data: {}, error: 'Unique Constraint Error - username' }),
      write: refusedAs('UNIQUE_TAKEN', 'username'),
    },
    '200 with 500 in the body': { answer: http(200, { status: 500, message: 'x' }), write: inDoubt, read: askAgain },
    '200 with 401 in the body': { answer: http(200, { status: 401 }), write: 'unauthorized', read: 'unauthorized' },
    '400 without a reason': { answer: http(400, { status: 400 }), write: inDoubt, read: misshapen },
    '400 with content that looks like success': {
      answer: http(400, { status: 201, data: { id: 40 } }),
      write: inDoubt,
      read: misshapen,
    },
    '500 with a definite refusal inside': {
      answer: http(500, { message: '[400] Unique Constraint Error - email' }),
      write: inDoubt,
      read: askAgain,
    },
  });
});

describe('refusals', () => {
  const refuse = (message: string, httpStatus = 400) => http(httpStatus, { message });
  judge({
    'a unique external id': {
      answer: refuse('[400] Unique Constraint Error - external_id'),
      write: refusedAs('UNIQUE_TAKEN', 'externalId'),
    },
    'a unique integration id, no prefix': {
      answer: refuse('Unique Constraint Error - integration_id'),
      write: refusedAs('UNIQUE_TAKEN', 'integrationId'),
    },
    'an index of a unique field': {
      answer: refuse('[400] Unique Constraint Error - users_employee_id_unique'),
      write: refusedAs('UNIQUE_TAKEN', 'employeeId'),
    },
    'a unique field that is none of ours': {
      answer: refuse('[400] Unique Constraint Error - pin_code'),
      write: refusedAs('UNIQUE_TAKEN', 'pin_code'),
    },
    'a unique error without a field': {
      answer: refuse('[400] Unique Constraint Error'),
      write: refusedAs('UNIQUE_TAKEN'),
    },
    'a foreign key': {
      answer: refuse('[400] Foreign Key Constraint Error'),
      write: refusedAs('REFERENCE_UNKNOWN'),
    },
    'a foreign key with its field': {
      answer: refuse('[400] Foreign Key Constraint Error - client_id'),
      write: refusedAs('REFERENCE_UNKNOWN', 'clientId'),
    },
    'a missing payload': { answer: refuse('[400] Missing payload.'), write: refusedAs('REFUSED_BY_ASSIGNAR') },
    'the record itself not found': {
      answer: refuse('[404] Object Not Found - User (id:41)', 404),
      write: refusedAs('DOCUMENT_NOT_FOUND', 'User 41'),
    },
    'another object not found': {
      answer: refuse('[404] Object Not Found - Skill (id:987654)', 404),
      write: refusedAs('REFERENCE_UNKNOWN', 'Skill 987654'),
    },
    'another kind of object with the same id not found': {
      answer: refuse('[404] Object Not Found - Task (id:41)', 404),
      write: refusedAs('REFERENCE_UNKNOWN', 'Task 41'),
    },
    'an object not found without an id': {
      answer: refuse('[404] Object Not Found', 404),
      write: refusedAs('DOCUMENT_NOT_FOUND'),
    },
    'a sheet not completed': {
      answer: refuse('[400] Timesheet must be completed before processing'),
      write: refusedAs('TIMESHEET_NOT_COMPLETED', '41'),
    },
    'a sheet not completed, no prefix': {
      answer: refuse('Timesheet must be completed before processing'),
      write: refusedAs('TIMESHEET_NOT_COMPLETED', '41'),
    },
    'a sheet processed': {
      answer: refuse('Timesheet already processed'),
      write: refusedAs('TIMESHEET_ALREADY_PROCESSED', '41'),
    },
    'a sheet processed, with the prefix': {
      answer: refuse('[400] Timesheet already processed'),
      write: refusedAs('TIMESHEET_ALREADY_PROCESSED', '41'),
    },
    'a read-only collection': { answer: http(405, ''), write: refusedAs('REFUSED_BY_ASSIGNAR') },
    'a read-only collection with words': {
      answer: refuse('[405] Method Not Allowed', 405),
      write: refusedAs('REFUSED_BY_ASSIGNAR'),
    },
    'words that nobody knows': {
      answer: refuse('[400] Something else', 422),
      write: refusedAs('REFUSED_BY_ASSIGNAR'),
      read: refusedAs('REFUSED_BY_ASSIGNAR'),
    },
  });
});

describe('transport and HTTP', () => {
  const none = (reason: 'not-sent' | 'timed out' | 'connection lost', httpStatus: number | null = null): Exchange => ({
    kind: 'no-answer',
    reason,
    httpStatus,
    cause: new Error(reason),
  });
  const html = '<!DOCTYPE html><html><p>Maintenance</p></html>';
  judge({
    'no connection was made': { answer: none('not-sent'), write: askAgain, read: askAgain },
    'the time limit passed': {
      answer: none('timed out'),
      write: { ...inDoubt, mayStillRun: true },
      read: { ...askAgain, mayStillRun: true },
    },
    'the connection was reset': { answer: none('connection lost', 200), write: inDoubt, read: askAgain },
    '401 without a body': { answer: http(401, ''), write: 'unauthorized', read: 'unauthorized' },
    '403 without a body': { answer: http(403, ''), write: signIn, read: signIn },
    '429': { answer: http(429, ''), write: { name: 'RateLimited', retryAfterMs: 7000 }, read: { name: 'RateLimited' } },
    '500 without a body': { answer: http(500, ''), write: inDoubt, read: askAgain },
    '502 with HTML': { answer: http(502, html, 'text/html'), write: inDoubt, read: askAgain },
    '504': { answer: http(504, ''), write: { ...inDoubt, mayStillRun: true }, read: askAgain },
    '408': { answer: http(408, ''), write: { ...inDoubt, mayStillRun: true }, read: askAgain },
    '200 with HTML': { answer: http(200, html, 'text/html; charset=utf-8'), write: inDoubt, read: askAgain },
    '200 with HTML that says it is JSON': { answer: http(200, html), write: inDoubt, read: askAgain },
    '200 with JSON cut off': { answer: http(200, '{"status":200,"data":[{"id":'), write: inDoubt, read: askAgain },
    '200 with nothing': { answer: http(200, ''), write: inDoubt, read: askAgain },
    '200 with a bare list': { answer: http(200, []), write: inDoubt, read: misshapen },
    '200 with an empty object': { answer: http(200, {}), write: inDoubt, read: misshapen },
    '400 with HTML': { answer: http(400, html, 'text/html'), write: inDoubt, read: misshapen },
    '404 with HTML, a wrong address': { answer: http(404, html, 'text/html'), write: inDoubt, read: misshapen },
    'a redirect': { answer: http(301, ''), write: inDoubt, read: misshapen },
  });

  it('repeats Assignar’s words without the token, and not at length', () => {
    const outcome = classifyExchange(http(400, { message: `[400] token-1 ${'x'.repeat(1000)}` }), expectation('write'));
    if (outcome.kind !== 'failed') throw new Error('expected a failure');
    expect(outcome.verdict.message).toContain('***');
    expect(outcome.verdict.message).not.toContain('token-1');
    expect(outcome.verdict.message.length).toBeLessThan(400);
  });
});
