import type { Check } from './checkup';

// Standard Webhooks asks for 24 to 64 random bytes.
const secretBytesMin = 24;

/** The signed trigger endpoint: its secrets are set, and as long as they must be. Shows none of them. */
export function triggerChecks(webhookSecrets: string): Check[] {
  return [
    {
      name: 'webhook secrets',
      remedy: 'see the settings in README',
      async make() {
        const secrets = webhookSecrets.split(' ').filter((secret) => secret !== '');
        const remedy = "WEBHOOK_SECRETS: 'whsec_' and base64 of 24 random bytes or more, the same at the sender";
        if (secrets.length === 0) {
          const what = 'no secret is set, so every signed trigger is refused';
          return { seen: '', faults: [{ subject: 'WEBHOOK_SECRETS', what, remedy }] };
        }
        const faults = secrets.flatMap((secret, index) => {
          const bytes = Buffer.from(secret.replace(/^whsec_/, ''), 'base64').length;
          if (secret.startsWith('whsec_') && bytes >= secretBytesMin) return [];
          const what = `secret ${index + 1}: expected whsec_ and ${secretBytesMin} bytes or more, came ${bytes} bytes`;
          return [{ subject: 'WEBHOOK_SECRETS', what, remedy }];
        });
        return { seen: `${secrets.length} set`, faults };
      },
    },
  ];
}

/** Smart Events: whether any token is set. None is no fault, since the looks at Intacct find the same, later. */
export function smartEventChecks(readTokens: () => readonly string[], pollIntervalSeconds: number): Check[] {
  return [
    {
      name: 'Smart Event tokens',
      remedy:
        '<COMPANY>_SMART_EVENT_TOKENS: 16 characters or more each, separated by spaces; see the settings in README',
      async make() {
        const count = readTokens().length;
        if (count > 0) return { seen: `${count} set`, faults: [] };
        return { seen: `none set: changes are found by the looks every ${pollIntervalSeconds} s alone`, faults: [] };
      },
    },
  ];
}
