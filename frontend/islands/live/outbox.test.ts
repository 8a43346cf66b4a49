import assert from "node:assert/strict";
import { test } from "node:test";
import { device } from "../testing/device.ts";
import { Backoff } from "./backoff.ts";
import { type Answer, batch, Outbox, type Settled, type Waiting } from "./outbox.ts";
import { isFree, PlainShelf } from "./shelves.ts";

/** A server that takes each act once and remembers in which order they came. */
class Server {
  log: string[] = [];
  sendings: string[][] = [];
  refuses = new Map<string, string>();
  fails: (Answer | "lost" | "dropped")[] = [];

  take = async (acts: Waiting[]): Promise<Answer> => {
    await new Promise((resolve) => setImmediate(resolve));
    this.sendings.push(acts.map((act) => act.op));
    const failure = this.fails.shift();
    if (failure === "lost") return { trouble: "net" };
    if (failure && failure !== "dropped") return failure;
    const receipts = acts.map(({ op }) => {
      const refused = this.refuses.get(op);
      if (refused) return { op, refused, sentence: `no: ${refused}` };
      if (!this.log.includes(op)) this.log.push(op);
      return { op, seq: this.log.indexOf(op) + 1, at: "2026-11-22T12:02:00+00:00" };
    });
    return failure === "dropped" ? { trouble: "net" } : { receipts };
  };
}

interface Tab {
  outbox: Outbox;
  settled: Settled[];
  waiting: number;
  trouble: string;
  soon: (() => void)[];
  pauses: number[];
}

let tabs = 0;
const casts = new Map<Storage, { onmessage: ((event: MessageEvent) => void) | null }[]>();

function opened(storage: Storage | null, server: Server, who = "me"): Tab {
  const tab = { settled: [], waiting: 0, trouble: "", soon: [], pauses: [] } as unknown as Tab;
  const cast = {
    onmessage: null as ((event: MessageEvent) => void) | null,
    postMessage(message: unknown) {
      const others = storage ? (casts.get(storage) ?? []) : [];
      for (const other of others) if (other !== cast) other.onmessage?.({ data: message } as MessageEvent);
    },
  };
  if (storage) casts.set(storage, [...(casts.get(storage) ?? []), cast]);
  tab.outbox = new Outbox({
    shelf: new PlainShelf(storage),
    send: server.take,
    channel: "day",
    who,
    tab: `tab-${(tabs += 1)}`,
    settled: (receipts) => tab.settled.push(...receipts),
    changed: (waiting, trouble) => Object.assign(tab, { waiting, trouble }),
    cast,
    later: (what, pause) => {
      tab.soon.push(what);
      tab.pauses.push(pause);
    },
    backoff: new Backoff(200, 3_000, () => 0),
  });
  return tab;
}

function an(op: string, payload = { text: op }) {
  return { op, kind: "idea", payload, made_at: "2026-11-22T12:00:00Z", form: "idea" };
}

