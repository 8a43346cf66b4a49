import assert from "node:assert/strict";
import { test } from "node:test";
import { moved, renumbered } from "./rows.ts";

test("names and ids get the new number, others stay", () => {
  assert.equal(renumbered("steps-3-text", "steps", 0), "steps-0-text");
  assert.equal(renumbered("id_steps-__prefix__-text", "steps", 12), "id_steps-12-text");
  assert.equal(renumbered("id_steps-1-text_helptext id_steps-1-text_error", "steps", 2), "id_steps-2-text_helptext id_steps-2-text_error");
  assert.equal(renumbered("roles-3-text", "steps", 0), "roles-3-text");
  assert.equal(renumbered("footsteps-3-text", "steps", 0), "footsteps-3-text");
});

test("a row moves by one and stays at the ends", () => {
  assert.deepEqual(moved(["a", "b", "c"], 1, -1), ["b", "a", "c"]);
  assert.deepEqual(moved(["a", "b", "c"], 2, 1), ["a", "b", "c"]);
  assert.deepEqual(moved(["a", "b", "c"], 0, -1), ["a", "b", "c"]);
});
