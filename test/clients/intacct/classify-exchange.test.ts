import { classifyExchange, type Exchange, type Expectation } from '../../../clients/intacct/classify-exchange';
import { responseBody } from './scripted-gateway';

const control = '<control><status>success</status><senderid>s</senderid><controlid>r</controlid></control>';

interface Shape {
  answer: Exchange;
  write: object | 'success' | 'session-expired';
  /** Of the same answer to a read; absent where the table says nothing of reads. */
  read?: object | 'success' | 'session-expired';
  controlIds?: string[];
}

const inDoubt = { name: 'OutcomeUnknown', reason: 'no-answer' };
const alreadyRecorded = { name: 'OutcomeUnknown', reason: 'already-recorded' };
const stillRunning = { name: 'OutcomeUnknown', reason: 'in-process' };
const signInRefused = { name: 'Authentication' };
const askAgain = { name: 'Transport' };
const slowDown = { name: 'RateLimited' };
const refusedAs = (code: string, subject: string | null = null) => ({ name: 'Rejected', code, subject });

const rolledBack = 'The entire transaction in this operation has been rolled back due to an error.';
const duplicateText = 'A successful transaction has already been recorded with the control id c1';
const runningText = 'There is a concurrent request in process for this control id';

describe('transport and HTTP', () => {
  judge({
    'no connection was made': {
      answer: { kind: 'no-answer', reason: 'not-sent', httpStatus: null, cause: new Error('ECONNREFUSED') },
      write: { name: 'Transport' },
      read: askAgain,
    },
    'the time limit passed': {
      answer: { kind: 'no-answer', reason: 'timed out', httpStatus: null, cause: new Error('timeout') },
      write: inDoubt,
      read: askAgain,
    },
    'the connection was reset halfway through the answer': {
      answer: { kind: 'no-answer', reason: 'connection lost', httpStatus: 200, cause: new Error('ECONNRESET') },
      write: inDoubt,
      read: askAgain,
    },
    '500 with an empty body': { answer: http(500, '', 'text/html'), write: inDoubt, read: askAgain },
    '500 with a success inside': { answer: http(500, responseBody(done('c1'))), write: inDoubt, read: askAgain },
    '502 with HTML': { answer: http(502, '<html><body>Bad Gateway</body></html>', 'text/html'), write: inDoubt },
    '503 with XML': { answer: http(503, responseBody(refusal('c1', 'x'))), write: inDoubt, read: askAgain },
    '504 with HTML': { answer: http(504, '<html><br></html>', 'text/html'), write: inDoubt, read: askAgain },
    '524 from the network in front': {
      answer: http(524, '<!DOCTYPE html><html><div id="cf-error-details">Error 524</div></html>', 'text/html'),
      write: inDoubt,
      read: askAgain,
    },
    '200 with an HTML page': {
      answer: http(200, '<!DOCTYPE html><html><p>Maintenance</p></html>', 'text/html; charset=utf-8'),
      write: inDoubt,
      read: askAgain,
    },
    '200 with HTML that says it is XML': {
      answer: http(200, '<!DOCTYPE html><html></html>', 'text/xml'),
      write: inDoubt,
      read: askAgain,
    },
    '200 with XML that was cut off': {
      answer: http(200, responseBody(done('c1')).slice(0, -40)),
      write: inDoubt,
      read: askAgain,
    },
    '200 with nothing': { answer: http(200, ''), write: inDoubt, read: askAgain },
    '200 with a DTD': {
      answer: http(200, `<!DOCTYPE r [<!ENTITY x "y">]>${responseBody(done('c1')).replace(/^<\?xml.*\?>/, '')}`),
      write: inDoubt,
      read: askAgain,
    },
    '200 with another document': {
      answer: http(200, '<soap><fault/></soap>'),
      write: inDoubt,
      read: { name: 'UnexpectedResponse' },
    },
    '404 with HTML': { answer: http(404, '<html/>', 'text/html'), write: inDoubt, read: askAgain },
    '401 with plain text': { answer: http(401, 'Unauthorized', 'text/plain'), write: signInRefused },
    '401 with a control failure': {
      answer: http(401, controlFailure(error('', 'Not allowed'))),
      write: signInRefused,
      read: signInRefused,
    },
    '429 with GW-0010': {
      answer: http(429, controlFailure(error('GW-0010', 'Too many requests')), 'text/xml', '3'),
      write: { ...slowDown, retryAfterMs: 3000 },
      read: slowDown,
    },
    '429 with nothing': { answer: http(429, '', null), write: { ...slowDown, retryAfterMs: null } },
    '400 with GW-0011': {
      answer: http(
        400,
        '<response><control><status>failure</status></control><errormessage><error><errorno>GW-0011</errorno><description>Invalid Request [Request ID: 9]</description></error></errormessage></response>',
      ),
      write: refusedAs('REFUSED_BY_INTACCT'),
      read: refusedAs('REFUSED_BY_INTACCT'),
    },
    '200 that says the rate limit is exceeded': {
      answer: http(200, controlFailure(error('', 'API rate limit exceeded'))),
      write: slowDown,
      read: slowDown,
    },
    '200 with GW-0010 at the function': {
      answer: http(200, responseBody(failure('c1', error('GW-0010', 'Slow down')))),
      write: slowDown,
    },
  });
});

