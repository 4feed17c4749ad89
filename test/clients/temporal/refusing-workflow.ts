import { ApplicationFailure } from '@temporalio/workflow';

/** Gives its input back, or fails with it. */
export async function refuseOrReturn(input: { text: string; refuse: boolean }): Promise<string> {
  if (input.refuse) throw ApplicationFailure.nonRetryable(`refused ${input.text}`);
  return input.text;
}
