import { startFlowUnderTest } from '../workflows/flow-under-test';
import { recordMissing } from './record-missing';
import { shapes } from './shapes';

/**
 * Records the histories that test/histories/replay.test.ts replays: `npx tsx test/histories/record.ts`. A flow that changes on purpose
 * gets a new shape with a new name in shapes.ts, and its old history stays as long as such a flow may be open.
 */
recordMissing(shapes, startFlowUnderTest);
