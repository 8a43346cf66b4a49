import assert from "node:assert/strict";
import { test } from "node:test";
import { jpegName, lighter, smaller, within } from "./smaller.ts";

const file = (bytes: number, name = "IMG_1.HEIC", type = "image/heic") => new File(["x".repeat(bytes)], name, { type, lastModified: 7 });
const jpeg = (bytes: number) => new Blob(["x".repeat(bytes)], { type: "image/jpeg" });

test("no side is longer than 2,000 pixels, and none grows or vanishes", () => {
  assert.deepEqual(within(4000, 3000), { width: 2000, height: 1500 });
  assert.deepEqual(within(3024, 4032), { width: 1500, height: 2000 });
  assert.deepEqual(within(640, 480), { width: 640, height: 480 });
  assert.deepEqual(within(9000, 1), { width: 2000, height: 1 });
});

test("a picture drawn anew is taken only when it is smaller", () => {
  const chosen = file(100);
  assert.equal(lighter(chosen, jpeg(100)), chosen);
  assert.equal(lighter(chosen, jpeg(0)), chosen);
  assert.equal(lighter(chosen, null), chosen);
  assert.equal(lighter(chosen, new Blob(["x"], { type: "image/png" })), chosen); // what a browser without JPEG gives
  const taken = lighter(chosen, jpeg(99));
  assert.deepEqual([taken.name, taken.type, taken.size, taken.lastModified], ["IMG_1.jpg", "image/jpeg", 99, 7]);
});

test("names", () => {
  assert.equal(jpegName("a.b.png"), "a.b.jpg");
  assert.equal(jpegName("kuva"), "kuva.jpg");
  assert.equal(jpegName(".png"), ".png.jpg");
});

test("whatever goes wrong, the file itself is sent", async (context) => {
  const chosen = file(100);
  assert.equal(await smaller(chosen, () => Promise.reject(new Error("no picture"))), chosen);
  assert.equal(await smaller(chosen), chosen); // nothing here draws
  const sound = file(100, "note.webm", "audio/webm");
  assert.equal(await smaller(sound, () => Promise.resolve(jpeg(1))), sound);
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const waited = smaller(chosen, () => new Promise(() => {}));
  context.mock.timers.tick(10_000);
  assert.equal(await waited, chosen);
});