async function quiet(): Promise<void> {
  for (let turn = 0; turn < 60; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

test("an act is stored before it is sent, and leaves on its receipt", async () => {
  const [storage, server] = [device(), new Server()];
  server.fails = ["lost"];
  const tab = opened(storage, server);
  await tab.outbox.put(an("a"));
  assert.equal((await tab.outbox.mine()).length, 1);
  await quiet();
  assert.equal(tab.waiting, 1);
  assert.equal(tab.trouble, "net");
  tab.soon.pop()?.();
  await quiet();
  assert.deepEqual(server.log, ["a"]);
  assert.equal(tab.waiting, 0);
  assert.equal(storage.length, 0);
});

test("a lost receipt leads to the same act being sent again, and stored once", async () => {
  const server = new Server();
  server.fails = ["dropped", "dropped"];
  const tab = opened(device(), server);
  await tab.outbox.put(an("a"));
  await quiet();
  tab.soon.pop()?.();
  await quiet();
  tab.soon.pop()?.();
  await quiet();
  assert.deepEqual(server.log, ["a"]);
  assert.deepEqual(server.sendings, [["a"], ["a"], ["a"]]);
  assert.deepEqual(tab.settled.map((one) => one.seq), [1]);
});

test("what was done without the net is sent in the order in which it was done, twenty at a time", async () => {
  const server = new Server();
  server.fails = ["lost"];
  const tab = opened(device(), server);
  const ops = Array.from({ length: 45 }, (_, at) => `op-${at}`);
  for (const op of ops) await tab.outbox.put(an(op));
  await quiet();
  for (const again of tab.soon.splice(0)) again();
  await quiet();
  assert.deepEqual(server.log, ops);
  assert.ok(server.sendings.every((sent) => sent.length <= 20));
});

test("a tab that was closed with something unsent: the next one sends it", async () => {
  const [storage, server] = [device(), new Server()];
  server.fails = ["lost"];
  await opened(storage, server).outbox.put(an("a"));
  await quiet();
  const next = opened(storage, server);
  await next.outbox.flush();
  assert.deepEqual(server.log, ["a"]);
  assert.deepEqual(next.settled.map((one) => one.payload), [{ text: "a" }]);
});

test("two tabs send each act once, and both learn of the receipts", async () => {
  const [storage, server] = [device(), new Server()];
  const [one, other] = [opened(storage, server), opened(storage, server)];
  await Promise.all([one.outbox.put(an("a")), other.outbox.put(an("b")), one.outbox.put(an("c"))]);
  await quiet();
  for (const again of [...one.soon.splice(0), ...other.soon.splice(0)]) again();
  await quiet();
  assert.deepEqual([...server.log].sort(), ["a", "b", "c"]);
  assert.equal(server.sendings.flat().length, 3, "nothing was sent twice");
  for (const tab of [one, other]) {
    assert.deepEqual(tab.settled.map((receipt) => receipt.op).sort(), ["a", "b", "c"]);
    assert.equal(tab.waiting, 0);
  }
});

test("a tab that died while sending holds the others up for half a minute at most", () => {
  const lease = { tab: "dead", until: 30_000 };
  assert.equal(isFree(lease, "living", 10_000, 40_000), false);
  assert.equal(isFree(lease, "living", 30_000, 60_000), true);
  assert.equal(isFree(lease, "dead", 10_000, 40_000), true);
  assert.equal(isFree({ tab: "dead", until: 9e12 }, "living", 10_000, 40_000), true, "a clock that was set back");
});

test("a refusal keeps the text with its sentence until it is given back, and the others go on", async () => {
  const [storage, server] = [device(), new Server()];
  server.refuses.set("b", "too_long");
  const tab = opened(storage, server);
  for (const op of ["a", "b", "c"]) await tab.outbox.put(an(op));
  await quiet();
  assert.deepEqual(server.log, ["a", "c"]);
  const refused = tab.settled.find((receipt) => receipt.refused);
  assert.equal(refused?.sentence, "no: too_long");
  assert.deepEqual(refused?.payload, { text: "b" });
  assert.equal(tab.waiting, 0);
  const [kept] = await opened(storage, server).outbox.mine();
  assert.equal(kept?.refused, "too_long");
  await tab.outbox.forget("b");
  assert.equal(storage.length, 0);
});

test("too many at once is no refusal: they are sent again after a while", async () => {
  const server = new Server();
  server.refuses.set("b", "too_many");
  const tab = opened(device(), server);
  for (const op of ["a", "b"]) await tab.outbox.put(an(op));
  await quiet();
  assert.deepEqual(tab.pauses, [4_000]);
  assert.equal(tab.waiting, 1);
  server.refuses.clear();
  tab.soon.pop()?.();
  await quiet();
  assert.deepEqual(server.log, ["a", "b"]);
});

test("one act the server cannot read does not hold up the others", async () => {
  const server = new Server();
  const readable = server.take;
  server.take = async (acts) => (acts.some((act) => act.op === "bad") ? { trouble: "unreadable" } : readable(acts));
  const tab = opened(device(), server);
  await Promise.all(["a", "bad", "c"].map((op) => tab.outbox.put(an(op))));
  await quiet();
  assert.deepEqual(server.log, ["a", "c"]);
  assert.deepEqual(tab.settled.filter((one) => one.refused).map((one) => one.op), ["bad"]);
});

test("without a ticket acts wait, and are not sent again at once", async () => {
  const server = new Server();
  server.fails = [{ trouble: "ticket" }];
  const tab = opened(device(), server);
  await tab.outbox.put(an("a"));
  await quiet();
  assert.equal(tab.trouble, "ticket");
  assert.deepEqual(tab.pauses, [20_000]);
});

test("what somebody else did on this phone is not sent in one's own name", async () => {
  const [storage, server] = [device(), new Server()];
  server.fails = ["lost"];
  await opened(storage, server, "she").outbox.put(an("hers"));
  await quiet();
  await opened(storage, server, "he").outbox.flush();
  assert.deepEqual(server.log, []);
  await opened(storage, server, "she").outbox.flush();
  assert.deepEqual(server.log, ["hers"]);
});

test("a browser that stores nothing sends all the same, as long as the page is open", async () => {
  const full = { ...device(), setItem: () => { throw new Error("full"); } } as Storage;
  for (const storage of [null, full]) {
    const server = new Server();
    const tab = opened(storage, server);
    await tab.outbox.put(an("a"));
    await quiet();
    assert.deepEqual(server.log, ["a"]);
    assert.equal(tab.waiting, 0);
  }
});

test("files go one at a time in a lane of their own, and hold up no words", async () => {
  const [storage, server, slow] = [device(), new Server(), new Server()];
  const shelf = new PlainShelf(storage);
  let open = () => {};
  const gate = new Promise<void>((resolve) => (open = resolve));
  const around = { shelf, channel: "day", who: "me", tab: "t", settled: () => {}, changed: () => {} };
  const words = new Outbox({ ...around, send: server.take });
  const files = new Outbox({ ...around, lane: "files", send: async (acts) => (await gate, slow.take(acts)) });
  for (const op of ["photo", "note"]) await files.put({ ...an(op), payload: { file: new Blob(["x"]) } as never, to: "/files/" });
  await words.put(an("a"));
  await quiet();
  assert.deepEqual(server.log, ["a"]);
  assert.deepEqual((await files.mine()).map((act) => act.payload.file instanceof Blob), [true, true]);
  assert.equal(storage.length, 1, "a file is no text: only its lane's lease is written down");
  open();
  await quiet();
  assert.deepEqual(slow.sendings, [["photo"], ["note"]]);
  assert.deepEqual(await files.mine(), []);
});

test("a sending is neither too many nor too much", () => {
  const acts = Array.from({ length: 30 }, (_, n) => ({ n, payload: { text: "x".repeat(6_000) } }) as unknown as Waiting);
  assert.equal(batch(acts).length, 13);
  assert.equal(batch([{ payload: { text: "x".repeat(200_000) } } as unknown as Waiting]).length, 1);
});

test("a slow sending keeps other tabs waiting for as long as it lives, a closed tab for a few seconds", async () => {
  const storage = device();
  const clock = { now: 1_000 };
  const sent: string[] = [];
  const answers: ((answer: Answer) => void)[] = [];
  const begin = (tab: string) =>
    new Outbox({
      shelf: new PlainShelf(storage),
      send: () => {
        sent.push(tab);
        return new Promise<Answer>((resolve) => answers.push(resolve));
      },
      channel: "day",
      who: "me",
      tab,
      settled: () => {},
      changed: () => {},
      later: () => 0,
      now: () => clock.now,
      stillSends: 5,
    });
  const pass = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
  const act = { op: "a", kind: "idea", payload: { text: "Bread" }, made_at: "2026-11-22T12:00:00+00:00", form: "" };
  await begin("slow").put(act);
  await pass(5);
  clock.now += 7_000;
  await pass(30); // it has said that it lives
  clock.now += 7_000;
  await begin("other").flush();
  assert.deepEqual(sent, ["slow"]);
  answers[0]?.({ trouble: "net" });
  await pass(10);

  storage.setItem("kotokaari:live:lease:day:me", JSON.stringify({ tab: "closed", until: clock.now + 8_000 }));
  await begin("waits").flush();
  clock.now += 8_000;
  void begin("sends").flush();
  await pass(5);
  assert.deepEqual(sent, ["slow", "sends"]);
  answers[1]?.({ trouble: "net" });
  await pass(10);
});
