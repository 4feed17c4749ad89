import { z } from 'zod';
import type { PostingState } from '../domain/posting';

const states = [
  'planned',
  'sending',
  'posted',
  'rejected',
  'unknown',
  'abandoned',
] as const satisfies readonly PostingState[];

/** A state as the ledger's rows hold it. */
export const postingState = z.enum(states);
