import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { AdminDependencies } from './admin-server';
import { updatePartyOfContact } from './display-contact';
import { MASTER_KINDS } from './master-tables';
import { FINANCE_USER, getMaster, masterKey, parseMaster, putMaster, removeMaster } from './masters';
import { updateEmployeesOfContact } from './personal-contact';

// `ap-terms` and `apTerms` are one.
const kindName = z
  .string()
  .transform((name) => name.replace(/-[a-z]/g, (letter) => letter.slice(1).toUpperCase()))
  .pipe(z.enum(MASTER_KINDS));
const masterParameters = z.strictObject({ kind: kindName, id: z.string().min(1) });
const sentItem = z.record(z.string(), z.unknown());

/** Finance's keyboard: masters one at a time, as a person in Intacct keys them in; no reference is checked. */
export function addMasterRoutes(app: FastifyInstance, deps: AdminDependencies): void {
  const { books, now } = deps;
  app.route({
    method: ['PUT', 'PATCH'],
    url: '/admin/masters/:kind/:id',
    handler(request, reply) {
      const { kind, id } = masterParameters.parse(request.params);
      const before = getMaster(books, kind, id);
      if (request.method === 'PATCH' && !before) return reply.status(404).send({ error: `no ${kind} ${id}` });
      const sent = sentItem.parse(request.body);
      const master = parseMaster(kind, request.method === 'PATCH' ? patched(before ?? {}, sent) : sent);
      if (masterKey(kind, master) !== id) {
        return reply.status(400).send({ error: `the body does not describe ${kind} ${id}` });
      }
      putMaster(books, kind, master, now());
      const contact = kind === 'contacts' ? books.get('CONTACT', id) : undefined;
      if (contact) {
        updatePartyOfContact(books, contact, now(), deps.settings().displayContactMovesParty);
        updateEmployeesOfContact(books, contact, now(), deps.settings().personalContactMovesEmployee);
      }
      deps.commit(FINANCE_USER);
      return reply.send(getMaster(books, kind, id));
    },
  });
  app.get('/admin/masters/:kind/:id', (request, reply) => {
    const { kind, id } = masterParameters.parse(request.params);
    const master = getMaster(books, kind, id);
    return master ? reply.send(master) : reply.status(404).send({ error: `no ${kind} ${id}` });
  });
  app.delete('/admin/masters/:kind/:id', (request, reply) => {
    const { kind, id } = masterParameters.parse(request.params);
    if (!removeMaster(books, kind, id)) return reply.status(404).send({ error: `no ${kind} ${id}` });
    deps.commit(FINANCE_USER);
    return reply.send({ deleted: id, by: FINANCE_USER });
  });
}

// Groups such as displayContact are patched part by part, null takes a value away.
function patched(before: Record<string, unknown>, sent: Record<string, unknown>): Record<string, unknown> {
  const result: Record<string, unknown> = { ...before };
  for (const [name, value] of Object.entries(sent)) {
    const old = before[name];
    if (value === null) delete result[name];
    else if (isGroup(value) && isGroup(old)) result[name] = patched(old, value);
    else result[name] = value;
  }
  return result;
}

function isGroup(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
