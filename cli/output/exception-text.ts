import type { ExceptionStory } from '../exception-story';
import { timeText } from './time-text';

/** Why something waits and what to do then; and the reasons that are closed: parts of its story, each a paragraph. */
export function exceptionParts({
  document,
  exceptions,
}: {
  document: string;
  exceptions: readonly ExceptionStory[];
}): string[] {
  const open = exceptions.filter(({ closedAt }) => closedAt === null);
  const closed = exceptions.filter(({ closedAt }) => closedAt !== null);
  const parts: string[] = [];
  if (open.length > 0) {
    const lines = open.flatMap(({ code, message, field, expected, actual, causeKey, wayOut }) => [
      `  ${code}: ${message}`,
      `    ${field}: expected ${expected}; came ${actual}`,
      `    ${causeKey === null ? '' : `waits for ${causeKey}, and goes on by itself when that is gone; `}way out: ${wayOut}`,
    ]);
    parts.push(
      [
        'Why it waits',
        ...lines,
        `  Then: intacct-pipelines retry ${/\s/.test(document) ? `'${document}'` : document} --reason '…'`,
      ].join('\n'),
    );
  }
  if (closed.length > 0) {
    const lines = closed.map(
      ({ code, openedAt, closedAt, closedBecause }) =>
        `  ${code}, ${timeText(openedAt)} to ${timeText(closedAt)}: ${closedBecause ?? 'closed'}`,
    );
    parts.push(['Earlier reasons, closed', ...lines].join('\n'));
  }
  return parts;
}
