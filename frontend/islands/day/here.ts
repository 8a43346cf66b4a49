// <day-here>: the participant's page of a day. What is open now, and what is announced, follows the events; the part of
// a phase that opens comes first and is fetched anew, unless somebody is writing in it.
import { type Data, list } from "../live/showing.ts";
import { LivePart } from "./part.ts";

type Texts = { [language: string]: string };

interface PhaseTold {
  id: number;
  kind: string;
  name: Texts;
  about: Texts;
  ends_at: string | null;
  closed_at: string | null;
  open: boolean;
}

interface Said {
  id: number;
  text: Texts;
  until: string | null;
  ended?: boolean;
}

const SPREAD = 3_000; // milliseconds over which a hall of phones asks for the same part

class DayHere extends LivePart {
  #said = new Map<number, Said>();

  protected begin(): void {
    if (!this.channel) return;
    const wanted = location.hash.length > 1 ? document.getElementById(location.hash.slice(1)) : null;
    if (wanted instanceof HTMLDetailsElement) wanted.open = true;
    for (const box of this.querySelectorAll<HTMLElement>("[data-here-said] > [data-key]")) this.#readSaid(box);
    this.hear<{ event: Data }>("live-event", (told) => this.#happened(told.event));
    this.hear<{ state: Data }>("live-state", (told) => this.#stands(told.state));
    document.addEventListener("click", (event) => this.#tongue(event), { signal: this.signal });
    const checking = window.setInterval(() => this.#showSaid(), 10_000);
    this.atEnd(() => clearInterval(checking));
  }

  #happened(event: Data): void {
    if (event.thing === "phases") this.#phases(event.phases as PhaseTold[]);
    if (event.thing === "announcement") {
      const said = event as unknown as Said;
      this.#said.set(said.id, said);
      this.#showSaid();
    }
    if (event.thing === "groups") {
      this.#refresh("who");
      this.#refresh("group");
    }
  }

  /** The whole has been asked for anew, after a long absence: every part is old. */
  #stands(state: Data): void {
    if (Array.isArray(state.announcements)) {
      this.#said = new Map((state.announcements as Said[]).map((said) => [said.id, said]));
      this.#showSaid();
    }
    if (Array.isArray(state.phases)) this.#phases(state.phases as PhaseTold[], false);
    for (const part of this.querySelectorAll<HTMLElement>("[data-here-part]")) this.#refresh(part.dataset.herePart ?? "");
  }

  #phases(phases: PhaseTold[], afresh = true): void {
    const open = phases.filter((phase) => phase.open);
    const container = this.querySelector("[data-here-now]");
    const template = this.querySelector<HTMLTemplateElement>("[data-now-template]");
    if (container && template) list(container, template, open.map((phase) => this.#shown(phase)));
    this.querySelector("[data-here-waiting]")?.toggleAttribute("hidden", open.length > 0);
    if (afresh && open.length === 0) this.#refresh("waiting"); // what comes next, or that the day is over
    for (const part of this.querySelectorAll<HTMLDetailsElement>("details[data-kinds]")) this.#turn(part, phases, afresh);
  }

  /** Open the part of a phase that has begun, and put it first; that others are over is said, but nothing is shut on anybody. */
  #turn(part: HTMLDetailsElement, phases: PhaseTold[], afresh: boolean): void {
    const kinds = (part.dataset.kinds ?? "").split(" ");
    const own = phases.filter((phase) => kinds.includes(phase.kind));
    const before = part.dataset.state;
    const isNow = own.some((phase) => phase.open);
    const isOver = own.length > 0 && own.every((phase) => phase.closed_at !== null);
    part.dataset.state = isNow ? "now" : isOver ? "over" : "coming";
    if (part.dataset.state === before) return;
    if (!isNow) {
      if (before === "now" && !isWrittenIn(part)) part.open = false;
      if (before === "now" && afresh && part.id === "epics") this.#refresh(part.id); // now others' epics can be read
      return;
    }
    part.open = true;
    if (!part.contains(document.activeElement)) part.parentElement?.prepend(part);
    if (afresh) this.#refresh(part.id);
  }

  #shown(phase: PhaseTold): Data {
    const kinds = JSON.parse(this.dataset.kinds ?? "{}") as { [kind: string]: { name: string; what: string } };
    const kind = kinds[phase.kind] ?? kinds.other;
    const [language, name] = spoken(phase.name);
    const [whatLanguage, what] = spoken(phase.about);
    const page = document.documentElement.lang;
    return {
      id: phase.id,
      ends_at: phase.ends_at ?? "",
      name: name || kind?.name,
      name_language: name ? language : page,
      what: what || kind?.what,
      what_language: what ? whatLanguage : page,
    };
  }

  #readSaid(box: HTMLElement): void {
    const id = Number(box.dataset.key);
    const words = box.querySelector("p");
    this.#said.set(id, { id, text: { [words?.lang ?? ""]: words?.textContent ?? "" }, until: box.dataset.until || null });
  }

  #showSaid(): void {
    const container = this.querySelector("[data-here-said]");
    const template = this.querySelector<HTMLTemplateElement>("[data-said-template]");
    const now = this.channel?.now() ?? Date.now();
    const shown = [...this.#said.values()].filter((said) => !said.ended && !(said.until && Date.parse(said.until) <= now));
    const things = shown.map((said) => {
      const [language, text] = spoken(said.text);
      return { id: said.id, language, text };
    });
    if (container && template) list(container, template, things);
  }

  /** Fetch a part of the page anew, a little later than others do. */
  #refresh(name: string): void {
    setTimeout(() => void this.#fetch(name), Math.random() * SPREAD);
  }

  async #fetch(name: string): Promise<void> {
    const part = this.querySelector<HTMLElement>(`[data-here-part="${name}"]`);
    if (!part || isWrittenIn(part)) return;
    try {
      const answer = await fetch(`${this.dataset.here}?part=${name}`, { cache: "no-store", signal: AbortSignal.timeout(15_000) });
      if (!answer.ok) return;
      const parsed = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (isWrittenIn(part)) return;
      part.replaceChildren(...parsed.body.childNodes);
      this.channel?.adopt(part);
    } catch {
      // without the net the part stays as it is
    }
  }

  /** Another language leads to the same place of the page. */
  #tongue(event: Event): void {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>(".tongues a") : null;
    if (!link) return;
    const parts = [...this.querySelectorAll<HTMLDetailsElement>("details[open]")];
    const seen = parts.find((part) => part.getBoundingClientRect().top < innerHeight / 2 && part.getBoundingClientRect().bottom > 80);
    if (seen && scrollY > 0) link.hash = seen.id;
  }
}

/** Is somebody writing here, drawing, recording, or about to send a file? */
function isWrittenIn(part: Element): boolean {
  if (part.querySelector("[data-busy]")) return true;
  if ([...part.querySelectorAll<HTMLInputElement>("input[type=file]")].some((chooser) => chooser.files?.length)) return true;
  if (part.contains(document.activeElement) && document.activeElement !== part.querySelector("summary")) return true;
  const texts = part.querySelectorAll<HTMLTextAreaElement | HTMLInputElement>("textarea, input:not([type]), input[type=text]");
  return [...texts].some((text) => text.value.trim() !== "" && text.value !== text.defaultValue);
}

/** A text in the page's language, else in the first it has. */
function spoken(texts: Texts): [language: string, words: string] {
  const page = document.documentElement.lang.slice(0, 2);
  const [first, words] = Object.entries(texts)[0] ?? ["", ""];
  return texts[page] ? [page, texts[page]] : [first, words];
}

customElements.define("day-here", DayHere);
