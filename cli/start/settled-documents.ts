import type { HubDocument, OpenException } from './sample-day-hub';
import type { SourceKey } from './source-documents';
import type { Fate } from './tie-out';

/** The documents that were this hub's to post, each with its fate; those that an earlier interface exported are not. */
export function settle<T extends SourceKey>(
  source: T[],
  hub: HubDocument[],
  exceptions: readonly OpenException[] = [],
): (T & { fate: Fate })[] {
  const known = new Map(hub.map((document) => [document.document_key, document]));
  const released = causesGone(hub, exceptions);
  return source
    .filter((document) => document.reference === null || known.has(document.document_key))
    .map((document) => {
      const fate = fateOf(known.get(document.document_key));
      return { ...document, fate: fate === 'parked' && released.has(document.document_key) ? 'open' : fate };
    });
}

/** How far the hub is with a document that it may not know; a posted one counts only once the source has been told. */
export function fateOf(document: HubDocument | undefined): Fate {
  if (document?.state === 'posted' && document.acknowledged) return 'posted';
  if (document?.state === 'rejected') return 'parked';
  return document?.state === 'abandoned' ? 'abandoned' : 'open';
}

/** Documents that wait for another one that is posted by now: the hub lets them through at its next look. */
function causesGone(hub: HubDocument[], exceptions: readonly OpenException[]): Set<string> {
  const posted = new Set(hub.filter(({ state }) => state === 'posted').map(({ document_key }) => document_key));
  return new Set(
    exceptions
      .filter(({ cause_key }) => cause_key?.startsWith('document:') && posted.has(cause_key.slice('document:'.length)))
      .map(({ document_key }) => document_key),
  );
}
