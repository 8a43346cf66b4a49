// A part of a page of the day: what it listens to ends when it leaves the page.
import type { LiveChannel } from "../live/channel.ts";

/** The base of the elements inside a <live-channel>. `begin` is called whenever the part comes onto a page. */
export abstract class LivePart extends HTMLElement {
  #stop = new AbortController();

  connectedCallback(): void {
    this.#stop = new AbortController();
    this.begin();
  }

  disconnectedCallback(): void {
    this.#stop.abort();
  }

  /** Set up what the part does while it is on the page; listeners with `signal`. */
  protected abstract begin(): void;

  /** Aborted when the part leaves the page. */
  protected get signal(): AbortSignal {
    return this.#stop.signal;
  }

  /** The channel around the part; null on a page without one. */
  get channel(): LiveChannel | null {
    return this.closest<LiveChannel>("live-channel");
  }

  /** Listen to the channel: `heard` gets the event's detail. */
  protected hear<Told>(name: "live-event" | "live-state" | "live-receipt" | "live-status", heard: (told: Told) => void): void {
    this.channel?.addEventListener(name, (event) => heard((event as CustomEvent<Told>).detail), { signal: this.signal });
  }

  /** Do something when the part leaves the page. */
  protected atEnd(what: () => void): void {
    this.signal.addEventListener("abort", what, { once: true });
  }
}
