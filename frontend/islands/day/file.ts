// <day-file>: the field where a photo, a drawing or a voice note of an idea is chosen. Here they are made in the page too:
// what was drawn or recorded becomes the field's chosen file, and goes the way of any file.
import { left } from "../live/clock.ts";
import { choose } from "../live/forms.ts";
import type { Drawing } from "./drawing.ts";
import { LivePart } from "./part.ts";
import { Pen } from "./pen.ts";
import { LONGEST, problemOf, Recording, records } from "./recording.ts";
import { smaller } from "./smaller.ts";

const PREVIEW = 320; // the longer side of a small picture of what was chosen

let pen: Pen | undefined; // one paper on the screen, whoever's drawing lies on it

class DayFile extends LivePart {
  #drawing: Drawing | undefined;
  #recording: Recording | undefined;
  #isOpening = false;
  #sound = "";
  #isPutting = false; // what the page itself puts into the field is not made smaller again
  #shrinking: Promise<void> | undefined;
  #isWaiting = false; // sent already, as soon as the picture is smaller

  protected begin(): void {
    const { signal } = this;
    const details = this.closest("details");
    if (!details || details.open) this.#make();
    else details.addEventListener("toggle", () => this.#make(), { signal, once: true });
    this.#chooser?.addEventListener("change", () => this.#chosen(), { signal });
    this.closest("form")?.addEventListener("submit", (event) => this.#submitted(event), { signal });
    this.atEnd(() => {
      this.#recording?.drop();
      this.#forget();
    });
  }

  get #chooser(): HTMLInputElement | null {
    return this.querySelector("input[type=file]");
  }

  get #ideas(): HTMLElement | null {
    return this.closest("day-ideas");
  }

