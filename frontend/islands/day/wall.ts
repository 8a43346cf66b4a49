// <day-wall>: the projector's page, kept as the server would write it. Keys: 1 overview, 2 a theme, 3 the time; arrows
// go through the views.
import { Fresh } from "./fresh.ts";
import { LivePart } from "./part.ts";

class DayWall extends LivePart {
  #fresh: Fresh | undefined;

  protected begin(): void {
    const { channel, signal } = this;
    if (!channel) return;
    this.#fresh = new Fresh(this, () => location.href);
    this.#fresh.follow(channel, signal);
    this.addEventListener("click", (event) => this.#clicked(event), { signal });
    document.addEventListener("keydown", (event) => this.#pressed(event), { signal });
    let ticks = 0;
    const every = window.setInterval(() => {
      ticks += 1;
      if (ticks % 6 === 0 || this.#counts) this.#fresh?.soon(); // an announcement's time may be up
    }, 10_000);
    this.atEnd(() => clearInterval(every));
  }

  /** Whether it counts answers to the feedback: nothing on the channel tells of those. */
  get #counts(): boolean {
    return this.querySelector("[data-work=feedback]") !== null;
  }

  get #views(): HTMLAnchorElement[] {
    return [...this.querySelectorAll<HTMLAnchorElement>(".wall-views a")];
  }

  #clicked(event: MouseEvent): void {
    const link = (event.target as Element).closest<HTMLAnchorElement>(".wall-views a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.#show(link);
  }

  #pressed(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const views = this.#views;
    const at = views.findIndex((link) => link.getAttribute("aria-current") === "page");
    const steps: { [key: string]: number } = { ArrowRight: 1, ArrowLeft: -1, PageDown: 1, PageUp: -1 };
    const step = steps[event.key];
    const link = step
      ? views[(at + step + views.length) % views.length]
      : views.find((one) => one.dataset.wallKey === event.key);
    if (!link) return;
    event.preventDefault();
    this.#show(link);
  }

  #show(link: HTMLAnchorElement): void {
    history.replaceState(null, "", link.href);
    void this.#fresh?.now();
  }
}

customElements.define("day-wall", DayWall);
