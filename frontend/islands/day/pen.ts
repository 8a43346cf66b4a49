// The paper on the screen: a dialog with a canvas, for fingers, pens and mice. Its markup is the server's (template[data-pen]).
import { Drawing, onPaper, paperFor, type Point } from "./drawing.ts";

/** What came of drawing: a picture, or the wish to choose a file; null when it was put away for now. */
export type Drawn = { picture: File } | "choose" | null;

const WIDTH = 10; // of the middle line, on paper of 1200

export class Pen {
  readonly #dialog: HTMLDialogElement;
  readonly #canvas: HTMLCanvasElement;
  readonly #brush: CanvasRenderingContext2D | null;
  #drawing = new Drawing(1, 1);
  #pointer: number | undefined;
  #came: Drawn = null;

  constructor(dialog: HTMLDialogElement) {
    this.#dialog = dialog;
    this.#canvas = dialog.querySelector("canvas") as HTMLCanvasElement;
    this.#brush = this.#canvas.getContext("2d");
    for (const [name, heard] of [["pointerdown", this.#down], ["pointermove", this.#move], ["pointerup", this.#up], ["pointercancel", this.#up]] as const)
      this.#canvas.addEventListener(name, heard);
    this.#on("undo", () => this.#change(() => this.#drawing.undo()));
    this.#on("clear", () => this.#ask(true));
    this.#on("clear-yes", () => {
      this.#change(() => this.#drawing.clear());
      this.#ask(false);
    });
    this.#on("clear-no", () => this.#ask(false));
    this.#on("choose", () => this.#close("choose"));
    this.#on("close", () => this.#close(null));
    this.#on("done", () => void this.#finish());
  }

  /** Draw on this drawing, or on new paper; `byKeyboard` puts the focus on choosing a file, for a keyboard cannot draw. */
  open(drawing: Drawing | undefined, byKeyboard: boolean): Promise<{ came: Drawn; drawing: Drawing }> {
    this.#came = null;
    this.#ask(false, false);
    this.#dialog.showModal();
    const box = this.#canvas.getBoundingClientRect();
    this.#drawing = drawing ?? new Drawing(...paperFor(box.width, box.height));
    this.#canvas.width = this.#drawing.width;
    this.#canvas.height = this.#drawing.height;
    this.#change(() => {});
    (byKeyboard ? this.#part("choose") : this.#dialog.querySelector<HTMLElement>("h2"))?.focus();
    return new Promise((resolve) => {
      this.#dialog.addEventListener("close", () => resolve({ came: this.#came, drawing: this.#drawing }), { once: true });
    });
  }

  #part(name: string): HTMLButtonElement | null {
    return this.#dialog.querySelector<HTMLButtonElement>(`[data-pen-${name}]`);
  }

  #on(name: string, what: () => void): void {
    this.#part(name)?.addEventListener("click", what);
  }

  #close(came: Drawn): void {
    this.#came = came;
    this.#dialog.close();
  }

  get #width(): number {
    const chosen = this.#dialog.querySelector<HTMLInputElement>("input[name=pen-width]:checked");
    return Number(chosen?.value ?? WIDTH);
  }

  #at(event: PointerEvent): Point {
    return onPaper([event.clientX, event.clientY], this.#canvas.getBoundingClientRect(), this.#drawing.width, this.#drawing.height);
  }

  #down = (event: PointerEvent): void => {
    if (this.#pointer !== undefined || event.button !== 0) return; // a second finger, or the palm
    event.preventDefault();
    this.#pointer = event.pointerId;
    this.#canvas.setPointerCapture(event.pointerId);
    this.#drawing.begin(this.#width, this.#at(event), this.#brush ?? undefined);
    this.#allow();
  };

  #move = (event: PointerEvent): void => {
    if (event.pointerId !== this.#pointer) return;
    const steps = event.getCoalescedEvents?.() ?? [];
    for (const step of steps.length > 0 ? steps : [event]) this.#drawing.to(this.#at(step), this.#brush ?? undefined);
  };

  #up = (event: PointerEvent): void => {
    if (event.pointerId !== this.#pointer) return;
    this.#pointer = undefined;
    this.#drawing.end();
  };

  #change(change: () => void): void {
    change();
    if (this.#brush) this.#drawing.paint(this.#brush);
    this.#allow();
  }

  #allow(): void {
    const focus = document.activeElement;
    for (const name of ["undo", "clear", "done"]) {
      const button = this.#part(name);
      if (!button) continue;
      button.disabled = this.#drawing.isEmpty;
      if (button.disabled && button === focus) this.#dialog.querySelector<HTMLElement>("h2")?.focus();
    }
  }

  /** "Clear the whole drawing?" */
  #ask(asks: boolean, moves = true): void {
    const question = this.#dialog.querySelector<HTMLElement>("[data-pen-sure]");
    if (!question) return;
    question.hidden = !asks;
    const next = asks ? this.#part("clear-no") : this.#part("clear")?.disabled ? this.#dialog.querySelector<HTMLElement>("h2") : this.#part("clear");
    if (moves) next?.focus();
  }

  async #finish(): Promise<void> {
    const blob = await new Promise<Blob | null>((resolve) => this.#canvas.toBlob(resolve, "image/png"));
    if (blob) this.#close({ picture: new File([blob], this.#dialog.dataset.name ?? "drawing.png", { type: "image/png" }) });
  }
}
