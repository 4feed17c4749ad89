/** The id behind a code; a code that is not there is a fault of the generator, and throws. */
export function idOf(ids: Map<string, number>, code: string): number {
  const id = ids.get(code);
  if (id === undefined) throw new Error(`sample day: no master "${code}" among ${[...ids.keys()].slice(0, 5)}…`);
  return id;
}

/** Adds one row for each code; ids by code. */
export function addCodes<Coded extends { code: string }>(rows: readonly Coded[], add: (row: Coded) => number) {
  return new Map(rows.map((row) => [row.code, add(row)]));
}
