// Forms that do something on the channel: <form data-act="idea">. Without JavaScript they post; here they are taken over.
import { type Fields, fieldsOf, forget, keep, kept } from "../house/drafts.ts";
import type { Payload } from "./outbox.ts";

const NOT_SENT = new Set(["csrfmiddlewaretoken", "op", "act", "next"]);
const TEXTS = "textarea, input:not([type]), input[type=text], input[type=search], input[type=url]";

type Text = HTMLTextAreaElement | HTMLInputElement;

/** The payload of an act: the fields but for those of the page itself; names that end in [] are lists. Chosen files stay files. */
export function payloadOf(fields: Iterable<[string, unknown]>): Payload {
  const payload: Payload = {};
  for (const [name, value] of fields) {
    if (value instanceof File && value.size > 0) payload[name] = value;
    if (typeof value !== "string" || NOT_SENT.has(name)) continue;
    if (name.endsWith("[]")) payload[name.slice(0, -2)] = [...((payload[name.slice(0, -2)] as string[]) ?? []), value];
    else payload[name] = value;
  }
  return payload;
}

/** The files of a payload: such an act is posted to the form's own address. */
export function filesOf(payload: Payload): File[] {
  return Object.values(payload).filter((value) => value instanceof File);
}

/** Whether a form brings a file larger than it says it takes. */
export function isTooLarge(form: HTMLFormElement, payload: Payload): boolean {
  return filesOf(payload).some((file) => file.size > Number(form.dataset.mostBytes ?? Infinity));
}

/** Let this be the chosen file of a field, as if it had been chosen by hand. */
export function choose(control: HTMLInputElement, file: File | null): void {
  const chosen = new DataTransfer();
  if (file) chosen.items.add(file);
  control.files = chosen.files;
  control.dispatchEvent(new Event("change", { bubbles: true }));
}

/** The fields where files are chosen. */
function choosers(form: HTMLFormElement): HTMLInputElement[] {
  return [...form.querySelectorAll<HTMLInputElement>("input[type=file]")];
}

/** Which form this is, on this page and on the same page opened anew: what it does, and to what. */
export function nameOf(form: HTMLFormElement): string {
  if (form.dataset.draft) return form.dataset.draft;
  const about = [...form.querySelectorAll<HTMLInputElement>("input[type=hidden]")]
    .filter((input) => !NOT_SENT.has(input.name))
    .map((input) => `${input.name}=${input.value}`);
  return [form.dataset.act ?? "", ...about].join(" ");
}

/** The fields somebody types text into. */
export function texts(form: HTMLFormElement): Text[] {
  return [...form.querySelectorAll<Text>(TEXTS)];
}

/** Empty the texts that went into the act, unless something else has been typed meanwhile. */
export function empty(form: HTMLFormElement, payload: Payload): void {
  if ("keep" in form.dataset) return;
  for (const control of texts(form)) {
    if (control.value === payload[control.name]) put(control, "");
  }
  for (const chooser of choosers(form)) if (payload[chooser.name]) choose(chooser, null);
}

/** Give a refused text back, and a file. False when there is another in its place. */
export function giveBack(form: HTMLFormElement, payload: Payload): boolean {
  const given = texts(form).filter((control) => typeof payload[control.name] === "string");
  if (given.some((control) => control.value.trim() !== "" && control.value !== payload[control.name])) return false;
  const refused = choosers(form).filter((chooser) => payload[chooser.name] instanceof File);
  if (refused.some((chooser) => chooser.files?.length)) return false;
  for (const chooser of refused) choose(chooser, payload[chooser.name] as File);
  for (const control of given) put(control, payload[control.name] as string);
  for (const control of form.querySelectorAll<HTMLInputElement | HTMLSelectElement>("select, input[type=radio]")) {
    const value = payload[control.name];
    if (typeof value !== "string") continue;
    if (control instanceof HTMLSelectElement) control.value = value;
    else control.checked = control.value === value;
  }
  return true;
}

function put(control: Text, value: string): void {
  control.value = value;
  control.dispatchEvent(new Event("input", { bubbles: true }));
}

/** The texts of a form as they are typed, kept on the phone until they are an act. */
export class Drafts {
  readonly #timers = new Map<HTMLFormElement, number>();

  constructor(readonly prefix: string) {}

  /** Something was typed. */
  typed(form: HTMLFormElement): void {
    if (!this.#keeps(form)) return;
    clearTimeout(this.#timers.get(form));
    this.#timers.set(form, window.setTimeout(() => this.store(form), 250));
  }

  /** Keep what stands in the form now. */
  store(form: HTMLFormElement): void {
    if (!this.#keeps(form)) return;
    clearTimeout(this.#timers.get(form));
    this.#timers.delete(form);
    const fields: Fields = fieldsOf(texts(form).map((control): [string, unknown] => [control.name, control.value]));
    const key = this.#key(form);
    if (fields.some(([, value]) => value.trim() !== "")) keep(localStorage, key, fields, Date.now());
    else forget(localStorage, key);
  }

  /** The page is about to go: keep everything that was typed a moment ago. */
  storeAll(): void {
    for (const form of [...this.#timers.keys()]) this.store(form);
  }

  /** Put a kept text back into a form that has none. */
  restore(form: HTMLFormElement): void {
    if (!this.#keeps(form) || texts(form).some((control) => control.value.trim() !== "")) return;
    const draft = kept(localStorage, this.#key(form), Date.now());
    const left = new Map(draft?.fields ?? []);
    for (const control of texts(form)) {
      const value = left.get(control.name);
      if (value) put(control, value);
    }
  }

  /** Forms whose values are the server's are not drafts: data-keep. */
  #keeps(form: HTMLFormElement): boolean {
    return !("keep" in form.dataset) && usable();
  }

  #key(form: HTMLFormElement): string {
    return `${this.prefix}:${nameOf(form)}`;
  }
}

/** Whether this browser lets the page keep anything. */
export function usable(): boolean {
  try {
    return typeof localStorage === "object";
  } catch {
    return false;
  }
}
