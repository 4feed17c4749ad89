import { type Command, InvalidArgumentError } from 'commander';
import { closeCompanyException } from '../../db/company-exceptions';
import { requestProbe } from '../../db/company-pauses';
import { causeKey } from '../../domain/exception';
import { exitCodes, NegativeAnswer } from '../exit-codes';
import type { Operator } from '../operator';
import type { Answer, CommandRunner } from '../run-command';

/** `resume <company>`: `{ company, probeRequested, refusalsClosed }`; exit code 1 when neither system refuses the company. */
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
      '\nWhen the try is accepted, all that waited goes on by itself. What Assignar refused is asked again without it: here its exception is closed.\n\nExample:\n  intacct-pipelines resume gulf-metals',
    )
    .action((company: string, _options, command: Command) =>
      run(command, (operator) => answerResume(operator, company)),
    );
}

async function answerResume(operator: Operator, company: string): Promise<Answer> {
  const probeRequested = await requestProbe(operator.pool(), company);
  let refusalsClosed = 0;
  for (const cause of [causeKey.signIn('assignar'), causeKey.permission('assignar')]) {
    refusalsClosed += await closeCompanyException(operator.pool(), company, cause, 'resumed');
  }
  if (!probeRequested && refusalsClosed === 0) {
    throw new NegativeAnswer(`${company} is not paused, and nothing is refused to it: there is nothing to resume`);
  }
  const told = [
    ...(probeRequested ? ['the next waiting document tries at once (each looks again within a minute)'] : []),
    ...(refusalsClosed > 0
      ? ['what waits asks Assignar again by itself within a minute; what is still refused comes back as an exception']
      : []),
  ];
  return {
    exitCode: exitCodes.done,
    document: { company, probeRequested, refusalsClosed },
    text: told.map((each) => `${company}: ${each}`).join('\n'),
  };
}
