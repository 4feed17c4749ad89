/** A profile's entry for a code, and never a property that every object has. */
export function lookUp<Entry>(entries: Readonly<Record<string, Entry>>, code: string): Entry | undefined {
  return Object.hasOwn(entries, code) ? entries[code] : undefined;
}
