import { postedDocumentKinds } from '../activities/document-kinds/document-kinds';
import { answerCredit } from '../activities/receivables/credit-answer';
import { takeSmartEvent } from '../activities/receivables/smart-event';
import { triggerDocument } from '../activities/trigger-document';
import { connectTemporal } from '../clients/temporal/connect';
import { createCompanyProfiles } from '../companies/company-profiles';
import { readConfig, readSmartEventTokens } from '../config';
import { createHubPool } from '../db/pool';
import { forgetWebhookMessage, rememberWebhookMessage } from '../db/webhook-messages';
import { createCompanyClients } from '../workers/company-clients';
import { createLog } from '../workers/log';
import { createBearerCheck } from './bearer-token';
import { openCodec } from './codec-access';
import { createHttpServer } from './create-http-server';
import { createMetrics } from './metrics';
import { openTrueUps } from './open-true-ups';
import { createReadiness } from './readiness';

// Within the time in which the server must have answered.
const creditWaitMaxMs = 8_000;

/** The one HTTP process: triggers in, health, metrics, and the codec endpoint for the Web UI. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  const log = createLog('server', config.LOG_LEVEL);
  const pool = createHubPool(config.DATABASE_URL);
  const profiles = createCompanyProfiles(config.COMPANIES_DIRECTORY);
  const clients = createCompanyClients({ environment: process.env, profiles, log, onIntacctCall: () => undefined });
  const temporal = await connectTemporal({ log });
  const { imetal, assignar } = clients;
  const trigger = { pool, client: temporal.client, taskQueue: config.TASK_QUEUE, profiles, imetal, assignar };

  const receivables = { ...trigger, imetalMasters: clients.imetalMasters };
  // Read once: a token that is too short is refused before anything is served.
  const smartEventTokens = new Map(
    (await profiles.companies()).map((company) => [company, readSmartEventTokens(process.env, company)]),
  );

  const server = createHttpServer({
    log,
    triggers: {
      async document(kind, { company, documentKey }) {
        if (!(await profiles.companies()).includes(company)) return { kind: 'no-such-company' };
        return triggerDocument(trigger, postedDocumentKinds[kind], company, documentKey);
      },
    },
    webhookSecrets: config.WEBHOOK_SECRETS.split(' ').filter((secret) => secret !== ''),
    replayGuard: {
      remember: (messageId, expiresAt) => rememberWebhookMessage(pool, messageId, expiresAt),
      forget: (messageId) => forgetWebhookMessage(pool, messageId),
    },
    credit:
      config.CREDIT_TOKEN === undefined
        ? undefined
        : {
            authorise: createBearerCheck(config.CREDIT_TOKEN),
            async answer(question) {
              if (!(await profiles.companies()).includes(question.company)) return { kind: 'no-such-company' };
              return answerCredit(receivables, { ...question, waitMaxMs: creditWaitMaxMs });
            },
          },
    trueUps: openTrueUps(trigger, config),
    smartEvents: {
      tokens: async (company) => smartEventTokens.get(company) ?? [],
      take: (company, event) => takeSmartEvent(receivables, company, event),
    },
    readiness: createReadiness({ pool, temporal: temporal.client.connection, log }),
    metrics: createMetrics(pool),
    metricsAuthorise: config.METRICS_TOKEN === undefined ? undefined : createBearerCheck(config.METRICS_TOKEN),
    ...openCodec(temporal.codec, config, log),
    codecAllowedOrigins: config.CODEC_ALLOWED_ORIGINS.split(' ').filter((origin) => origin !== ''),
  });

  await server.listen({ host: config.HTTP_HOST, port: config.HTTP_PORT });
  const [address] = server.addresses();
  process.stdout.write(
    `${JSON.stringify({ ready: true, port: typeof address === 'object' ? address.port : config.HTTP_PORT })}\n`,
  );
  const stop = async () => {
    await server.close();
    await clients.close();
    await pool.end();
    // Last: a call that the client still repeats throws once the connection is closed.
    await temporal.close();
    process.exit(0);
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

main().catch((error) => {
  process.stderr.write(`server: ${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
});
