import assert from "node:assert/strict";
import { test } from "node:test";

import { dotsLeft, votedIn } from "./dots.ts";

test("dots that are left, and those given too many", () => {
  assert.equal(dotsLeft(3, ["1", "", "2"]), 0);
  assert.equal(dotsLeft(3, ["", ""]), 3);
  assert.equal(dotsLeft(3, ["3", "1"]), -1);
});

test("those who have chosen in a theme, in all groups", () => {
  assert.equal(votedIn({ "4": { "1": 2, "2": 3 } }, "4"), 5);
  assert.equal(votedIn({}, "4"), 0);
});
