// <live-timer data-ends-at data-over>: what is left of a phase, by the server's clock. Told aloud at five minutes and one.
import type { LiveChannel } from "./channel.ts";
import { left } from "./clock.ts";

const SPOKEN = [5, 1]; // minutes left

class LiveTimer extends HTMLElement {
  static observedAttributes = ["data-ends-at"];
  #ticking = 0;
  #minutes = Infinity;

  connectedCallback(): void {
    this.#ticking = window.setInterval(() => this.#show(), 500);
    this.#show();
  }

  disconnectedCallback(): void {
    clearInterval(this.#ticking);
  }

  attributeChangedCallback(): void {
    this.#minutes = Infinity;
    this.#show();
  }

  #show(): void {
    const ends = Date.parse(this.dataset.endsAt ?? "");
    const place = this.querySelector<HTMLElement>("[data-left]") ?? this;
    this.hidden = Number.isNaN(ends);
    if (this.hidden) return;
    const channel = this.closest<LiveChannel>("live-channel");
    const rest = ends - (channel?.now?.() ?? Date.now());
    const words = rest > 0 ? left(rest) : (this.dataset.over ?? left(0));
    if (place.textContent !== words) place.textContent = words;
    this.dataset.state = rest <= 0 ? "over" : rest <= 60_000 ? "near" : "running";
    this.#speak(Math.ceil(rest / 60_000));
  }

  #speak(minutes: number): void {
    const told = this.querySelector<HTMLElement>("[data-spoken]");
    const passed = SPOKEN.find((mark) => minutes === mark && this.#minutes === mark + 1);
    this.#minutes = minutes;
    if (told && passed) told.textContent = (this.dataset.near ?? "").replace("{n}", String(passed));
  }
}

customElements.define("live-timer", LiveTimer);
