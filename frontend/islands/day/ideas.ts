// <day-ideas>: the part "Ideas" of the phone page, kept current from events without asking the server.
import { type Data, list } from "../live/showing.ts";
import { Board, type BoardState, type Idea, type Said } from "./board.ts";
import { LivePart } from "./part.ts";

const STEP = 30;

interface Receipt {
  kind: string;
  refused?: string;
  mine?: Data;
  payload?: Data;
}

class DayIdeas extends LivePart {
  #board: Board | undefined;
  #most = STEP;
  #due = 0;

  protected begin(): void {
    const { signal } = this;
    const given = this.querySelector("script#ideas-data")?.textContent;
    if (!this.channel || !given) return;
    this.#board = new Board(JSON.parse(given) as BoardState);
    const filter = this.querySelector<HTMLElement>("[data-filter]");
    if (filter) filter.hidden = false;
    this.#whose?.addEventListener("change", () => this.#restart(), { signal });
    this.querySelector("[data-add-link]")?.addEventListener("click", (event) => this.#toFile(event), { signal });
    this.querySelector("[data-show-more]")?.addEventListener("click", () => this.#more(), { signal });
    this.addEventListener("toggle", (event) => this.#opened(event), { signal, capture: true });
    this.hear<{ state: BoardState }>("live-state", (told) => this.#whole(told.state));
    this.hear<{ event: Data }>("live-event", (told) => this.#told(told.event));
    this.hear<Receipt>("live-receipt", (receipt) => this.#received(receipt));
    this.atEnd(() => clearTimeout(this.#due));
    this.#show();
  }

  get #whose(): HTMLSelectElement | null {
    return this.querySelector("#idea-whose");
  }

  #restart(): void {
    this.#most = STEP;
    this.#show();
  }

  #more(): void {
    this.#most += STEP;
    this.#show();
  }

  #whole(state: BoardState): void {
    this.#board?.replace(state);
    this.#soon();
  }

  #told(event: Data): void {
    if (event.thing === "phases" || event.thing === "revealed") this.#silence(event.phases as Data[]);
    if (this.#board?.told(event)) this.#soon();
  }

  #received(receipt: Receipt): void {
    if (receipt.refused) return;
    this.#board?.received(receipt.kind, receipt.mine ?? {}, receipt.payload ?? {});
    if (receipt.kind === "idea" && receipt.mine?.idea) this.#offer((receipt.mine.idea as Idea).number);
    if (receipt.kind === "idea" || receipt.kind === "refine") this.#doubles((receipt.mine?.doubles as number[]) ?? []);
    this.#soon();
  }

  #silence(phases: Data[]): void {
    const note = this.querySelector<HTMLElement>("[data-silent-note]");
    const isSilent = phases.some((one) => one.kind === "ideas" && one.open && one.silent && !one.revealed_at);
    if (note) note.hidden = !isSilent;
  }

  /** The idea is on the board: a picture or a voice note can be put to it. */
  #offer(number: number): void {
    const place = this.querySelector<HTMLElement>("[data-add-file]");
    const link = place?.querySelector("a");
    if (!place || !link) return;
    link.href = `#idea-${number}`;
    place.hidden = false;
  }

  #toFile(event: Event): void {
    const { hash } = event.currentTarget as HTMLAnchorElement;
    if (!this.querySelector(hash) && this.#whose) {
      this.#whose.value = "mine";
      this.#restart();
    }
    const idea = this.querySelector(hash);
    const details = idea?.querySelector("details");
    const form = idea?.querySelector<HTMLElement>("form[data-act=idea_file]");
    if (!details || !form) return;
    event.preventDefault();
    details.open = true;
    form.scrollIntoView({ block: "center" });
    form.querySelector<HTMLElement>("input[type=file]")?.focus({ preventScroll: true });
  }

