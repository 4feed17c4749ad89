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
