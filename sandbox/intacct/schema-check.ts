import { ATTRIBUTES, CONTENT_MODELS, FUNCTIONS } from './content-models';
import type { XmlElement } from './xml';

const compiled = new Map<string, RegExp>();
const FUNCTION_NAMES: ReadonlySet<string> = new Set(FUNCTIONS);

/** Complaints of the gateway's schema about a whole request, in its order; empty when it is valid. */
export function schemaComplaints(request: XmlElement): string[] {
  if (request.name !== 'request') return [`Element '${request.name}': No matching global declaration available.`];
  const complaints: string[] = [];
  check(request, 'request', complaints);
  return complaints;
}

function check(element: XmlElement, modelName: string, complaints: string[]): void {
  checkAttributes(element, complaints);
  if (element.name === 'function') {
    checkFunction(element, complaints);
    return;
  }
  const model = CONTENT_MODELS[modelName];
  if (model === 'any') return;
  const names = element.children.map((child) => child.name);
  if (model === undefined) {
    if (names.length > 0)
      complaints.push(
        `Element '${element.name}': Element content is not allowed, because the content type is a simple type.`,
      );
    return;
  }
  if (element.text.trim() !== '')
    complaints.push(`Element '${element.name}': Character content other than whitespace is not allowed.`);
  if (!matches(model, names)) {
    complaints.push(
      `Element '${element.name}': This element is not expected to hold (${names.join(', ')}). Expected is (${spaced(model)}).`,
    );
    return;
  }
  for (const child of element.children) check(child, modelOf(child, element.name), complaints);
}

// `filter` and `fields` are something else inside get_list than inside query and read.
function modelOf(child: XmlElement, parentName: string): string {
  const own = `${child.name} of ${parentName}`;
  return own in CONTENT_MODELS ? own : child.name;
}

function checkFunction(element: XmlElement, complaints: string[]): void {
  const controlId = element.attributes.controlid;
  if (controlId !== undefined && controlId.length > 256) {
    complaints.push(
      "Element 'function', attribute 'controlid': The value exceeds the allowed maximum length of '256'.",
    );
  }
  const [call, ...more] = element.children;
  if (!call || more.length > 0) {
    complaints.push(`Element 'function': exactly one function is expected, found ${element.children.length}.`);
  } else if (!FUNCTION_NAMES.has(call.name)) {
    complaints.push(`Element '${call.name}': This element is not expected.`);
  } else {
    // `query` is a text element inside readByQuery and a function of its own here.
    check(call, call.name === 'query' ? 'query function' : call.name, complaints);
  }
}

function checkAttributes(element: XmlElement, complaints: string[]): void {
  const allowed = ATTRIBUTES[element.name] ?? [];
  for (const name of Object.keys(element.attributes)) {
    if (name.startsWith('xmlns') || name.startsWith('xsi:')) continue;
    if (!allowed.some((attribute) => attribute.replace('!', '') === name)) {
      complaints.push(`Element '${element.name}', attribute '${name}': The attribute '${name}' is not allowed.`);
    }
  }
  for (const attribute of allowed) {
    if (attribute.endsWith('!') && !(attribute.slice(0, -1) in element.attributes)) {
      complaints.push(`Element '${element.name}': The attribute '${attribute.slice(0, -1)}' is required but missing.`);
    }
  }
  const transaction = element.attributes.transaction;
  if (transaction !== undefined && transaction !== 'true' && transaction !== 'false') {
    complaints.push(
      `Element 'operation', attribute 'transaction': '${transaction}' is not an element of the set {'true', 'false'}.`,
    );
  }
}

function matches(model: string, names: readonly string[]): boolean {
  if (model === 'empty') return names.length === 0;
  if (model.startsWith('all:')) return matchesAll(model.slice(4).split(','), names);
  let expression = compiled.get(model);
  if (!expression) {
    // `a, b?` over child names becomes a regular expression over `a;b;`.
    const source = model
      .replace(/[\w]+/g, '(?:$&;)')
      .replace(/[,\s]/g, '')
      .replace(/\((?!\?:)/g, '(?:');
    expression = new RegExp(`^(?:${source})$`);
    compiled.set(model, expression);
  }
  return expression.test(names.map((name) => `${name};`).join(''));
}

function matchesAll(terms: readonly string[], names: readonly string[]): boolean {
  const allowed = new Map(terms.map((term) => [term.trim().replace('?', ''), !term.trim().endsWith('?')]));
  if (names.some((name) => !allowed.has(name)) || new Set(names).size < names.length) return false;
  return [...allowed].every(([name, required]) => !required || names.includes(name));
}

function spaced(model: string): string {
  return model.replace(/\s+/g, ' ');
}
