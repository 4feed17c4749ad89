import type { Command } from 'commander';
import { registerSearchAttributes } from '../../clients/temporal/register-search-attributes';
import { exitCodes } from '../exit-codes';
import type { CommandRunner } from '../run-command';

/** `search-attributes register`: `{ registered, present }`. */
export function registerSearchAttributesCommand(program: Command, run: CommandRunner): void {
  program
    .command('search-attributes')
    .description("what Temporal's Web UI finds postings by")
    .command('register')
    .description('register them in the namespace; repeating it is harmless')
    .addHelpText('after', '\nExample:\n  intacct-pipelines search-attributes register')
    .action((_options, command: Command) =>
      run(command, async (operator) => {
        const registration = await registerSearchAttributes(operator.environment);
        const { registered, present } = registration;
        const lines = [
          ...(registered.length === 0 ? [] : [`registered: ${registered.join(', ')}`]),
          ...(present.length === 0 ? [] : [`there before: ${present.join(', ')}`]),
        ];
        return { exitCode: exitCodes.done, document: registration, text: lines.join('\n') };
      }),
    );
}
