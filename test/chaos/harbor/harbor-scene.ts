import type { Client } from '@temporalio/client';
import type { Pool } from 'pg';
import type { Stack } from '../../../cli/start/stack';
import type { OfficePort } from '../../../sandbox/sample-construction/office-port';
import type { FinancePort } from '../../../sandbox/sample-day/finance-port';
import { createRandom, type Random } from '../../../sandbox/sample-day/random';
import type { ChaosOptions } from '../chaos-options';
import type { IntacctAdmin } from '../intacct-admin';
import type { Killer } from '../killer';
import type { Verdicts } from '../verdicts';
import type { AssignarAdmin } from './assignar-admin';
import type { Crew } from './crew-in-assignar';
import type { HarborCoding } from './harbor-profile';
import type { IntacctTime, TimeEntry } from './intacct-time';
import type { WorkedShift } from './worked-shifts';

/** Everything that a run upsets of the construction company, and looks at. */
export interface HarborScene {
  options: ChaosOptions;
  stack: Stack;
  coding: HarborCoding;
  client: Client;
  hub: Pool;
  killer: Killer;
  /** Somebody at Assignar's screen, and somebody at Intacct's. */
  office: OfficePort;
  finance: FinancePort;
  intacctTime: IntacctTime;
  intacct: IntacctAdmin;
  assignar: AssignarAdmin;
  crew: Crew;
  verdicts: Verdicts;
  /** What was posted of each shift that somebody edited afterwards. */
  beforeEdit: Map<string, WorkedShift>;
  /** Lines that people keyed in before the hub came. */
  standingLines: readonly TimeEntry[];
  say: (line: string) => void;
}

/** Chance for one part of the storm: equal seeds draw alike. */
export function harborRandom({ options }: Pick<HarborScene, 'options'>, part: string): Random {
  return createRandom(`chaos/${options.seed}/harbor/${part}`);
}
