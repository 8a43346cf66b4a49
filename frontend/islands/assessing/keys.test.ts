import assert from "node:assert/strict";
import { test } from "node:test";
import { meaning, neighbour, progress } from "./keys.ts";

test("a digit is the level it says, x that one cannot judge", () => {
  assert.deepEqual(meaning({ key: "0" }, false), { kind: "level", value: "0" });
  assert.deepEqual(meaning({ key: "4" }, false), { kind: "level", value: "4" });
  assert.deepEqual(meaning({ key: "x" }, false), { kind: "level", value: "x" });
  assert.equal(meaning({ key: "5" }, false), null);
});

test("in a text every key is text, and only Escape leaves it", () => {
  for (const key of ["0", "x", "j", "k", "r", "t", "n"]) assert.equal(meaning({ key }, true), null);
  assert.deepEqual(meaning({ key: "Escape" }, true), { kind: "levels" });
});

test("keys of the browser stay the browser's", () => {
  assert.equal(meaning({ key: "r", ctrlKey: true }, false), null);
  assert.equal(meaning({ key: "k", metaKey: true }, false), null);
  assert.equal(meaning({ key: "1", altKey: true }, false), null);
  assert.equal(meaning({ key: "Tab" }, false), null);
});

test("j and k go from criterion to criterion and stay at the ends", () => {
  assert.equal(neighbour(-1, 1, 6), 0);
  assert.equal(neighbour(0, 1, 6), 1);
  assert.equal(neighbour(5, 1, 6), 5);
  assert.equal(neighbour(0, -1, 6), 0);
});

test("t is the text of the submission", () => {
  assert.deepEqual(meaning({ key: "t" }, false), { kind: "text" });
});

test("a criterion is answered with both a level and a reason, and says which is missing", () => {
  assert.equal(progress(true, "Because."), "whole");
  assert.equal(progress(true, "  "), "reason");
  assert.equal(progress(false, "Because."), "level");
  assert.equal(progress(false, ""), "empty");
});
