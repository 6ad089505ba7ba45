import { connect, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { joinServer, type JoinedServer } from "../harness/joinedServer.ts";
import { startStack, type PartName, type Stack } from "../harness/stack.ts";
import { until } from "../harness/until.ts";

const key = "pay";
const environment = "production";
const all = "/ofrep/v1/evaluate/flags";
const listeners = 200;

/** A page that hears of changes from one server, asks another one after each, and notes what it saw having heard of which. */
class Page {
  readonly #ask: (etag: string) => Promise<Answered>;
  readonly #address: string;
  readonly #stop = new AbortController();
  /** The latest position that it has heard of, or has seen. */
  heardOf = 0n;
  readonly seen: { readonly heardOf: bigint; readonly value: unknown }[] = [];
  done: Promise<void> = Promise.resolve();

  constructor(ask: (etag: string) => Promise<Answered>, address: string) {
    this.#ask = ask;
    this.#address = address;
  }

  open(): void {
    this.done = this.#listen();
  }

  /** Comes back as a browser does, with what it heard of last, until it is closed. */
  async #listen(): Promise<void> {
    await until(async () => {
      await this.#once().catch(() => undefined);
      return this.#stop.signal.aborted;
    }, { within: 600_000 });
  }

  async #once(): Promise<void> {
    const headers = { ...(this.heardOf > 0n && { "last-event-id": String(this.heardOf) }) };
    const response = await fetch(this.#address, { headers, signal: this.#stop.signal });
    let text = "";
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += chunk;
      for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
        const heard = /^id: (\d+)$/m.exec(text.slice(0, end))?.[1];
        text = text.slice(end + 2);
        if (heard !== undefined) await this.#refetch(BigInt(heard));
      }
    }
  }

  async #refetch(position: bigint): Promise<void> {
    this.heardOf = position;
    // A server that is away is asked again: of this change nobody will tell twice.
    const answer = await until(async () => (this.#stop.signal.aborted ? "closed" : this.#ask(String(position))));
    if (answer !== "closed" && answer.status === 200) this.seen.push({ heardOf: position, value: answer.value });
  }

  close(): Promise<void> {
    this.#stop.abort();
    return this.done;
  }
}

interface Answered {
  readonly status: number;
  readonly value: unknown;
  readonly age: string | null;
  readonly metadata: Readonly<Record<string, string>>;
}

let stack: Stack;
/** Two more on the same log; the stack's own may be killed. */
let others: JoinedServer[] = [];
let token: string;
let pages: Page[] = [];
const nodes = (): readonly string[] => [stack.url, ...others.map(({ url }) => url)];
const ask = async (node: string, etag?: string): Promise<Answered> => {
  const response = await fetch(`${node}${all}/${key}${etag === undefined ? "" : `?flagConfigEtag=${etag}`}`, {
    method: "POST", headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ context: { targetingKey: "ann" } }),
  });
  const { value, metadata = {} } = (await response.json()) as { value?: unknown; metadata?: Record<string, string> };
  return { status: response.status, value, age: response.headers.get("age"), metadata };
};
const streamAddress = async (node: string): Promise<string> => {
  const response = await fetch(`${stack.url}${all}`, {
    method: "POST", headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ context: { targetingKey: "ann" } }),
  });
  const { eventStreams: [stream] } = (await response.json()) as { eventStreams: { endpoint: { requestUri: string } }[] };
  const { pathname, search } = new URL(stream?.endpoint.requestUri ?? "", stack.url);
  return `${node}${pathname}${search}`;
};
/** What each server answers. */
const answers = (): Promise<readonly Answered[]> => Promise.all(nodes().map((node) => ask(node)));
const place = `flag: "${key}", environment: "${environment}"`;
const kill = async (): Promise<bigint> => {
  const { killFlag } = await stack.gql<{ killFlag: { position: string } }>(`mutation { killFlag(input: { ${place} }) { position } }`);
  return BigInt(killFlag.position);
};
const release = async (): Promise<bigint> => {
  const { flag } = await stack.gql<{ flag: { targeting: { kills: { killId: string }[] } } }>(
    `{ flag(key: "${key}") { targeting(environment: "${environment}") { kills { killId } } } }`,
  );
  const { releaseKill } = await stack.gql<{ releaseKill: { position: string } }>(
    `mutation ($killIds: [String!]!) { releaseKill(input: { ${place}, killIds: $killIds, reason: "mended" }) { position } }`,
    { killIds: flag.targeting.kills.map(({ killId }) => killId) },
  );
  return BigInt(releaseKill.position);
};
const pidOf = (part: PartName): number => stack.record().parts[part]?.pid ?? 0;
const heard = (position: bigint): Promise<unknown> =>
  until(() => pages.every(({ seen }) => (seen.at(-1)?.heardOf ?? 0n) >= position));
