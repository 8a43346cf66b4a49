import assert from "node:assert/strict";
import { test } from "node:test";
import { type Brush, Drawing, onPaper, paperFor } from "./drawing.ts";

/** A brush that remembers what it was told. */
function brush(): Brush & { told: string[] } {
  const told: string[] = [];
  const tell = (name: string) => (...at: number[]) => void told.push([name, ...at].join(" "));
  return {
    told,
    beginPath: () => {},
    moveTo: tell("from"),
    lineTo: tell("to"),
    stroke: () => {},
    fillRect: tell("fill"),
    fillStyle: "",
    strokeStyle: "",
    lineWidth: 0,
    lineCap: "butt",
  };
}

test("a tap is a dot, a stroke goes through its points, and what is painted anew is the same", () => {
  const drawing = new Drawing(300, 400);
  const live = brush();
  drawing.begin(5, [10, 10], live);
  drawing.to([20, 10], live);
  drawing.to([20, 10], live);
  drawing.to([20, 30], live);
  drawing.end();
  drawing.to([99, 99], live);
  assert.deepEqual(live.told, ["from 10 10", "to 10 10", "from 10 10", "to 20 10", "from 20 10", "to 20 30"]);
  const anew = brush();
  drawing.paint(anew);
  assert.deepEqual(anew.told, ["fill 0 0 300 400", ...live.told]);
  assert.equal(anew.fillStyle, "#fff");
  assert.equal(anew.strokeStyle, "#000");
});

test("strokes are taken back one by one, and clearing leaves white paper", () => {
  const drawing = new Drawing(300, 400);
  for (const at of [1, 2, 3]) {
    drawing.begin(5, [at, at]);
    drawing.end();
  }
  drawing.undo();
  assert.equal(drawing.strokes, 2);
  drawing.clear();
  assert.equal(drawing.isEmpty, true);
  drawing.undo();
  const anew = brush();
  drawing.paint(anew);
  assert.deepEqual(anew.told, ["fill 0 0 300 400"]);
});

test("the paper fills the screen's box, and a turned screen does not move what is drawn", () => {
  assert.deepEqual(paperFor(300, 400), [900, 1200]);
  assert.deepEqual(paperFor(0, 0), [1, 1]);
  assert.deepEqual(onPaper([150, 200], { left: 0, top: 0, width: 300, height: 400 }, 900, 1200), [450, 600]);
  assert.deepEqual(onPaper([260, 110], { left: 10, top: 10, width: 500, height: 200 }, 900, 1200), [450, 600]);
});
