import type { DriftStory } from '../commands/drift';
import { tableText } from './table';

/** Drifts for people: what differs, since when, and what to do. */
export function driftText(drifts: readonly DriftStory[], width: number): string {
  const rows = drifts.map(({ record, intacct, kind, fields, since, wayOut }) => [
    record,
    intacct ?? '',
    kind,
    since,
    [
      ...fields.map(
        ({ field, assignar, intacct: wanted }) =>
          `${field}: ${shown(assignar)} in Assignar, ${shown(wanted)} in Intacct`,
      ),
      wayOut,
    ].join('; '),
  ]);
  const columns = [
    { title: 'record' },
    { title: 'Intacct' },
    { title: 'what' },
    { title: 'since' },
    { title: 'difference and way out', stretches: true },
  ];
  return tableText(columns, rows, width);
}

function shown(value: string | null): string {
  return value === null || value === '' ? 'empty' : `"${value}"`;
}
