import type { AssignarClient } from '../../clients/assignar/assignar-client';

/** For a company that runs on another system: whoever asks Assignar is wrong. */
export async function noAssignar(): Promise<AssignarClient> {
  throw new Error('the company does not run on Assignar');
}
