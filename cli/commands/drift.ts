import type { Command } from 'commander';
import { z } from 'zod';
import { type OpenDrift, selectOpenDrifts } from '../../db/drifts';
import { driftField, type MappedObject } from '../../mappings/assignar-records/wanted-record';
import { exitCodes } from '../exit-codes';
import { parseInput } from '../failure-report';
import type { Operator } from '../operator';
import { driftText } from '../output/drift-text';
import type { Answer, CommandRunner } from '../run-command';

/** One drift as it is told. */
export interface DriftStory {
  /** `worker 311`. */
  record: string;
  /** `EMPLOYEE/E-7`; null for a record that stands for none of Intacct. */
  intacct: string | null;
  kind: OpenDrift['kind'];
  fields: { field: string; agreed: string | null; assignar: string | null; intacct: string | null }[];
  /** ISO 8601. */
  since: string;
  lastSeen: string;
  wayOut: string;
}

const objects = Object.keys(driftField) as [MappedObject, ...MappedObject[]];
const assignarObject = z.enum(objects, `expected one of ${objects.join(', ')}`);

/** `drift`: what somebody changed in Assignar by hand; exit code 1 when there is any. */
export function registerDrift(program: Command, run: CommandRunner): void {
  program
    .command('drift')
    .description('what somebody changed, made or deleted in Assignar by hand, and the way out')
    .option('--object <object>', `only these records: ${objects.join(', ')}`)
    .addHelpText(
      'after',
      '\nAs the last look found it; the profile says how often that is (drift.everySeconds), and whether it is told or put back.\nExit code 0 when nothing has drifted.\n\nExamples:\n  intacct-pipelines drift\n  intacct-pipelines drift --object worker --json',
    )
    .action((options: { object?: string }, command: Command) =>
      run(command, (operator) => answerDrift(operator, options)),
    );
}

async function answerDrift(operator: Operator, options: { object?: string }): Promise<Answer> {
  const object = parseInput('--object', assignarObject.optional(), options.object) ?? null;
  const { company } = await operator.assignarProfile();
  const drifts = (await selectOpenDrifts(operator.pool(), company, object)).map(driftStory);
  const text = drifts.length === 0 ? `${company}: nothing has drifted` : driftText(drifts, operator.terminal.width);
  return {
    exitCode: drifts.length === 0 ? exitCodes.done : exitCodes.no,
    document: { company, drifts },
    text,
  };
}

function driftStory(drift: OpenDrift): DriftStory {
  return {
    record: `${drift.object} ${drift.assignarId}`,
    intacct: drift.intacctObject === null ? null : `${drift.intacctObject}/${drift.intacctId}`,
    kind: drift.kind,
    fields: Object.entries(drift.fields).map(([field, sides]) => ({ field, ...sides })),
    since: drift.firstSeen.toISOString(),
    lastSeen: drift.lastSeen.toISOString(),
    wayOut: wayOutOf(drift),
  };
}

function wayOutOf({ object, kind }: OpenDrift): string {
  if (object === 'worker') return 'run the true-up: intacct-pipelines true-up --preview';
  switch (kind) {
    case 'edited':
      return 'make the change in Intacct, or undo it in Assignar; drift: restore in the profile puts it back';
    case 'deleted':
      return 'restore it in Assignar, or make the record inactive in Intacct; drift: restore in the profile makes it anew';
    case 'missing':
      return 'ask Assignar where the record went; drift: restore in the profile makes it anew';
    case 'created-in-assignar':
      return 'make it in Intacct, and remove this one; what stands for nothing in Intacct cannot be posted';
    case 'duplicate':
      return 'move what uses it to the other one, then make it inactive in Assignar';
  }
}
