/** What a cause names: `customer` and `C00123` of `customer:C00123`. */
export function causeParts(causeKey: string): { kind: string; value: string } {
  const colon = causeKey.indexOf(':');
  return { kind: causeKey.slice(0, colon), value: causeKey.slice(colon + 1) };
}