describe('success and what only looks like it', () => {
  const [both, reversed] = [`${done('c1')}${done('c2')}`, `${done('c2')}${done('c1')}`];
  judge({
    'the expected function succeeded': {
      answer: http(200, responseBody(done('c1'))),
      write: 'success',
      read: 'success',
    },
    'two functions succeeded': { answer: http(200, responseBody(both)), write: 'success', controlIds: ['c1', 'c2'] },
    'two functions succeeded in another order': {
      answer: http(200, responseBody(reversed)),
      write: 'success',
      controlIds: ['c1', 'c2'],
    },
    'success under another control id': {
      answer: http(200, responseBody(done('c9'))),
      write: inDoubt,
      read: { name: 'UnexpectedResponse' },
    },
    'one result is missing': { answer: http(200, responseBody(done('c1'))), write: inDoubt, controlIds: ['c1', 'c2'] },
    'the same result twice': {
      answer: http(200, responseBody(`${done('c1')}${done('c1')}`)),
      write: inDoubt,
      controlIds: ['c1', 'c2'],
    },
    'no result at all': {
      answer: http(200, responseBody('')),
      write: inDoubt,
      read: { name: 'UnexpectedResponse' },
    },
    'a status that nobody documents': {
      answer: http(200, responseBody(done('c1').replace('success', 'pending'))),
      write: inDoubt,
      read: { name: 'UnexpectedResponse' },
    },
    'an acknowledgement instead of an answer': {
      answer: http(200, `<response><acknowledgement><status>success</status></acknowledgement>${control}</response>`),
      write: inDoubt,
      read: { name: 'UnexpectedResponse' },
    },
    'one function succeeded and the other failed': {
      answer: http(200, responseBody(`${done('c1')}${refusal('c2', 'Document Number is missing')}`)),
      write: inDoubt,
      controlIds: ['c1', 'c2'],
    },
    'a failure that created a record all the same': {
      answer: http(
        200,
        responseBody(
          `<result><status>failure</status><function>create</function><controlid>c1</controlid><data listtype="objects" count="1"><project><RECORDNO>1424</RECORDNO></project></data><errormessage>${error('BL34000061', 'Another Project with the given value(s) P-1  already exists')}</errormessage></result>`,
        ),
      ),
      write: inDoubt,
    },
  });
});

describe('one control id twice, in any form and at any level', () => {
  const forms: Record<string, Shape> = {};
  for (const [what, text, verdict] of [
    ['already recorded', duplicateText, alreadyRecorded],
    ['still in process', runningText, stillRunning],
  ] as const) {
    const bodies = {
      function: responseBody(failure('c1', error('SIM-DUPLICATE', text))),
      'aborted function': responseBody(aborted('c1', error('', text), error('XL03000009', rolledBack))),
      authentication: `<response>${control}<operation><authentication><status>failure</status></authentication><errormessage>${error('BL01001973', text)}</errormessage></operation></response>`,
      control: controlFailure(error('XL03000003', text.toUpperCase())),
    };
    for (const [level, body] of Object.entries(bodies)) {
      forms[`${what}, at the ${level}`] = { answer: http(200, body), write: verdict, read: askAgain };
    }
  }
  judge(forms);
});

