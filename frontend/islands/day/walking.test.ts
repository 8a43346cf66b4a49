import assert from "node:assert/strict";
import { test } from "node:test";
import { type Pair, Walk } from "./walking.ts";

const PAIRS: Pair[] = [
  { name: "pair_1_2", two: ["1", "2"] },
  { name: "pair_1_3", two: ["1", "3"] },
  { name: "pair_2_3", two: ["2", "3"] },
];

test("one pair after the other, to the end", () => {
  const walk = new Walk(PAIRS);
  const met = [];
  for (const value of ["2", "", "3"]) {
    met.push(`${walk.number} ${walk.pair?.name}`);
    walk.say(value);
  }
  assert.deepEqual(met, ["1 pair_1_2", "2 pair_1_3", "3 pair_2_3"]);
  assert.equal(walk.pair, undefined);
  assert.deepEqual([walk.seen, walk.chosen], [3, 2]);
  walk.say("1");
  assert.deepEqual(walk.answers, [["pair_1_2", "2"], ["pair_1_3", ""], ["pair_2_3", "3"]]);
});

test("going back finds what was said, and it can be said anew", () => {
  const walk = new Walk(PAIRS);
  walk.say("1");
  walk.back();
  walk.back();
  assert.equal(walk.isFirst, true);
  assert.equal(walk.answer(walk.pair?.name ?? ""), "1");
  walk.say("2");
  assert.deepEqual(walk.answers, [["pair_1_2", "2"]]);
});

test("a walk goes on where it was left; pairs and ideas that are gone count no more", () => {
  const walk = new Walk(PAIRS, [["pair_1_2", "1"], ["pair_1_9", "9"], ["pair_2_3", "7"], ["theme", "4"]]);
  assert.equal(walk.pair?.name, "pair_1_3");
  assert.deepEqual(walk.answers, [["pair_1_2", "1"]]);
  assert.equal(new Walk(PAIRS, PAIRS.map((pair) => [pair.name, ""])).pair, undefined);
});
