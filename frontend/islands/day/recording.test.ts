import assert from "node:assert/strict";
import { test } from "node:test";
import { kindOf, problemOf } from "./recording.ts";

test("the first kind of sound that the browser records and the house takes", () => {
  assert.equal(kindOf((type) => type.startsWith("audio/webm"))?.type, "audio/webm;codecs=opus");
  assert.deepEqual(kindOf((type) => type === "audio/mp4"), { type: "audio/mp4", ending: "m4a" });
  assert.equal(kindOf((type) => type === "audio/x-amr"), undefined);
});

test("what is said when the microphone does not open", () => {
  const named = (name: string) => Object.assign(new Error("no"), { name });
  assert.equal(problemOf(named("NotAllowedError")), "refused");
  assert.equal(problemOf(named("NotFoundError")), "missing");
  assert.equal(problemOf(named("AbortError")), "failed");
  assert.equal(problemOf("no"), "failed");
});
