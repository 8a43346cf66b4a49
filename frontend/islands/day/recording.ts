// A voice note, as far as the browser records: which kind of file, for how long, and what went wrong.

export const LONGEST = 120; // seconds
export const BITS = 32_000; // a second: speech, half a megabyte in two minutes

const KINDS: readonly [type: string, ending: string][] = [
  ["audio/webm;codecs=opus", "webm"],
  ["audio/ogg;codecs=opus", "ogg"],
  ["audio/mp4", "m4a"],
  ["audio/webm", "webm"],
];

/** The kind of sound this browser records and the house takes; undefined when there is none. */
export function kindOf(records: (type: string) => boolean): { type: string; ending: string } | undefined {
  const found = KINDS.find(([type]) => records(type));
  return found && { type: found[0], ending: found[1] };
}

/** What to say when the microphone does not open: it was not allowed, there is none, or something else. */
export function problemOf(error: unknown): "refused" | "missing" | "failed" {
  const name = error instanceof Error ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "refused";
  return name === "NotFoundError" || name === "OverconstrainedError" ? "missing" : "failed";
}

/** One recording, from the microphone's opening to the file. */
export class Recording {
  readonly #recorder: MediaRecorder;
  readonly #pieces: Blob[] = [];
  readonly #began = performance.now();
  readonly #ticking: number;
  #isWanted = true;

  private constructor(
    readonly stream: MediaStream,
    readonly kind: { type: string; ending: string },
    readonly heard: { time: (seconds: number) => void; done: (file: File | null, seconds: number) => void },
    name: string,
  ) {
    this.#recorder = new MediaRecorder(stream, { mimeType: kind.type, audioBitsPerSecond: BITS });
    this.#recorder.addEventListener("dataavailable", (event) => this.#pieces.push(event.data));
    this.#recorder.addEventListener("stop", () => {
      clearInterval(this.#ticking);
      for (const track of stream.getTracks()) track.stop();
      const sound = new Blob(this.#pieces, { type: kind.type.split(";")[0] });
      const isThere = this.#isWanted && sound.size > 0;
      heard.done(isThere ? new File([sound], `${name}.${kind.ending}`, { type: sound.type }) : null, this.seconds);
    });
    for (const track of stream.getTracks()) track.addEventListener("ended", () => this.stop()); // unplugged, or taken back
    this.#recorder.start(1000);
    this.#ticking = window.setInterval(() => this.#tick(), 250);
  }

  /** Ask for the microphone and begin. Throws what the browser throws. */
  static async begin(name: string, heard: Recording["heard"]): Promise<Recording> {
    const kind = kindOf((type) => MediaRecorder.isTypeSupported(type));
    if (!kind) throw new Error("nothing is recorded here");
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    return new Recording(stream, kind, heard, name);
  }

  get seconds(): number {
    return Math.min(LONGEST, (performance.now() - this.#began) / 1000);
  }

  /** End it and keep it. */
  stop(): void {
    if (this.#recorder.state !== "inactive") this.#recorder.stop();
  }

  /** End it and throw it away. */
  drop(): void {
    this.#isWanted = false;
    this.stop();
  }

  #tick(): void {
    this.heard.time(Math.floor(this.seconds));
    if (this.seconds >= LONGEST) this.stop();
  }
}

/** Whether this browser, on this page, can record at all. */
export function records(): boolean {
  return typeof MediaRecorder === "function" && Boolean(navigator.mediaDevices?.getUserMedia) && Boolean(kindOf((type) => MediaRecorder.isTypeSupported(type)));
}
