import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Principal } from "../auth/principal.ts";
import type { ReaderThread } from "./heldThread.ts";
import type { FromReader, ReadAsked } from "./messages.ts";
import { openReaders, type Readers } from "./readers.ts";

/** A thread that answers when it is told to. */
class FakeThread implements ReaderThread {
  readonly asked: ReadAsked[] = [];
  ended = false;
  #hear: (said: FromReader) => void = () => undefined;
  #exit: (code: number) => void = () => undefined;
  postMessage(asked: ReadAsked): void { this.asked.push(asked); }
  on(event: "message" | "exit", listener: ((said: FromReader) => void) | ((code: number) => void)): void {
    if (event === "message") this.#hear = listener as (said: FromReader) => void;
    else this.#exit = listener as (code: number) => void;
  }
  terminate(): Promise<void> {
    this.ended = true;
    return Promise.resolve();
  }
  ready(): void { this.#hear({ ready: true }); }
  say(body: string | null, onlyThere = false): void { this.#hear({ call: this.asked.at(-1)?.call ?? 0, body, onlyThere }); }
  die(): void { this.#exit(1); }
}

const principal: Principal = {
  person: { id: "ada", login: "ada", name: "Ada", roles: ["admin"] }, means: "console", roles: ["admin"], serviceIds: null, sessionId: null,
};
const asked = (text: string) => ({ text, operationName: null });
const question = (text: string) => ({ ...asked(text), variables: {}, principal, requestId: "1", now: 0 });
const slow = "{ releaseList { sentence } }";

let threads: FakeThread[];
let readers: Readers;
let utilisation: number;
const warned = vi.fn();
function opened(most = 2): void {
  readers = openReaders({
    most, limitMs: 1_000, utilisation: () => utilisation, logger: { info: vi.fn(), warn: warned } as never,
    start: () => {
      const thread = new FakeThread();
      threads.push(thread);
      return thread;
    },
  });
}
beforeEach(() => {
  vi.useFakeTimers();
  threads = [];
  utilisation = 0;
  opened();
});
afterEach(async () => {
  await readers.stop();
  vi.useRealTimers();
});

const [first, second] = [(): FakeThread => threads[0] ?? new FakeThread(), (): FakeThread => threads[1] ?? new FakeThread()];

describe("threads that read", () => {
  it("are there from the first slow query on, which goes to them from then on; others do not", async () => {
    expect(readers.ask(question(slow))).toBeUndefined();
    readers.took(asked("{ me { via } }"), 39);
    expect(threads).toHaveLength(0);
    readers.took(asked(slow), 40);
    expect(readers.ask(question(slow))).toBeUndefined(); // it is not ready yet
    first().ready();
    const answer = readers.ask(question(slow));
    first().say("body");
    expect(await answer).toBe("body");
    expect(readers.ask(question("{ me { via } }"))).toBeUndefined();
  });

  it("tell a thread each document once", () => {
    readers.took(asked(slow), 100);
    first().ready();
    void readers.ask(question(slow));
    void readers.ask(question(slow));
    expect(first().asked.map(({ text }) => text)).toEqual([slow, undefined]);
    expect(new Set(first().asked.map(({ document }) => document)).size).toBe(1);
  });

  it("answer everything while the server's own thread is busy, the one with less to do first", () => {
    utilisation = 0.7;
    readers.look();
    expect(threads).toHaveLength(0);
    readers.look();
    readers.look(); // the first is still starting
    expect(threads).toHaveLength(1);
    first().ready();
    readers.look();
    second().ready();
    readers.look();
    expect(readers.count()).toBe(2);
    for (let n = 0; n < 4; n += 1) void readers.ask(question("{ me { via } }"));
    expect([first().asked.length, second().asked.length]).toEqual([2, 2]);
    utilisation = 0.5;
    readers.look();
    expect(readers.ask(question("{ me { via } }"))).toBeUndefined();
  });

  it("are asked no more what only the server knows", async () => {
    readers.took(asked(slow), 100);
    first().ready();
    const answer = readers.ask(question(slow));
    first().say(null, true);
    expect(await answer).toBeNull();
    readers.took(asked(slow), 100);
    expect(readers.ask(question(slow))).toBeUndefined();
  });

  it("go on with new documents however many there were: a thread is told each number's new text", async () => {
    utilisation = 1;
    readers.look();
    readers.look();
    first().ready();
    const texts = Array.from({ length: 1_001 }, (_, n) => `{ releaseList(n: ${String(n)}) { sentence } }`);
    for (const text of texts) {
      const answer = readers.ask(question(text));
      first().say("body");
      expect(await answer).toBe("body");
    }
    void readers.ask(question(texts[0] ?? ""));
    expect(first().asked.slice(-2)).toMatchObject([{ document: 0, text: texts[1_000] }, { document: 1, text: texts[0] }]);
  });

  it("learn what is slow however much was slow before", () => {
    for (let n = 0; n < 1_001; n += 1) readers.took(asked(`{ a${String(n)} }`), 100);
    first().ready();
    expect(readers.ask(question("{ a1000 }"))).toBeDefined();
  });

  it("that end leave their questions to the server, and are started anew for the next slow one", async () => {
    readers.took(asked(slow), 100);
    first().ready();
    const answers = [readers.ask(question(slow)), readers.ask(question(slow))];
    first().die();
    expect(await Promise.all(answers.map((answer) => Promise.resolve(answer)))).toEqual([null, null]);
    expect(readers.count()).toBe(0);
    readers.took(asked(slow), 100);
    expect(readers.count()).toBe(1);
  });

  it("that cannot begin are not started over and over, but a minute later", () => {
    utilisation = 1;
    for (let second = 0; second < 60; second += 1) {
      readers.look();
      threads.at(-1)?.die();
      readers.took(asked(slow), 100);
      vi.advanceTimersByTime(500);
    }
    expect(threads).toHaveLength(1);
    vi.advanceTimersByTime(60_000);
    readers.look();
    expect(threads).toHaveLength(2);
  });

  it("that do not answer in time are ended: whoever asked hears so, who waits behind is answered by the server", async () => {
    readers.took(asked(slow), 100);
    first().ready();
    const answers = [readers.ask(question(slow)), readers.ask(question(slow))];
    vi.advanceTimersByTime(1_001);
    const [late, behind] = await Promise.all(answers.map((answer) => Promise.resolve(answer)));
    expect(JSON.parse(late ?? "")).toMatchObject({ errors: [{ extensions: { code: "TIMEOUT" } }] });
    expect([behind, first().ended]).toEqual([null, true]);
  });

  it("take no more than fifty questions each, and end when nobody asks for two minutes", () => {
    readers.took(asked(slow), 100);
    first().ready();
    for (let n = 0; n < 50; n += 1) void readers.ask(question(slow));
    expect(readers.ask(question(slow))).toBeUndefined();
    vi.advanceTimersByTime(2_000);
    readers.took(asked(slow), 100);
    second().ready();
    vi.advanceTimersByTime(119_000);
    expect([readers.count(), second().ended]).toEqual([1, false]);
    vi.advanceTimersByTime(3_000);
    expect([readers.count(), second().ended]).toEqual([0, true]);
  });

  it("stay where a server that nobody asked for an hour becomes busy", () => {
    vi.advanceTimersByTime(3_600_000);
    utilisation = 1;
    vi.advanceTimersByTime(10_000);
    expect([threads.length, readers.count(), first().ended]).toEqual([1, 1, false]);
  });

  it("are none where none are wanted", async () => {
    await readers.stop();
    opened(0);
    utilisation = 1;
    readers.look();
    readers.look();
    readers.took(asked(slow), 100);
    expect([readers.count(), threads.length]).toEqual([0, 0]);
  });
});
