import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const repository = join(__dirname, '..', '..');

test('a log line names the process and the document, and cuts secrets out wherever they come along', () => {
  const program = `
    const { createLog } = require('./workers/log');
    const log = createLog('worker', 'info');
    log.info({ documentKey: 'HOU-DIV-1', userPassword: 'hunter2', connection: { senderPassword: 'hunter3', sessionId: 'hunter4' } }, 'signed in');
    log.debug('not at this level');
  `;
  const output = execFileSync(process.execPath, ['--require', 'tsx/cjs', '--eval', program], {
    cwd: repository,
    encoding: 'utf8',
  });
  const [line, ...others] = output.trim().split('\n');
  expect(others).toEqual([]);
  expect(JSON.parse(line ?? '')).toMatchObject({
    name: 'worker',
    msg: 'signed in',
    documentKey: 'HOU-DIV-1',
    userPassword: '[secret]',
    connection: { senderPassword: '[secret]', sessionId: '[secret]' },
  });
  expect(output).not.toContain('hunter');
});
