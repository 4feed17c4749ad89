import type { Command } from 'commander';
import { z } from 'zod';
import { selectSyncConflicts } from '../../db/sync-conflicts';
import { type RecordObject, recordFlows } from '../../domain/record-sync';
import { type ConflictStory, conflictStory } from '../conflict-story';
import { exitCodes } from '../exit-codes';
import { parseInput } from '../failure-report';
import { since } from '../inputs';
import type { Operator } from '../operator';
import { conflictsText } from '../output/record-text';
import type { Answer, CommandRunner } from '../run-command';

interface ConflictOptions {
  object?: string;
  since?: string;
}

/** `conflicts` as `--json` prints it, oldest first. */
export interface ConflictListing {
  company: string;
  conflicts: ConflictStory[];
}

const objects = Object.keys(recordFlows) as [RecordObject, ...RecordObject[]];
const recordObject = z.enum(objects, `expected one of ${objects.join(', ')}`);

/** `conflicts`: they are settled, so exit code 0 whatever is listed. */
export function registerConflicts(program: Command, run: CommandRunner): void {
  program
    .command('conflicts')
    .description('fields that both systems changed since they were in step, and whose value stands')
    .option('--object <object>', 'only these records, such as CUSTOMER or CONTACT')
    .option('--since <when>', 'only those settled since: 2026-11-20, 2026-11-20T08:00:00Z, 30m, 12h, 3d')
    .addHelpText(
      'after',
      '\nNothing waits for anybody: each was settled by the owner of the field, or by who wrote last.\n\nExamples:\n  intacct-pipelines conflicts --since 1d\n  intacct-pipelines conflicts --object CONTACT --json',
    )
    .action((options: ConflictOptions, command: Command) =>
      run(command, (operator) => answerConflicts(operator, options)),
    );
}

async function answerConflicts(operator: Operator, options: ConflictOptions): Promise<Answer> {
  const object = parseInput('--object', recordObject.optional(), options.object) ?? null;
  const settledSince = parseInput('--since', since.optional(), options.since) ?? null;
  const company = await operator.company();
  const filter = { company, object, intacctId: null, since: settledSince };
  const conflicts = (await selectSyncConflicts(operator.pool(), filter)).map(conflictStory);
  const listing: ConflictListing = { company, conflicts };
  const text =
    conflicts.length === 0 ? `${company}: no conflicts` : conflictsText(conflicts, operator.terminal.width, true);
  return { exitCode: exitCodes.done, document: listing, text };
}
