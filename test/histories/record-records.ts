import { startRecordFlowUnderTest } from '../workflows/record-flow-under-test';
import { recordMissing } from './record-missing';
import { recordShapes } from './record-shapes';

// The histories of the flows of records: `npx tsx test/histories/record-records.ts`, as `record.ts` does those of documents.
recordMissing(recordShapes, startRecordFlowUnderTest);