describe('signing in', () => {
  const authenticationFailure = (text: string) =>
    `<response>${control}<operation><authentication><status>failure</status><userid></userid><companyid></companyid></authentication><errormessage>${error('XL03000006', text)}</errormessage></operation></response>`;
  const refusedBy = (body: string): Shape => ({ answer: http(200, body), write: signInRefused, read: signInRefused });
  judge({
    'the session has expired': {
      answer: http(200, authenticationFailure('Invalid session q....')),
      write: 'session-expired',
      read: 'session-expired',
    },
    'wrong user, company or entity': refusedBy(authenticationFailure('Sign-in information is incorrect')),
    'the company does not exist': refusedBy(authenticationFailure('Company title does not exist')),
    'the sender is wrong': refusedBy(
      controlFailure(error('XL03000006', 'Incorrect Intacct XML Partner ID or password.')),
    ),
    'the sender is not authorised': refusedBy(
      controlFailure(
        error(
          'XL03000006',
          'Invalid Web Services Authorization The sender ID &#039;x&#039; is not authorized to make Web Services requests to company ID &#039;y&#039;.',
        ),
      ),
    ),
    'the company was a demo': refusedBy(
      controlFailure(error('PL04000055', 'This company is a demo company and has expired.')),
    ),
    'the service is off for a while': {
      answer: http(200, controlFailure(error('', 'The Service is Temporarily Off-line', 'Please Try Again Later'))),
      write: inDoubt,
      read: askAgain,
    },
  });
});

describe('refusals', () => {
  const chain = `<result><status>failure</status><function>create</function><controlid>c1</controlid><data listtype="objects" count="0"/><errormessage>${error('BL34000061', 'Another Project with the given value(s) P-1  already exists', 'Use a unique value instead.')}${error('BL01001973', 'Could not create project record!')}</errormessage></result>`;
  const rolledBackPair = `${aborted('c1', error('XL03000009', rolledBack))}${failure('c2', error('BL01001973', 'Invalid Customer &#039;C-999&#039; specified.'))}`;
  judge({
    'the wrapper stands after what is specific': {
      answer: http(200, responseBody(chain)),
      write: refusedAs('REFUSED_BY_INTACCT'),
    },
    'a rollback marker stands before the function that failed': {
      answer: http(200, responseBody(rolledBackPair)),
      write: { ...refusedAs('CUSTOMER_UNKNOWN', 'C-999'), controlId: 'c2' },
      controlIds: ['c1', 'c2'],
    },
    'aborted with a reason and no failure anywhere': {
      answer: http(
        200,
        responseBody(
          aborted(
            'c1',
            error('PL01000127', 'Document Number is missing', 'Make desired changes and press Save to continue.'),
            error('XL03000009', rolledBack),
          ),
        ),
      ),
      write: { ...refusedAs('REQUIRED_FIELD_MISSING', 'Document Number'), controlId: 'c1' },
    },
    'aborted with nothing but the rollback marker': {
      answer: http(200, responseBody(aborted('c1', error('XL03000009', rolledBack)))),
      write: inDoubt,
      read: askAgain,
    },
    'a failure without any error': {
      answer: http(
        200,
        responseBody('<result><status>failure</status><function>f</function><controlid>c1</controlid></result>'),
      ),
      write: inDoubt,
    },
    'an error with a number and no text': {
      answer: http(200, responseBody(failure('c1', error('BL03002129', '')))),
      write: refusedAs('REFUSED_BY_INTACCT'),
    },
    'an error whose number is free text': {
      answer: http(200, responseBody(failure('c1', error('Query Failed', 'Object definition X not found')))),
      write: refusedAs('REFUSED_BY_INTACCT'),
      read: refusedAs('REFUSED_BY_INTACCT'),
    },
    'the number of the rollback marker with another text': {
      answer: http(200, responseBody(failure('c1', error('XL03000009', 'Object definition X not found')))),
      write: refusedAs('REFUSED_BY_INTACCT'),
    },
    'a request that breaks the schema': {
      answer: http(
        200,
        controlFailure(
          error('XL03000003', 'XML Parse schema error: Fatal Error 76: Opening and ending tag mismatch') +
            error('XL03000003', 'Error 1871'),
        ),
      ),
      write: refusedAs('REFUSED_BY_INTACCT'),
      read: refusedAs('REFUSED_BY_INTACCT'),
    },
    'contention, alone': {
      answer: http(
        200,
        responseBody(
          failure(
            'c1',
            error(
              'BL01001973',
              'Currently, we can&#039;t create the transaction INV-1',
              'Check the transaction for errors',
            ),
          ),
        ),
      ),
      write: inDoubt,
    },
    'contention as the wrapper of a reason': {
      answer: http(
        200,
        responseBody(
          failure(
            'c1',
            error('BL01001973', 'Invalid Term &#039;N33&#039; specified.'),
            error('BL01001973', 'Currently, we can&#039;t create the transaction INV-1'),
          ),
        ),
      ),
      write: refusedAs('TERM_UNKNOWN', 'N33'),
    },
    'no permission': {
      answer: http(
        200,
        responseBody(
          failure('c1', error('', 'You do not have permission for API operation CREATE on objects of type arinvoice')),
        ),
      ),
      write: refusedAs('PERMISSION_MISSING'),
      read: refusedAs('PERMISSION_MISSING'),
    },
  });

  it('carries every text of the refusal, the stable id and what was asked', () => {
    const detailed = `<error><errorno>BL01001973</errorno><description>One [Support ID: Abc12%7EZEx]</description><description2>Two</description2><correction>Three</correction><additionalinfo><errorid>GL-0493</errorid><description><messageid>IA.X</messageid></description></additionalinfo></error>`;
    const outcome = classifyExchange(http(200, responseBody(failure('c1', detailed))), expected('write', ['c1']));
    expect(outcome).toMatchObject({
      verdict: {
        message: 'intacct create_invoice r1: refused: BL01001973 One [Support ID: Abc12%7EZEx] Two Three',
        operation: 'intacct create_invoice r1',
        systemErrors: [{ number: 'BL01001973', errorId: 'GL-0493', correction: 'Three' }],
      },
    });
  });
});

