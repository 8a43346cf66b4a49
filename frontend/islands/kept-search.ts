// The search page of a copy of the site: what one types, what was found. How it is found: kept/finding.ts.
import { find, Index, type Thing } from "./kept/finding.ts";

const LANGUAGES = ["fi", "sv", "en"];
const SHOWN = 20;

class KeptSearch extends HTMLElement {
  private index: Promise<Index> | undefined;
  private found: number[] = [];
  private shown = 0;

  connectedCallback(): void {
    const form = this.querySelector("form");
    form?.addEventListener("submit", (event) => {
      event.preventDefault();
      const words = this.field.value.trim();
      history.pushState(null, "", words ? `?q=${encodeURIComponent(words)}` : location.pathname);
      void this.ask(words);
    });
    this.more.addEventListener("click", () => void this.showMore(true));
    addEventListener("popstate", () => this.askAddress());
    this.askAddress();
  }

  private get field(): HTMLInputElement {
    return this.querySelector<HTMLInputElement>("input[name=q]")!;
  }
  private get list(): HTMLOListElement {
    return this.querySelector("ol")!;
  }
  private get more(): HTMLButtonElement {
    return this.querySelector<HTMLButtonElement>("[data-more]")!;
  }

  private askAddress(): void {
    this.field.value = new URLSearchParams(location.search).get("q") ?? "";
    void this.ask(this.field.value.trim());
  }

  private async ask(words: string): Promise<void> {
    this.list.replaceChildren();
    this.more.hidden = true;
    this.hint("");
    this.say("");
    if (!words) return;
    try {
      this.index ??= Index.open(this.dataset["root"] ?? "");
      const answer = await find(await this.index, words);
      this.found = answer.things;
      this.shown = 0;
      const { one = "", many = "", none = "", some = "", corrected = "" } = this.dataset;
      const count = this.found.length;
      this.say(count === 0 ? none : count === 1 ? one : many.replace("{n}", String(count)));
      if (answer.corrected && count) this.hint(corrected.replace("{words}", answer.corrected));
      else if (!answer.full && count) this.hint(some);
      await this.showMore(false);
    } catch {
      this.index = undefined;
      this.say(this.dataset["broken"] ?? "");
    }
  }

  private async showMore(moveFocus: boolean): Promise<void> {
    const index = await this.index!;
    const next = this.found.slice(this.shown, this.shown + SHOWN);
    const things = await Promise.all(next.map((number) => index.thing(number)));
    const items = things.map((thing) => this.item(thing));
    this.list.append(...items);
    this.shown += next.length;
    this.more.hidden = this.shown >= this.found.length;
    if (moveFocus) items[0]?.querySelector("a")?.focus();
  }

  private item(thing: Thing): HTMLLIElement {
    const reader = this.dataset["language"] ?? "fi";
    const language = [reader, ...LANGUAGES].find((code) => thing.t[code]) ?? reader;
    const item = document.createElement("li");
    const kind = line("finder-kind", this.dataset[thing.k] ?? thing.k);
    if (thing.e) kind.append(" · ", this.dataset["example"] ?? "");
    const link = document.createElement("a");
    link.href = (this.dataset["root"] ?? "") + (thing.u[reader] ?? thing.u[language] ?? Object.values(thing.u)[0] ?? "");
    link.lang = language;
    link.textContent = thing.t[language] ?? "";
    const title = document.createElement("h3");
    title.append(link);
    item.append(kind, title);
    if (thing.s[language]) {
      const text = line("finder-passage", thing.s[language]!);
      text.lang = language;
      item.append(text);
    }
    if (language !== reader) item.append(line("soft", this.dataset[language] ?? ""));
    return item;
  }

  private say(sentence: string): void {
    this.querySelector("[role=status]")!.textContent = sentence;
  }

  private hint(sentence: string): void {
    const place = this.querySelector<HTMLElement>("[data-hint]")!;
    place.textContent = sentence;
    place.hidden = !sentence;
  }
}

function line(name: string, text: string): HTMLParagraphElement {
  const made = document.createElement("p");
  made.className = name;
  made.textContent = text;
  return made;
}

customElements.define("kept-search", KeptSearch);
