import { startTrueUpFlowUnderTest } from '../workflows/true-up-flow-under-test';
import { recordMissing } from './record-missing';
import { trueUpShapes } from './true-up-shapes';

// The histories of the worker true-up: `npx tsx test/histories/record-true-up.ts`, as `record.ts` does those of documents.
recordMissing(trueUpShapes, startTrueUpFlowUnderTest);
