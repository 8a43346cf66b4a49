// Putting data into markup that the server wrote (a <template> or a part of the page). Text stays text: never innerHTML.

export type Data = { [field: string]: unknown };

/** A field of data; `a.b` is the field b of a. */
export function field(data: Data, path: string): unknown {
  let value: unknown = data;
  for (const step of path.split(".")) {
    if (value === null || typeof value !== "object") return undefined;
    value = (value as Data)[step];
  }
  return value;
}

/** True for what is there to be shown: not for false, 0, "", null, [] and what is missing. */
export function isSomething(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}

/** A value as text; nothing for what is missing. */
export function text(value: unknown): string {
  return value === null || value === undefined || typeof value === "object" ? "" : String(value);
}

const SAFE = /^(value|name|id|for|title|datetime|lang|dir|alt|max|min|role|aria-[a-z]+|data-[a-z-]+)$/;
const FLAGS = new Set(["checked", "disabled", "selected", "open", "required"]);
const ADDRESSES = new Set(["href", "src", "action"]);

/** May this be an address on a page? Those of the house and of the web; no scripts. */
export function isAddress(value: string): boolean {
  return /^(https?:\/\/|\/(?!\/)|#|\?|blob:)/.test(value);
}

/**
 * Fill markup from data, the element itself included.
 *
 * - `data-text="field"`: its text
 * - `data-show="field"`, `data-hide="field"`: hidden unless, or when, there is something
 * - `data-set="attribute:field attribute:field"`: attributes; those that could run something are refused
 *
 * What is inside a <template> or in another `data-filled` part is left alone.
 */
export function fill<E extends Element>(element: E, data: Data): E {
  for (const part of parts(element)) {
    const told = part.getAttribute("data-text");
    if (told !== null) {
      const words = text(field(data, told));
      if (part.textContent !== words) part.textContent = words;
    }
    const show = part.getAttribute("data-show");
    if (show !== null) part.toggleAttribute("hidden", !isSomething(field(data, show)));
    const hide = part.getAttribute("data-hide");
    if (hide !== null) part.toggleAttribute("hidden", isSomething(field(data, hide)));
    for (const pair of (part.getAttribute("data-set") ?? "").split(/\s+/)) set(part, pair, data);
  }
  return element;
}

function* parts(element: Element): Iterable<Element> {
  yield element;
  for (const part of element.querySelectorAll("[data-text],[data-show],[data-hide],[data-set]")) {
    const filled = part.closest("[data-filled]");
    if (!filled || filled === element || !element.contains(filled)) yield part;
  }
}

function set(part: Element, pair: string, data: Data): void {
  const at = pair.indexOf(":");
  if (at < 1) return;
  const name = pair.slice(0, at);
  const value = field(data, pair.slice(at + 1));
  if (FLAGS.has(name)) {
    part.toggleAttribute(name, isSomething(value));
    if (name === "checked") (part as HTMLInputElement).checked = isSomething(value);
  } else if (ADDRESSES.has(name)) {
    if (isAddress(text(value))) part.setAttribute(name, text(value));
    else part.removeAttribute(name);
  } else if (SAFE.test(name)) {
    part.setAttribute(name, text(value));
    if (name === "value" && "value" in part) (part as HTMLInputElement).value = text(value);
  }
}

/** A filled copy of the first element of a template. */
export function copy(template: HTMLTemplateElement, data: Data): Element {
  const made = template.content.firstElementChild;
  if (!made) throw new Error("the template is empty");
  return fill(made.cloneNode(true) as Element, data);
}

/**
 * Let a container show these things, each by one copy of the template, in this order. A thing is known by `key`: its
 * element stays the same (focus and typed text too), is filled anew, and moves only when its place changed.
 */
export function list(container: Element, template: HTMLTemplateElement, things: Data[], key = "id"): void {
  const standing = new Map<string, Element>();
  for (const child of container.children) {
    const known = child.getAttribute("data-key");
    if (known !== null) standing.set(known, child);
  }
  let before: Element | null = null;
  for (const thing of things) {
    const known = text(field(thing, key));
    const element = standing.get(known) ?? copy(template, thing);
    if (standing.delete(known)) fill(element, thing);
    else element.setAttribute("data-key", known);
    const next: Element | null = before ? before.nextElementSibling : container.firstElementChild;
    if (next !== element) container.insertBefore(element, next);
    before = element;
  }
  for (const gone of standing.values()) gone.remove();
}
