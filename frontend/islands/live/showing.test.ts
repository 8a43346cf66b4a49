import assert from "node:assert/strict";
import { test } from "node:test";
import { type Data, field, fill, isAddress, isSomething, list, text } from "./showing.ts";

/** As much of an element as filling needs. */
class Part {
  children: Part[] = [];
  parent: Part | null = null;
  textContent = "";
  readonly #attributes = new Map<string, string>();

  constructor(attributes: { [name: string]: string } = {}, ...children: Part[]) {
    for (const [name, value] of Object.entries(attributes)) this.#attributes.set(name, value);
    for (const child of children) this.insertBefore(child, null);
  }

  getAttribute = (name: string) => this.#attributes.get(name) ?? null;
  setAttribute = (name: string, value: string) => void this.#attributes.set(name, value);
  removeAttribute = (name: string) => void this.#attributes.delete(name);
  toggleAttribute = (name: string, on: boolean) => (on ? this.setAttribute(name, "") : this.removeAttribute(name));
  contains = (other: Part): boolean => other === this || this.children.some((child) => child.contains(other));
  closest = (selector: string): Part | null =>
    this.#attributes.has(selector.slice(1, -1)) ? this : (this.parent?.closest(selector) ?? null);
  querySelectorAll = (selector: string): Part[] => {
    const names = selector.split(",").map((one) => one.slice(1, -1));
    return this.children.flatMap((child) => [
      ...(names.some((name) => child.getAttribute(name) !== null) ? [child] : []),
      ...child.querySelectorAll(selector),
    ]);
  };
  get firstElementChild(): Part | null {
    return this.children[0] ?? null;
  }
  get nextElementSibling(): Part | null {
    const among = this.parent?.children ?? [];
    return among[among.indexOf(this) + 1] ?? null;
  }
  remove(): void {
    this.parent?.children.splice(this.parent.children.indexOf(this), 1);
    this.parent = null;
  }
  insertBefore(child: Part, next: Part | null): void {
    child.remove();
    this.children.splice(next ? this.children.indexOf(next) : this.children.length, 0, child);
    child.parent = this;
  }
  cloneNode(): Part {
    const copy = new Part(Object.fromEntries(this.#attributes), ...this.children.map((child) => child.cloneNode()));
    copy.textContent = this.textContent;
    return copy;
  }
}

const filled = (part: Part, data: Data) => fill(part as unknown as Element, data) as unknown as Part;

test("fields are found by their path, and are text", () => {
  assert.equal(field({ a: { b: 3 } }, "a.b"), 3);
  assert.equal(field({ a: null }, "a.b"), undefined);
  assert.deepEqual([null, undefined, {}, 0, "x"].map(text), ["", "", "", "0", "x"]);
  assert.deepEqual([[], "", 0, false, null, [1], "x"].map(isSomething), [false, false, false, false, false, true, true]);
});

test("text stays text, what is not there is hidden, attributes are set", () => {
  const words = new Part({ "data-text": "text", "data-set": "lang:language data-number:number" });
  const late = new Part({ "data-show": "late" });
  const early = new Part({ "data-hide": "late" });
  filled(new Part({}, words, late, early), { text: "<b>x</b>", language: "ar", number: 7, late: false });
  assert.equal(words.textContent, "<b>x</b>");
  assert.equal(words.getAttribute("lang"), "ar");
  assert.equal(words.getAttribute("data-number"), "7");
  assert.equal(late.getAttribute("hidden"), "");
  assert.equal(early.getAttribute("hidden"), null);
});

test("what could run something is refused", () => {
  const link = new Part({ "data-set": "href:address onclick:address style:address srcdoc:address" });
  filled(link, { address: "javascript:alert(1)" });
  assert.deepEqual(["href", "onclick", "style", "srcdoc"].map((name) => link.getAttribute(name)), [null, null, null, null]);
  const addresses = ["https://a.example", "/fi/", "#x", "?a=1", "//evil.example", "data:text/html,x", " javascript:x"];
  assert.deepEqual(addresses.map(isAddress), [true, true, true, true, false, false, false]);
});

test("a part that is filled from elsewhere is left alone", () => {
  const inner = new Part({ "data-text": "text" });
  filled(new Part({}, new Part({ "data-filled": "" }, inner)), { text: "outer" });
  assert.equal(inner.textContent, "");
});

test("a list keeps one element a thing: it is filled anew and moved, never made twice", () => {
  const container = new Part();
  const template = { content: new Part({}, new Part({ "data-text": "text" })) };
  const show = (things: Data[]) =>
    list(container as unknown as Element, template as unknown as HTMLTemplateElement, things, "number");
  show([{ number: 1, text: "a" }, { number: 2, text: "b" }, { number: 3, text: "c" }]);
  const [first, second, third] = container.children;
  show([{ number: 3, text: "c" }, { number: 1, text: "A" }, { number: 4, text: "d" }]);
  assert.deepEqual(container.children.map((child) => child.textContent), ["c", "A", "d"]);
  assert.equal(container.children[0], third);
  assert.equal(container.children[1], first);
  assert.equal(second?.parent, null);
});