  #doubles(numbers: number[]): void {
    const place = this.querySelector<HTMLElement>("[data-doubles]");
    const link = place?.querySelector<HTMLAnchorElement>("[data-double-link]");
    const idea = this.#board?.ideas.get(numbers[0] ?? 0);
    if (!place || !link) return;
    place.hidden = !idea;
    if (idea) link.textContent = `${idea.number} · ${idea.text}`;
    if (idea) link.href = `#idea-${idea.number}`;
  }

  /** A burst of events is shown once. */
  #soon(): void {
    clearTimeout(this.#due);
    this.#due = window.setTimeout(() => this.#show(), 60);
  }

  #keeps(): (idea: Idea) => boolean {
    const whose = this.#whose?.value ?? "near";
    const group = Number(this.dataset.group || -1);
    if (whose === "mine") return (idea) => idea.mine === true;
    if (whose === "near") return (idea) => idea.mine === true || (idea.state === "standing" && idea.group === group);
    if (whose === "all") return (idea) => idea.mine === true || idea.state === "standing";
    return (idea) => idea.theme === Number(whose) && (idea.mine === true || idea.state === "standing");
  }

  #show(): void {
    const board = this.#board;
    const place = this.querySelector("[data-ideas]");
    const template = this.querySelector<HTMLTemplateElement>("[data-idea-template]");
    const comment = this.querySelector<HTMLTemplateElement>("[data-comment-template]");
    if (!board || !place || !template || !comment) return;
    const every = board.shown(this.#keeps(), document.documentElement.lang);
    const some = every.slice(0, this.#most);
    list(place, template, some, "number");
    some.forEach((idea, at) => {
      const element = place.children[at];
      if (!element) return;
      element.id = `idea-${String(idea.number)}`;
      const said = element.querySelector("[data-said]");
      if (said) list(said, comment, idea.said as Said[] as unknown as Data[]);
      this.#files(element.querySelector("[data-files]"), idea.files as Idea["files"]);
    });
    this.#put("[data-count]", board.standing);
    this.#put("[data-waiting]", board.waiting);
    this.querySelector("[data-waiting-part]")?.toggleAttribute("hidden", board.waiting === 0);
    this.querySelector("[data-none]")?.toggleAttribute("hidden", some.length > 0);
    this.querySelector("[data-show-more]")?.toggleAttribute("hidden", every.length <= some.length);
  }

  #put(where: string, value: number): void {
    const place = this.querySelector(where);
    if (place && place.textContent !== String(value)) place.textContent = String(value);
  }

  /** Files are markup of the server's: their templates carry the address. */
  #files(place: Element | null, files: Idea["files"]): void {
    if (!place) return;
    const known = [...place.children].map((child) => child.getAttribute("data-file"));
    if (known.join() === files.map((file) => file.id).join()) return;
    place.replaceChildren(
      ...files.map((file) => {
        const template = this.querySelector<HTMLTemplateElement>(`[data-file-template="${file.kind}"]`);
        const made = template?.content.firstElementChild?.cloneNode(true) as HTMLElement;
        made.dataset.file = file.id;
        for (const part of made.querySelectorAll("[src],[href]")) {
          for (const name of ["src", "href"]) {
            const address = part.getAttribute(name);
            if (address) part.setAttribute(name, address.replace("00000000-0000-0000-0000-000000000000", file.id));
          }
          if (part instanceof HTMLImageElement) part.alt = file.caption;
          else part.setAttribute("aria-label", file.caption);
        }
        const words = made.querySelector("figcaption");
        if (words) words.textContent = file.caption;
        return made;
      }),
    );
  }

  /** The words to change are put in when the part is opened: what is being typed there is never written over. */
  #opened(event: Event): void {
    const details = event.target as HTMLDetailsElement;
    if (!(details instanceof HTMLDetailsElement) || !details.open) return;
    const item = details.closest("[data-key]");
    const idea = this.#board?.ideas.get(Number(item?.getAttribute("data-key")));
    const own = details.querySelector<HTMLTextAreaElement>("[data-own-text]");
    if (idea && own && own.value === own.defaultValue) {
      own.value = idea.text;
      own.defaultValue = idea.text;
    }
  }
}

customElements.define("day-ideas", DayIdeas);
