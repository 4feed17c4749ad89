/**
 * Longest texts that Intacct's fields take, in characters. The vendor's pages do not state them; these are the
 * sandbox's assumptions too, and a real company that refuses shorter ones answers with its own text.
 */
export const fieldLengthMaxCharacters = {
  customerId: 20,
  vendorId: 20,
  invoiceNumber: 45,
  billNumber: 45,
  referenceNumber: 45,
  description: 1000,
  memo: 1000,
  termName: 40,
  contactName: 200,
  accountNumber: 24,
  journalTitle: 80,
  journalReferenceNumber: 40,
} as const;
