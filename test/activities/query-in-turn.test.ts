import { inTurn } from '../../activities/query-in-turn';
import { Transport } from '../../clients/errors';
import type { SlotRequest } from '../../db/request-slots';
import { buildProfile } from '../mappings/source-invoice-builder';

test('a question that nobody waits for any more keeps its permit while Intacct may still work on it', async () => {
  const asked: SlotRequest[] = [];
  const slots = {
    run: <T>(request: SlotRequest, work: (assertHeld: () => void) => Promise<T>) => {
      asked.push(request);
      return work(() => undefined);
    },
    close: async () => undefined,
  };
  await expect(inTurn(slots, buildProfile(), async () => 'answer')).resolves.toBe('answer');
  const failed = (mayStillRun: boolean) => new Transport('no answer', { operation: 'intacct query', mayStillRun });
  expect(asked.map(({ mayStillRun }) => mayStillRun?.(failed(true)))).toEqual([true]);
  expect(asked.map(({ mayStillRun }) => mayStillRun?.(failed(false)))).toEqual([false]);
});
