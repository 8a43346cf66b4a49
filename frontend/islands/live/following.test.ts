import assert from "node:assert/strict";
import { test } from "node:test";
import { Backoff } from "./backoff.ts";
import { Clock, left } from "./clock.ts";
import { payloadOf } from "./forms.ts";
import { newId } from "./ids.ts";
import { Lines } from "./stream.ts";
import { became, standing } from "./words.ts";

test("waiting doubles up to the most, with a half of it left to chance, and begins anew once it worked", () => {
  const least = new Backoff(200, 3_000, () => 0);
  assert.deepEqual([1, 2, 3, 4, 5, 6].map(() => least.next()), [100, 200, 400, 800, 1_500, 1_500]);
  const most = new Backoff(200, 3_000, () => 1);
  assert.deepEqual([1, 2, 3, 4, 5, 6].map(() => most.next()), [200, 400, 800, 1_600, 3_000, 3_000]);
  most.done();
  assert.equal(most.next(), 200);
});

test("a stream is read whole wherever its pieces break", () => {
  const stream = 'retry: 1000\n\nid: 1\ndata: {"seq":1,"kind":"idea"}\n\n: still here\n\nid: 2\r\ndata: {"seq":2}\r\n\r\n';
  for (let at = 0; at <= stream.length; at += 1) {
    const lines = new Lines();
    const told = [...lines.read(stream.slice(0, at)), ...lines.read(stream.slice(at))];
    assert.deepEqual(told, [{ seq: 1, kind: "idea" }, { seq: 2 }]);
  }
});

test("what is not an event of ours is passed over", () => {
  assert.deepEqual([...new Lines().read('data: {"no\n\ndata: 7\n\ndata: {"seq":3}\n\n')], [{ seq: 3 }]);
});

test("the server's clock counts, whatever the phone's own says", () => {
  let own = 1_000_000;
  const clock = new Clock(() => own);
  clock.read(new Date(5_000_000).toISOString(), 999_900, 1_000_100);
  assert.equal(clock.now(), 5_000_000);
  own += 60_000;
  assert.equal(clock.now(), 5_060_000);
});

test("the reading that travelled shortest is believed; an old one gives way in time", () => {
  let own = 0;
  const clock = new Clock(() => own);
  clock.read(new Date(1_000_000).toISOString(), 0, 100);
  clock.read(new Date(9_000_000).toISOString(), 0, 4_000);
  own = 50;
  assert.equal(clock.now(), 1_000_000);
  own = 3_600_000;
  clock.read(new Date(4_700_000).toISOString(), own - 1_000, own);
  assert.equal(clock.now(), 4_700_500);
});

test("what is left is written as people read it", () => {
  assert.deepEqual([-5, 0, 1, 59_001, 60_000, 725_000, 3_725_000].map(left), ["0:00", "0:00", "0:01", "1:00", "1:00", "12:05", "1:02:05"]);
});

test("ids are of the right shape and never the same", () => {
  const ids = new Set(Array.from({ length: 1_000 }, newId));
  assert.equal(ids.size, 1_000);
  for (const id of ids) assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test("a form's fields are the payload, without what the page adds; names with [] are lists", () => {
  const fields: [string, unknown][] = [
    ["csrfmiddlewaretoken", "x"], ["op", "y"], ["act", "rank"], ["next", "/"], ["theme", "3"], ["ideas[]", "7"], ["ideas[]", "2"], ["one[]", "1"],
  ];
  assert.deepEqual(payloadOf(fields), { theme: "3", ideas: ["7", "2"], one: ["1"] });
});

const words = {
  stream: "Connected.", offline: "No connection.", ticket: "Load again.", waiting_one: "One thing waits.", waiting_many: "{n} things wait.",
  received: "Received {time}", received_late: "Received {time}, late", refused: "Not taken.",
};

test("the connection and what waits are said in words", () => {
  assert.equal(standing(words, "stream", 0, ""), "Connected.");
  assert.equal(standing(words, "offline", 1, ""), "No connection. One thing waits.");
  assert.equal(standing(words, "offline", 3, "ticket"), "Load again. 3 things wait.");
});

test("a receipt says when it came, a refusal why", () => {
  const at = new Date(2026, 10, 22, 14, 2).toISOString();
  assert.equal(became(words, { at }, "fi"), "Received 14.02");
  assert.equal(became(words, { at, late: true }, "en"), "Received 14:02, late");
  assert.equal(became(words, { refused: "too_long", sentence: "Too long." }, "en"), "Too long.");
  assert.equal(became(words, { refused: "unreadable", sentence: "" }, "en"), "Not taken.");
});
