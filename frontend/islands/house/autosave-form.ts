// <autosave-form data-autosave-url data-key …words>: saves the form inside as it is typed.
// What the server has not taken stays on the device and is offered the next time.
import { clock, type Fields, fieldsOf, forget, keep, kept, same, typed } from "./drafts.ts";

const PAUSE = 1500; // after the last key
const LONGEST = 8000; // while typing goes on
const AGAIN = 15000; // after a failure
const KEEPALIVE_LIMIT = 60_000; // bytes a browser lets a closing page send
const SENT = "kotokaari:sent";

class AutosaveForm extends HTMLElement {
  #saved: Fields = [];
  #soon = 0;
  #latest = 0;
  #sending = false;
  #leaving = false;
  #stop = new AbortController();

  connectedCallback(): void {
    const form = this.form;
    if (!form) return;
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    this.#saved = this.fields();
    this.#offer();
    form.addEventListener("input", () => this.#later(), { signal });
    form.addEventListener("change", () => this.#later(), { signal });
    form.addEventListener("focusout", () => void this.save(), { signal });
    form.addEventListener("submit", () => this.#submitted(), { signal });
    document.addEventListener("visibilitychange", () => document.hidden && void this.save(true), { signal });
    addEventListener("pagehide", () => void this.save(true), { signal });
    addEventListener("online", () => void this.save(), { signal });
  }

  disconnectedCallback(): void {
    this.#stop.abort();
    clearTimeout(this.#soon);
    clearTimeout(this.#latest);
  }

  get form(): HTMLFormElement | null {
    return this.querySelector("form");
  }

  get key(): string {
    return this.dataset.key ?? location.pathname;
  }

  fields(): Fields {
    const form = this.form;
    return form ? fieldsOf(new FormData(form)) : [];
  }

  #later(): void {
    if (this.#leaving) return;
    keep(localStorage, this.key, this.fields(), Date.now());
    clearTimeout(this.#soon);
    this.#soon = window.setTimeout(() => void this.save(), PAUSE);
    this.#latest ||= window.setTimeout(() => void this.save(), LONGEST);
  }

  #submitted(): void {
    this.#leaving = true;
    clearTimeout(this.#soon);
    clearTimeout(this.#latest);
    keep(localStorage, this.key, this.fields(), Date.now());
    sessionStorage.setItem(SENT, this.key);
  }

  async save(closing = false): Promise<void> {
    clearTimeout(this.#soon);
    clearTimeout(this.#latest);
    this.#latest = 0;
    const fields = this.fields();
    if (this.#leaving || this.#sending || same(fields, this.#saved)) return;
    this.#sending = true;
    if (!closing) this.say(this.dataset.saving ?? "");
    try {
      this.#answered(await this.#post(fields, closing), fields);
    } catch {
      this.#failed(this.dataset.offline ?? "", true);
    } finally {
      this.#sending = false;
    }
    if (!same(this.fields(), fields)) this.#later();
  }

  #post(fields: Fields, closing: boolean): Promise<Response> {
    const body = new URLSearchParams(fields);
    const token = this.form?.querySelector<HTMLInputElement>("[name=csrfmiddlewaretoken]")?.value ?? "";
    return fetch(this.dataset.autosaveUrl ?? "", {
      method: "POST",
      body,
      headers: { "X-CSRFToken": token, "X-Requested-With": "autosave" },
      redirect: "manual", // a session that has ended answers with the sign-in page
      keepalive: closing && body.toString().length < KEEPALIVE_LIMIT,
    });
  }

  #answered(response: Response, fields: Fields): void {
    if (response.ok) {
      this.#saved = fields;
      forget(localStorage, this.key);
      const next = response.headers.get("Autosave-Location");
      if (next) this.dataset.autosaveUrl = next;
      this.say((this.dataset.saved ?? "").replace("{time}", clock(new Date(), document.documentElement.lang)), "saved");
    } else if (response.status >= 500 || response.status === 429) {
      this.#failed(this.dataset.offline ?? "", true);
    } else if (response.type === "opaqueredirect") {
      this.#failed(this.dataset.away ?? "", false);
    } else {
      this.#failed(this.dataset.refused ?? "", false);
      void this.#why(response);
    }
  }

  /** Say why it was not saved, when the answer tells. */
  async #why(response: Response): Promise<void> {
    if (!response.headers.get("Content-Type")?.includes("json")) return;
    const { problem } = (await response.json()) as { problem?: unknown };
    if (typeof problem === "string") this.say(`${problem} ${this.dataset.refused ?? ""}`, "trouble");
  }

  #failed(words: string, again: boolean): void {
    keep(localStorage, this.key, this.fields(), Date.now());
    this.say(words, "trouble");
    if (again) this.#soon = window.setTimeout(() => void this.save(), AGAIN);
  }

  say(words: string, state = ""): void {
    const status = this.querySelector<HTMLElement>("[data-autosave-status]");
    if (!status || (status.textContent === words && status.dataset.state === state)) return;
    status.textContent = words;
    status.dataset.state = state;
  }

  #offer(): void {
    const draft = kept(localStorage, this.key, Date.now());
    if (!draft) return;
    if (same(typed(draft.fields), typed(this.fields()))) return forget(localStorage, this.key);
    const bar = document.createElement("div");
    bar.className = "autosave-offer";
    bar.setAttribute("role", "status");
    const text = document.createElement("p");
    text.textContent = this.dataset.found ?? "";
    bar.append(text, this.#choice(this.dataset.restore ?? "", bar, () => this.restore(draft.fields)));
    bar.append(this.#choice(this.dataset.discard ?? "", bar, () => forget(localStorage, this.key)));
    this.prepend(bar);
  }

  #choice(words: string, bar: HTMLElement, act: () => void): HTMLButtonElement {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "ds-button";
    button.dataset.variant = "secondary";
    button.textContent = words;
    button.addEventListener("click", () => {
      act();
      bar.remove();
      this.form?.querySelector<HTMLElement>("input:not([type=hidden]), textarea, select")?.focus();
    });
    return button;
  }

  restore(fields: Fields): void {
    const form = this.form;
    if (!form) return;
    const left = fields.map(([name, value]) => ({ name, value }));
    for (const control of form.elements) fill(control, left);
    form.dispatchEvent(new Event("input", { bubbles: true }));
    form.dispatchEvent(new CustomEvent("autosave:restored", { bubbles: true }));
  }
}

/** Give one control its kept value; fields of one name are used up in their order. */
function fill(control: Element, left: { name: string; value: string }[]): void {
  if (control instanceof HTMLInputElement && (control.type === "checkbox" || control.type === "radio")) {
    control.checked = left.some((field) => field.name === control.name && field.value === control.value);
  } else if (control instanceof HTMLSelectElement && control.multiple) {
    const values = new Set(left.filter((field) => field.name === control.name).map((field) => field.value));
    for (const option of control.options) option.selected = values.has(option.value);
  } else if (control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement || control instanceof HTMLSelectElement) {
    if (control.name === "csrfmiddlewaretoken" || control.type === "file") return;
    const at = left.findIndex((field) => field.name === control.name);
    if (at >= 0) control.value = left.splice(at, 1)[0]?.value ?? "";
  }
}

// The form that was sent is not on this page any more, so the server took it: nothing is left to keep.
const sent = sessionStorage.getItem(SENT);
if (sent !== null) {
  sessionStorage.removeItem(SENT);
  const again = [...document.querySelectorAll<HTMLElement>("autosave-form")].some((form) => form.dataset.key === sent);
  if (!again) forget(localStorage, sent);
}

customElements.define("autosave-form", AutosaveForm);
