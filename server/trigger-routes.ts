import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { timesheetIdOf } from '../activities/document-kinds/assignar-documents';
import { parseDocumentKey } from '../clients/imetal/document-key';
import { documentFlows, documentKinds } from '../clients/temporal/document-flows';
import { type SourceSystem, systemNames } from '../domain/document-source';
import { HttpRefusal } from './http-refusal';
import type { HttpServerDeps, ReplayGuard, TriggerOutcome } from './http-server-deps';
import type { SignatureCheck, SignedMessage } from './webhook-signature';

// The message is a hundred bytes; 16 KiB leave room for a sender that adds to it what we refuse by name.
const bodyBytesMax = 16 * 1024;

const companyExpected = 'a company key of lower-case letters, digits and hyphens, such as gulf-metals';
const keyExpected: Record<SourceSystem, string> = {
  imetal: 'branch, type and number, such as HOU-DIV-104233',
  assignar: 'TS- and the id of a timesheet, such as TS-9001',
};
const isKey: Record<SourceSystem, (documentKey: string) => boolean> = {
  imetal: (documentKey) => parseDocumentKey(documentKey) !== null,
  assignar: (documentKey) => timesheetIdOf(documentKey) !== null,
};

const messageOf = (system: SourceSystem) =>
  z.strictObject({
    company: z.string(companyExpected).regex(/^[a-z0-9-]{1,40}$/, companyExpected),
    documentKey: z.string(keyExpected[system]).refine(isKey[system], keyExpected[system]),
  });
type DocumentMessage = z.output<ReturnType<typeof messageOf>>;

/**
 * `POST /triggers/imetal/<kind>`, such as `sales-invoice` or `stock-movement`, and `/triggers/assignar/timesheet`: a signed hint that a document is final. 202 accepted, 400 malformed, 401 not
 * signed, 404 no such document or company, 413 too large, 503 come again. The hint names the document and is never its
 * content. A replay starts nothing, and is accepted: its sender did not hear the first answer.
 */
export function registerTriggerRoutes(
  server: FastifyInstance,
  deps: HttpServerDeps,
  checkSignature: SignatureCheck,
): void {
  server.register(async (scope) => {
    // The signature is over the bytes as they came, so nothing may parse them before it is checked.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    const acceptOnce = createAcceptance(deps.replayGuard);
    for (const kind of documentKinds) {
      const { noun, system } = documentFlows[kind];
      scope.post(`/triggers/${system}/${kind}`, { bodyLimit: bodyBytesMax }, async (request, reply) => {
        const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
        const signed = checkSignature(body, request.headers);
        const message = parseMessage(system, body);
        const outcome = await acceptOnce(signed, () => deps.triggers.document(kind, message));
        request.log.info({ ...message, outcome: outcome.kind }, `${noun} triggered`);
        if (outcome.kind === 'no-such-document') {
          throw new HttpRefusal(404, outcome.kind, `${systemNames[system]} has no ${noun} ${message.documentKey}`);
        }
        if (outcome.kind === 'no-such-company') {
          throw new HttpRefusal(404, outcome.kind, `no company ${message.company} is set up here`);
        }
        return reply.code(202).send(outcome);
      });
    }
  });
}

type Acceptance = (signed: SignedMessage, trigger: () => Promise<TriggerOutcome>) => Promise<Accepted>;
type Accepted = TriggerOutcome | { kind: 'replayed' };

/** Lets a message through once; one that was not accepted is forgotten, since its sender repeats it under the same id. */
function createAcceptance(replayGuard: ReplayGuard): Acceptance {
  const underWay = new Set<string>();
  return async (signed, trigger) => {
    const { messageId } = signed;
    // Nobody knows yet whether the first will be accepted: to call it a replay might lose the document.
    if (underWay.has(messageId)) {
      throw new HttpRefusal(503, 'still-accepting', 'a message with this webhook-id is being accepted: send it again');
    }
    underWay.add(messageId);
    try {
      if (!(await replayGuard.remember(messageId, signed.expiresAt))) return { kind: 'replayed' };
      return await triggerOrForget(replayGuard, messageId, trigger);
    } finally {
      underWay.delete(messageId);
    }
  };
}

async function triggerOrForget(
  replayGuard: ReplayGuard,
  messageId: string,
  trigger: () => Promise<TriggerOutcome>,
): Promise<TriggerOutcome> {
  let accepted = false;
  try {
    const outcome = await trigger();
    accepted = 'workflowId' in outcome;
    return outcome;
  } finally {
    if (!accepted) await replayGuard.forget(messageId);
  }
}

function parseMessage(system: SourceSystem, body: Buffer): DocumentMessage {
  let message: unknown;
  try {
    message = JSON.parse(body.toString('utf8'));
  } catch {
    throw new HttpRefusal(400, 'not-json', 'expected a JSON object, got text that is no JSON');
  }
  const parsed = messageOf(system).safeParse(message);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => describeFault(issue, message));
  const said = faults.map(({ field, expected, actual }) => `${field}: expected ${expected}, got ${actual}`).join('; ');
  throw new HttpRefusal(400, 'malformed', said, { faults });
}

function describeFault(issue: z.core.$ZodIssue, message: unknown): { field: string; expected: string; actual: string } {
  if (issue.code === 'unrecognized_keys') {
    return { field: 'body', expected: 'company and documentKey only', actual: shown(issue.keys.slice(0, 5)) };
  }
  const [field] = issue.path;
  if (typeof field !== 'string') return { field: 'body', expected: 'a JSON object', actual: shown(message) };
  return { field, expected: issue.message, actual: shown((message as Record<string, unknown>)[field]) };
}

/** What came, as JSON and short: enough to find the mistake, too little to fill a log. */
function shown(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