const lastSeen = (): readonly unknown[] => [...new Set(pages.map(({ seen }) => seen.at(-1)?.value))];

beforeAll(async () => {
  stack = await startStack();
  await stack.gql(`mutation { registerFlag(input: { key: "${key}", kind: operations, environments: ["${environment}"] }) { position } }`);
  await stack.gql(
    `mutation ($rules: JSON!) { setFlagRules(input: { ${place}, rules: $rules, reason: "on" }) { position } }`,
    { rules: { prerequisites: [], rules: [], rollout: null, defaultVariant: "on" } },
  );
  ({ issueToken: { secret: token } } = await stack.gql<{ issueToken: { secret: string } }>(
    `mutation { issueToken(input: { name: "Shop", roles: [application], environment: "${environment}" }) { secret } }`,
  ));
  const installation = { folder: stack.folder, addresses: stack.record().addresses };
  others = await Promise.all([joinServer(installation), joinServer(installation)]);
  await until(async () => (await answers()).every(({ value }) => value === true));
});
afterAll(async () => {
  await Promise.all(pages.map((page) => page.close()));
  await Promise.all(others.map((server) => server.stop()));
  await stack.stop();
});

describe("two hundred pages that hear of changes from three servers, and one that never reads", () => {
  let deaf: Socket;
  it("all see a kill and its release, whoever does not read", async () => {
    const streams = await Promise.all(nodes().map(streamAddress));
    pages = Array.from({ length: listeners }, (_, index) => {
      const [hears, asks] = [streams[index % 3] ?? "", nodes()[(index + 1) % 3] ?? ""];
      return new Page((etag) => ask(asks, etag), hears);
    });
    for (const page of pages) page.open();
    const { hostname, port, pathname, search } = new URL(streams[0] ?? "");
    deaf = connect(Number(port), hostname).pause();
    deaf.on("error", () => undefined).write(`GET ${pathname}${search} HTTP/1.1\r\nhost: ${hostname}\r\n\r\n`);
    await heard(await kill());
    expect(lastSeen()).toEqual([false]);
    await heard(await release());
    expect(lastSeen()).toEqual([true]);
  });

  it("are answered from what each server has while the log stands still, which says how old it is; a kill that waited is seen by all", async () => {
    process.kill(pidOf("eventstore"), "SIGSTOP");
    try {
      await until(async () => (await answers()).every(({ age }) => age !== null));
      const away = { status: 200, value: true, metadata: { log: "away", asOf: expect.any(String) as unknown } };
      expect(await answers()).toMatchObject([away, away, away]);
    } finally {
      process.kill(pidOf("eventstore"), "SIGCONT");
    }
    await until(async () => (await answers()).every(({ age }) => age === null));
    await heard(await kill());
    expect(lastSeen()).toEqual([false]);
  });

  it("catch up after the event store was killed, and after the API was", async () => {
    const released = await release();
    stack.kill9("eventstore");
    expect((await answers()).map(({ status }) => status)).toEqual([200, 200, 200]);
    await stack.healthy();
    await heard(released);
    const killed = await until(() => kill().catch(() => undefined));
    await stack.restartOf("api");
    await heard(killed);
    expect(lastSeen()).toEqual([false]);
  });

  it("are answered by a server that stood still when the kill was pressed once it has heard of it too", async () => {
    await heard(await release());
    const [behind] = others;
    const askIt = pages.filter((_, index) => index % 3 === 0);
    if (behind === undefined) throw new Error("no other server");
    process.kill(behind.pid, "SIGSTOP");
    let killed: bigint;
    try {
      killed = await kill();
      await until(() => askIt.every(({ heardOf }) => heardOf >= killed));
    } finally {
      process.kill(behind.pid, "SIGCONT");
    }
    await heard(killed);
    expect(lastSeen()).toEqual([false]);
  });

  it("never saw on what was killed, having heard of the kill", async () => {
    const released = await release();
    await heard(released);
    deaf.destroy();
    const off = new Set<bigint>();
    const on = new Set<bigint>();
    for (const { seen } of pages) for (const { heardOf, value } of seen) (value === true ? on : off).add(heardOf);
    expect([...off].filter((position) => on.has(position))).toEqual([]);
    expect(pages.every(({ seen }) => seen.at(-1)?.value === true)).toBe(true);
  });
});
