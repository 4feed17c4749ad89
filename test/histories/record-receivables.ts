import { startReceivablesFlowUnderTest } from '../workflows/receivables-flow-under-test';
import { receivablesShapes } from './receivables-shapes';
import { recordMissing } from './record-missing';

// `npx tsx test/histories/record-receivables.ts`
recordMissing(receivablesShapes, startReceivablesFlowUnderTest);
