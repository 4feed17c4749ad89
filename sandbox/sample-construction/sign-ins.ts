/** Sign-in of the sample construction company's Intacct sandbox; fakes, good for nothing else. */
export const harborCredentials = {
  companyId: 'harbor-civil-sandbox',
  senderId: 'sandbox-sender',
  senderPassword: 'sandbox-sender-password',
  userId: 'sandbox-user',
  userPassword: 'sandbox-user-password',
} as const;

/** API keys of its Assignar tenant; fakes too. */
export const harborApiKeys = {
  tenant: 'harbor-civil',
  clientId: 'harbor-civil-hub',
  clientSecret: 'harbor-civil-hub-secret',
} as const;
