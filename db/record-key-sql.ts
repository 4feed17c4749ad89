/**
 * SQL for what stands for a record in lists: its id, but of a contact, whose name may be a person's, the first 16 hexadecimal digits of
 * the SHA-256 of it (activities/records/touch-record.ts). Both arguments are SQL of the caller's own.
 */
export function recordKeySql(object: string, intacctId: string): string {
  const digest = `left(encode(sha256(convert_to(${intacctId}, 'UTF8')), 'hex'), 16)`;
  return `case when ${object} = 'CONTACT' then ${digest} else ${intacctId} end`;
}
