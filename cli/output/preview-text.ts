import type { LoadPreview } from '../preview-load';
import { tableText } from './table';

const words = {
  create: 'would be made',
  update: 'would be changed',
  unchanged: 'unchanged',
  'not-pulled': 'not pulled',
  refused: 'refused',
} as const;

/** A preview for people: the sums, then every record that would not stay as it is, and why. */
export function previewText(preview: LoadPreview, width: number): string {
  const { object, read, create, update, unchanged, notPulled, refused } = preview;
  const sums = `${object}: ${read} read = ${create} would be made + ${update} would be changed + ${unchanged} unchanged + ${notPulled} not pulled + ${refused} refused; nothing was written`;
  const told = preview.records.filter(({ verdict, because }) => verdict !== 'unchanged' || because.length > 0);
  if (told.length === 0) return sums;
  const rows = told.map(({ id, verdict, because, codes }) => [
    id,
    codes.length === 0 ? words[verdict] : `${words[verdict]}: ${[...new Set(codes)].join(', ')}`,
    because.join('; '),
  ]);
  return [
    sums,
    '',
    tableText([{ title: 'record' }, { title: 'verdict' }, { title: 'what and why', stretches: true }], rows, width),
  ].join('\n');
}
