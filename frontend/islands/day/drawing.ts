// A drawing as data: strokes of a black pen on white paper. Knows no page; paints on whatever a canvas gives.

export type Point = readonly [x: number, y: number];

interface Stroke {
  width: number;
  points: Point[];
}

/** What a drawing needs of a canvas' context. */
export type Brush = Pick<
  CanvasRenderingContext2D,
  "beginPath" | "moveTo" | "lineTo" | "stroke" | "fillRect" | "fillStyle" | "strokeStyle" | "lineWidth" | "lineCap"
>;

const PAPER = "#fff";
const INK = "#000";

export class Drawing {
  #strokes: Stroke[] = [];
  #now: Stroke | undefined;

  constructor(
    readonly width: number,
    readonly height: number,
  ) {}

  get isEmpty(): boolean {
    return this.#strokes.length === 0;
  }

  get strokes(): number {
    return this.#strokes.length;
  }

  /** The pen is put on the paper. */
  begin(width: number, at: Point, brush?: Brush): void {
    this.#now = { width, points: [at] };
    this.#strokes.push(this.#now);
    if (brush) paintStep(brush, this.#now, 0);
  }

  /** The pen moves, while it is on the paper. */
  to(at: Point, brush?: Brush): void {
    const last = this.#now?.points.at(-1);
    if (!this.#now || !last || (last[0] === at[0] && last[1] === at[1])) return;
    this.#now.points.push(at);
    if (brush) paintStep(brush, this.#now, this.#now.points.length - 1);
  }

  /** The pen leaves the paper. */
  end(): void {
    this.#now = undefined;
  }

  /** Take the last stroke back. */
  undo(): void {
    this.end();
    this.#strokes.pop();
  }

  clear(): void {
    this.end();
    this.#strokes = [];
  }

  /** All of it, on white paper. */
  paint(brush: Brush): void {
    brush.fillStyle = PAPER;
    brush.fillRect(0, 0, this.width, this.height);
    for (const stroke of this.#strokes) stroke.points.forEach((_point, at) => paintStep(brush, stroke, at));
  }
}

/** One step of a stroke: a dot at first, then a line from the last point; phones give points densely enough. */
function paintStep(brush: Brush, { width, points }: Stroke, at: number): void {
  const [here, last] = [points[at], points[at - 1]];
  if (!here) return;
  brush.strokeStyle = INK;
  brush.lineWidth = width;
  brush.lineCap = "round";
  brush.beginPath();
  brush.moveTo(...(last ?? here));
  brush.lineTo(...here);
  brush.stroke();
}

/** The size of a paper that fills a box of the screen, its longer side `longest`. */
export function paperFor(width: number, height: number, longest = 1200): [width: number, height: number] {
  const scale = longest / Math.max(width, height, 1);
  return [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
}

/** Where on the paper a place of the screen is, when the paper lies whole and centred in a box (object-fit: contain). */
export function onPaper(at: Point, box: { left: number; top: number; width: number; height: number }, width: number, height: number): Point {
  const scale = Math.min(box.width / width, box.height / height) || 1;
  const [left, top] = [box.left + (box.width - width * scale) / 2, box.top + (box.height - height * scale) / 2];
  return [(at[0] - left) / scale, (at[1] - top) / scale];
}
