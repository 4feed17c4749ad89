import Table from 'cli-table3';

export interface Column {
  title: string;
  align?: 'left' | 'right';
  /** Takes what the other columns leave of the line, and wraps. */
  stretches?: boolean;
  /** Left out where no row has anything in it. */
  onlyWhereFilled?: boolean;
}

/** Hours beside money: only companies whose documents are time see the column. */
export const hoursColumn: Column = { title: 'hours', align: 'right', onlyWhereFilled: true };

/** What a cell says that has nothing in it. */
export const emptyCell = '—';

const gap = 2;
const stretchedMin = 30;

/** Rows under their titles, without lines or colours, for eyes and for `grep` alike. At most one column stretches. */
export function tableText(all: readonly Column[], allRows: readonly (readonly string[])[], width: number): string {
  const isShown = all.map(
    ({ onlyWhereFilled }, index) => onlyWhereFilled !== true || allRows.some((row) => row[index] !== emptyCell),
  );
  const columns = all.filter((_, index) => isShown[index]);
  const rows = allRows.map((row) => row.filter((_, index) => isShown[index]));
  const natural = columns.map(({ title }, index) =>
    Math.max(title.length, ...rows.map((row) => lineLengthMax(row[index] ?? ''))),
  );
  const others = natural.reduce((sum, each, index) => sum + (columns[index]?.stretches === true ? 0 : each + gap), 0);
  const widths = natural.map((each, index) =>
    columns[index]?.stretches === true ? Math.min(each, Math.max(stretchedMin, width - others - gap)) : each,
  );
  const table = new Table({
    head: columns.map(({ title }) => title),
    colWidths: widths.map((each) => each + gap),
    colAligns: columns.map(({ align }) => align ?? 'left'),
    wordWrap: true,
    wrapOnWordBoundary: true,
    chars: noLines,
    style: { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': gap },
  });
  table.push(...rows.map((row) => [...row]));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

const noLines = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '',
};

function lineLengthMax(text: string): number {
  return Math.max(...text.split('\n').map((line) => line.length));
}
