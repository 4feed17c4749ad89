import type { SampleCompany } from './sample-companies';

/** One step of a start, for the person who waits. */
export interface StartStep {
  name: string;
  /** An address, a count: what came of it. */
  outcome: string;
  tookMs: number;
}

export interface StackOptions {
  /** Everything that the stack writes is under it; a second start on the same directory goes on where the first stopped. */
  stateDirectory: string;
  ports: 'default' | 'free';
  /** `invoicesOnly`: no credits, suppliers' invoices or stock movements, for whoever measures invoices. */
  sampleDay: { seed: number; invoices: number; invoicesOnly?: boolean | undefined };
  /** Which of the sample companies take part; all when absent. Without `harbor-civil` its sandboxes are not started. */
  companies?: readonly SampleCompany[] | undefined;
  /** Worker processes; 1 when absent. */
  workers?: number | undefined;
  /** Without the HTTP process: no triggers from outside, no console. */
  withoutServer?: boolean | undefined;
  /** Without the feed's schedule: whoever measures starts the flows. */
  withoutSchedules?: boolean | undefined;
  /** Without loading masters before the schedules are applied: the polls find them all the same. */
  withoutFirstLoads?: boolean | undefined;
  /** Without Temporal's Web UI. */
  headless?: boolean | undefined;
  /** `fast` for tests: a power cut may cost commits, a SIGKILL costs none. */
  durability?: 'safe' | 'fast' | undefined;
  /** Profiles, whatever they are; those of `companies`, as the repository has them, when absent. */
  companiesDirectory?: string | undefined;
  /** Put over the environment of every process of the product. */
  environment?: Record<string, string> | undefined;
  onStep?: ((step: StartStep) => void) | undefined;
  /** Told, in a sentence, of ports that were taken and of parts that ended by themselves. */
  onRemark?: ((sentence: string) => void) | undefined;
}