function judge(shapes: Record<string, Shape>): void {
  for (const [name, shape] of Object.entries(shapes)) {
    for (const effect of ['write', 'read'] as const) {
      const verdict = shape[effect];
      if (verdict === undefined) continue;
      const title = typeof verdict === 'string' ? verdict : Object.values(verdict).filter(Boolean).join(' ');
      it(`${name}: to a ${effect} it means ${title}`, () => {
        const outcome = classifyExchange(shape.answer, expected(effect, shape.controlIds ?? ['c1']));
        if (typeof verdict === 'string') expect(outcome.kind).toBe(verdict);
        else expect(outcome).toMatchObject({ kind: 'failed', verdict });
      });
    }
  }
}

function expected(effect: 'read' | 'write', controlIds: string[]): Expectation {
  return { operation: 'intacct create_invoice r1', controlIds, effect, secrets: [] };
}

function http(
  httpStatus: number,
  body: string,
  contentType: string | null = 'text/xml',
  retryAfter: string | null = null,
): Exchange {
  return { kind: 'answer', httpStatus, contentType, retryAfter, body };
}

function error(number: string, description: string, correction = ''): string {
  return `<error><errorno>${number}</errorno><description></description><description2>${description}</description2><correction>${correction}</correction></error>`;
}

function controlFailure(errors: string): string {
  return `<response><control><status>failure</status><senderid></senderid><controlid></controlid></control><errormessage>${errors}</errormessage></response>`;
}

function done(controlId: string): string {
  return `<result><status>success</status><function>create_invoice</function><controlid>${controlId}</controlid><key>1234</key></result>`;
}

function failure(controlId: string, ...errors: string[]): string {
  return `<result><status>failure</status><function>create_invoice</function><controlid>${controlId}</controlid><errormessage>${errors.join('')}</errormessage></result>`;
}

function aborted(controlId: string, ...errors: string[]): string {
  return failure(controlId, ...errors).replace('failure', 'aborted');
}

function refusal(controlId: string, text: string): string {
  return failure(controlId, error('BL01001973', text));
}
