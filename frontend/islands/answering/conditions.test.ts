import assert from "node:assert/strict";
import { test } from "node:test";
import { holds, type Value } from "./conditions.ts";

const answers: Record<string, Value> = { work: "yes", who: ["teacher", "other:"], years: "2,5", empty: "" };
const values = (code: string): Value => answers[code];

test("a condition asks what was answered", () => {
  assert.equal(holds({ question: "work", is: "yes" }, values), true);
  assert.equal(holds({ question: "work", is: ["no", "yes"] }, values), true);
  assert.equal(holds({ question: "who", is: "nurse" }, values), false);
  assert.equal(holds({ question: "who", is: "other" }, values), true);
  assert.equal(holds({ question: "years", at_least: 2 }, values), true);
  assert.equal(holds({ question: "empty" }, values), false);
  assert.equal(holds({ question: "empty", is_not: "x" }, values), true);
});

test("conditions are put together, and other pages are decided already", () => {
  assert.equal(holds({ all: [true, { question: "work", is: "yes" }] }, values), true);
  assert.equal(holds({ any: [false, { not: { question: "work", is: "yes" } }] }, values), false);
  assert.equal(holds({} as never, values), true);
});
