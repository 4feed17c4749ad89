import type { RecordFields } from '../../mappings/records/record-fields';
import type { RecordSide } from './record-kind';

/** Intacct's side of a record that is gone there: what it last was, made inactive. Deleted there means closed here, not gone. */
export function goneInIntacct(agreed: RecordFields, inactive: RecordFields): RecordSide {
  return { fields: { ...agreed, ...inactive }, modifiedAt: new Date().toISOString() };
}
