import assert from "node:assert/strict";
import { test } from "node:test";
import { device } from "../testing/device.ts";
import { clock, type Fields, fieldsOf, forget, keep, kept, same, typed } from "./drafts.ts";

const words: Fields = [["title", "Language café"]];

test("tokens, passwords and files are never kept", () => {
  const data: [string, unknown][] = [["csrfmiddlewaretoken", "x"], ["password", "y"], ["file", {}], ["title", "z"]];
  assert.deepEqual(fieldsOf(data), [["title", "z"]]);
});

test("a kept draft comes back until it is forgotten", () => {
  const storage = device();
  assert.equal(keep(storage, "practice-1", words, 1000), true);
  assert.deepEqual(kept(storage, "practice-1", 2000)?.fields, words);
  assert.equal(kept(storage, "practice-2", 2000), null);
  forget(storage, "practice-1");
  assert.equal(kept(storage, "practice-1", 2000), null);
});

test("a draft older than a fortnight is gone from the device", () => {
  const storage = device();
  keep(storage, "practice-1", words, 0);
  assert.equal(kept(storage, "practice-1", 15 * 24 * 3600 * 1000), null);
  assert.equal(storage.length, 0);
});

test("a full device says so instead of failing", () => {
  const full = { ...device(), setItem: () => { throw new Error("full"); } } as Storage;
  assert.equal(keep(full, "practice-1", words, 0), false);
});

test("broken contents count as none", () => {
  const storage = device();
  storage.setItem("kotokaari:draft:x", "{");
  assert.equal(kept(storage, "x", 0), null);
});

test("line ends and outer spaces make no difference", () => {
  assert.equal(same([["a", "one\r\ntwo "]], [["a", "one\ntwo"]]), true);
  assert.equal(same([["a", "one"]], [["a", "two"]]), false);
});

test("the clock is written as people write it", () => {
  const five = new Date(2026, 10, 22, 14, 5);
  assert.equal(clock(five, "fi"), "14.05");
  assert.equal(clock(five, "en-GB"), "14:05");
});

test("what a page adds for itself is not what somebody typed", () => {
  assert.deepEqual(typed([["_form", "a1"], ["_base-title", "b2"], ["title", "Language café"]]), words);
});
