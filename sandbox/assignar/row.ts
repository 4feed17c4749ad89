/** A value as it goes over the wire. */
export type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

/** A row of a collection: its fields by Assignar's own names; the links of a list are kept as ids. */
export type Row = { readonly id: number } & Readonly<Record<string, Json>>;

/** What a refusal of the API says: its HTTP status and `{message}`, or no body at all for 401, 403. */
export class AssignarRefusal extends Error {
  constructor(
    readonly status: 400 | 401 | 403 | 404 | 405,
    message: string,
  ) {
    super(message);
  }
}

/** `[400] …`, as Assignar words its refusals (facts/assignar.md 4.1). */
export function badRequest(text: string): AssignarRefusal {
  return new AssignarRefusal(400, `[400] ${text}`);
}

/** `[404] Object Not Found - Skill (id:987654)`. */
export function objectNotFound(objectName: string, id: number | string): AssignarRefusal {
  return new AssignarRefusal(404, `[404] Object Not Found - ${objectName} (id:${id})`);
}

/** The numbers of a list of ids that a row keeps. */
export function idsOf(value: Json | undefined): number[] {
  return Array.isArray(value) ? value.filter((id) => typeof id === 'number') : [];
}

/** The text of a field, or null when it has none. */
export function textOf(value: Json | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

/** The number of a field, or null when it has none. */
export function numberOf(value: Json | undefined): number | null {
  return typeof value === 'number' ? value : null;
}
