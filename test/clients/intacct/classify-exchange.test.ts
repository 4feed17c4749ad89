import {
  askAgain,
  control,
  controlFailure,
  done,
  error,
  failure,
  http,
  inDoubt,
  judge,
  refusal,
  refusedAs,
  signInRefused,
  slowDown,
} from './answer-shapes';
import { responseBody } from './scripted-gateway';

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
    '404 with HTML': {
      answer: http(404, '<html/>', 'text/html'),
      write: inDoubt,
      read: { name: 'UnexpectedResponse' },
    },
    '307 with nothing': { answer: http(307, '', null), write: inDoubt, read: { name: 'UnexpectedResponse' } },
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