  get #maker(): HTMLTemplateElement | null {
    return this.#ideas?.querySelector<HTMLTemplateElement>("template[data-file-maker]") ?? null;
  }

  /** The sentences of the page, in its language. */
  get #words(): DOMStringMap {
    return this.#maker?.dataset ?? {};
  }

  #part<E extends HTMLElement = HTMLElement>(name: string): E | null {
    return this.querySelector<E>(`[data-file-${name}]`);
  }

  /** The buttons come when the field is seen: without JavaScript there are none. They come once, their listeners with each page. */
  #make(): void {
    const maker = this.#maker;
    if (!maker) return;
    if (!this.#part("made")) this.append(maker.content.cloneNode(true));
    const { signal } = this;
    const on = (name: string, what: (event: MouseEvent) => void) => this.#part(name)?.addEventListener("click", what, { signal });
    on("draw", (event) => void this.#draw(event.detail === 0));
    on("record", () => void this.#record());
    on("stop", () => this.#recording?.stop());
    on("drop", () => this.#dropped());
    const button = this.#part("record");
    if (button) button.hidden = !records();
    void this.#changed();
  }

  async #draw(byKeyboard: boolean): Promise<void> {
    const markup = this.#ideas?.querySelector<HTMLTemplateElement>("template[data-pen]")?.content.firstElementChild;
    if (!pen && markup) {
      const dialog = markup.cloneNode(true) as HTMLDialogElement;
      document.body.append(dialog);
      pen = new Pen(dialog);
    }
    const { came, drawing } = (await pen?.open(this.#drawing, byKeyboard)) ?? {};
    this.#drawing = drawing?.isEmpty ? undefined : drawing;
    const { activeElement } = document;
    if (came === "choose") {
      this.#chooser?.focus();
      this.#chooser?.click();
    } else if (came) {
      this.#take(came.picture);
    } else if (!activeElement || activeElement === document.body) {
      this.#part("draw")?.focus();
    }
  }

  async #record(): Promise<void> {
    if (this.#recording || this.#isOpening) return;
    this.#say("");
    this.#isOpening = true;
    try {
      this.#recording = await Recording.begin(this.#words.soundName ?? "recording", {
        time: (seconds) => this.#time(seconds),
        done: (file) => this.#recorded(file),
      });
    } catch (error) {
      return this.#say(this.#words[problemOf(error)] ?? "");
    } finally {
      this.#isOpening = false;
    }
    if (this.signal.aborted) return this.#recording.drop();
    this.toggleAttribute("data-busy", true);
    this.#showMaking(true);
    this.#time(0);
    this.#part("stop")?.focus();
  }

  #recorded(file: File | null): void {
    this.#recording = undefined;
    this.removeAttribute("data-busy");
    this.#showMaking(false);
    if (file) this.#take(file);
    else if (!this.signal.aborted) this.#say(this.#words.failed ?? "");
  }

  #showMaking(isRecording: boolean): void {
    this.#part("recording")?.toggleAttribute("hidden", !isRecording);
    this.#part("buttons")?.toggleAttribute("hidden", isRecording);
  }

  #time(seconds: number): void {
    const place = this.#part("time");
    const words = `${left(seconds * 1000)} / ${left(LONGEST * 1000)}`;
    if (place && place.textContent !== words) place.textContent = words;
  }

  /** What was made is the chosen file now; what is missing is to say what is in it. */
  #take(file: File): void {
    this.#put(file);
    this.closest("form")?.querySelector<HTMLInputElement>("input[name=caption]")?.focus();
  }

  #dropped(): void {
    this.#drawing = undefined;
    this.#put(null);
    this.#part("draw")?.focus();
  }

  #put(file: File | null): void {
    if (!this.#chooser) return;
    this.#isPutting = true;
    choose(this.#chooser, file);
    this.#isPutting = false;
  }

  /** A file was chosen by hand: a picture is made smaller at once, while she says what is in it. */
  #chosen(): void {
    const file = this.#chooser?.files?.[0];
    if (this.#isPutting || !file?.type.startsWith("image/")) {
      this.#shrinking = undefined;
      return void this.#changed();
    }
    this.#forget();
    this.#say(this.#words.shrinking ?? "");
    const shrinking = smaller(file).then((made) => {
      if (this.#shrinking !== shrinking) return; // another was chosen meanwhile
      this.#shrinking = undefined;
      if (made === file) void this.#changed();
      else this.#put(made);
    });
    this.#shrinking = shrinking;
  }

  /** Sent while the picture is being made smaller: it goes when that is done, as if the button had been pressed then. */
  #submitted(event: SubmitEvent): void {
    const [form, shrinking] = [event.target as HTMLFormElement, this.#shrinking];
    if (!shrinking) return;
    event.preventDefault();
    if (this.#isWaiting) return;
    this.#isWaiting = true;
    void shrinking.finally(() => {
      this.#isWaiting = false;
      if (this.isConnected) form.requestSubmit(event.submitter);
    });
  }

  /** Show what is chosen, whoever chose it: looked at and listened to before it is sent. */
  async #changed(): Promise<void> {
    const file = this.#chooser?.files?.[0];
    this.#forget();
    const made = this.#part("made");
    if (!made) return;
    made.hidden = !file;
    const [canvas, sound] = [this.#part<HTMLCanvasElement>("picture"), this.#part<HTMLAudioElement>("sound")];
    if (canvas) canvas.hidden = true;
    if (sound) sound.hidden = !file?.type.startsWith("audio/");
    if (!file) {
      this.#drawing = undefined;
      return;
    }
    this.#say(this.#words.ready ?? "");
    if (sound && !sound.hidden) {
      this.#sound = URL.createObjectURL(file);
      sound.src = this.#sound;
    }
    if (canvas && file.type.startsWith("image/")) await preview(file, canvas);
  }

  #forget(): void {
    const sound = this.#part<HTMLAudioElement>("sound");
    sound?.removeAttribute("src");
    if (this.#sound) URL.revokeObjectURL(this.#sound);
    this.#sound = "";
    this.#say("");
  }

  #say(words: string): void {
    const place = this.#part("told");
    if (place && place.textContent !== words) place.textContent = words;
  }
}

async function preview(file: File, canvas: HTMLCanvasElement): Promise<void> {
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, PREVIEW / Math.max(picture.width, picture.height));
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    canvas.hidden = false;
  } catch {
    // no picture this browser can show; the server will say what it is
  }
}

customElements.define("day-file", DayFile);
