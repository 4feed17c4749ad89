import { userInfo } from 'node:os';
import { parseInput } from './failure-report';
import { actor } from './inputs';
import type { Operator } from './operator';

/** Who decides, for the history: `--as`, else $USER, else whom the operating system takes this process for. */
export function actingPerson(operator: Operator, named: string | undefined): string {
  return parseInput('--as', actor, named ?? operator.environment.USER ?? userInfo().username);
}
