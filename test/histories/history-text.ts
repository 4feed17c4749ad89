import { temporal } from '@temporalio/proto';

const { History } = temporal.api.history.v1;
type RecordedHistory = temporal.api.history.v1.IHistory;

// The SDK's own historyToJSON needs all its packages to share one protobufjs, which npm does not promise.

/** A history as readable JSON: bytes in base64, enums by name. */
export function historyToText(history: RecordedHistory): string {
  const plain = History.toObject(History.fromObject(history), { longs: String, enums: String, bytes: String });
  return `${JSON.stringify(plain, null, 1)}\n`;
}

/** The history that was written so. */
export function historyFromText(text: string): RecordedHistory {
  return History.fromObject(JSON.parse(text));
}
