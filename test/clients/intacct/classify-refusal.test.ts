import { classifyExchange } from '../../../clients/intacct/classify-exchange';
import {
  aborted,
  alreadyRecorded,
  askAgain,
  control,
  controlFailure,
  duplicateText,
  error,
  expected,
  failure,
  http,
  inDoubt,
  judge,
  refusedAs,
  rolledBack,
  runningText,
  type Shape,
  signInRefused,
  stillRunning,
} from './answer-shapes';
import { responseBody } from './scripted-gateway';

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
    'the control level refuses with the number of sign-ins': refusedBy(
      controlFailure(error('XL03000006', 'p1 is not a valid transport policy.')),
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

  it('knows by its function which document’s number is taken', () => {
    const text = error('BL03002185', 'A transaction with the number &#039;B-551&#039; already exists.');
    const body = responseBody(`${aborted('c1', error('XL03000009', rolledBack))}${failure('c2', text)}`);
    const asked = { ...expected('write', ['c1', 'c2']), functionNames: ['create GLBATCH', 'create APBILL'] };
    expect(classifyExchange(http(200, body), asked)).toMatchObject({
      verdict: { code: 'BILL_NUMBER_TAKEN', subject: 'B-551', controlId: 'c2' },
    });
  });
});
