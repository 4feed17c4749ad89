/** A posting that the ledger calls posted, by the record that it names. */
export interface PostedRecord {
  documentKey: string;
  recordNo: string | null;
}

/** The ledger's posted postings of some purposes. */
export function postedRecords(
  postings: readonly { document_key: string; purpose: string; state: string; intacct_key: string | null }[],
  purposes: readonly string[],
): PostedRecord[] {
  return postings
    .filter(({ purpose, state }) => purposes.includes(purpose) && state === 'posted')
    .map(({ document_key, intacct_key }) => ({ documentKey: document_key, recordNo: intacct_key }));
}

/**
 * The ledger's keys and Intacct's records, one to one, each record the very document's whose key names it: nothing lost,
 * nothing astray, nothing mistaken. `reference` of a record begins with its document's key. One sentence for each difference.
 */
export function recordDifferences(
  what: string,
  posted: readonly PostedRecord[],
  records: readonly { recordNo: string; reference: string }[],
): string[] {
  const owners = new Map(posted.map(({ recordNo, documentKey }) => [recordNo, documentKey]));
  const held = new Map(records.map(({ recordNo, reference }) => [recordNo, reference]));
  return [
    ...(owners.size === posted.length ? [] : [`${what}: two postings of the ledger have the same Intacct record`]),
    ...[...held.keys()]
      .filter((recordNo) => !owners.has(recordNo))
      .map((recordNo) => `${what}: Intacct record ${recordNo} (${held.get(recordNo)}) is no document's`),
    ...posted.flatMap(({ documentKey, recordNo }) => {
      const reference = recordNo === null ? undefined : held.get(recordNo);
      if (reference === undefined) return [`${documentKey} ${what}: record ${recordNo} is not in Intacct`];
      if (isOf(documentKey, reference)) return [];
      return [`${documentKey} ${what}: record ${recordNo} is ${reference} in Intacct`];
    }),
  ];
}

/** `HOU-DIV-104236`, `HOU-DIV-104236-2` and `HOU-DIV-104236-2R` are one document's, `HOU-DIV-1042361` is another's. */
function isOf(documentKey: string, reference: string): boolean {
  return new RegExp(`^${documentKey}(-\\d+R?|-R\\d+)?$`).test(reference);
}
