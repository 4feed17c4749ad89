import { type Command, InvalidArgumentError } from 'commander';
import { requestProbe } from '../../db/company-pauses';
import { exitCodes, NegativeAnswer } from '../exit-codes';
import type { Operator } from '../operator';
import type { Answer, CommandRunner } from '../run-command';

/** `resume <company>`: `{ company, probeRequested }`; exit code 1 when the company is not paused. */
export function registerResume(program: Command, run: CommandRunner): void {
  program
    .command('resume')
    .description('after a refused sign-in was fixed: let the next waiting document try at once')
    .argument('<company>', "the company's key", (key) => {
      if (/^[a-z0-9-]{1,40}$/.test(key)) return key;
      throw new InvalidArgumentError('Expected a key of a-z, 0-9 and hyphens.');
    })
    .addHelpText(
      'after',
      '\nWhen the try is accepted, all that waited goes on by itself.\n\nExample:\n  intacct-pipelines resume gulf-metals',
    )
    .action((company: string, _options, command: Command) =>
      run(command, (operator) => answerResume(operator, company)),
    );
}

async function answerResume(operator: Operator, company: string): Promise<Answer> {
  if (!(await requestProbe(operator.pool(), company))) {
    throw new NegativeAnswer(`${company} is not paused: there is nothing to resume`);
  }
  return {
    exitCode: exitCodes.done,
    document: { company, probeRequested: true },
    text: `${company}: the next waiting document tries at once (each looks again within a minute)`,
  };
}
