import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Client } from "@temporalio/client";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { becomeCurrent } from "./deployment.ts";
import { lookOnce, type Looking, type Versions } from "./formerVersions.ts";
import { KeptCode } from "./keptCode.ts";
import { codeIn, type WorkflowCode } from "./workflowCode.ts";

let folder: string;
let source: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ballast-versions-"));
  source = join(folder, "built.js");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The bundle as a build leaves it: each overwrites the one before. */
function built(text: string): WorkflowCode {
  writeFileSync(source, text);
  return codeIn(source);
}

/** An engine with runs that are pinned to versions. */
class PinnedRuns {
  readonly runs = new Map<string, string>();
  current: string | null = null;
  /** So often it has not seen the version's workers yet. */
  unseen = 0;
  readonly moved: string[] = [];

  asClient(): Client {
    const client: unknown = {
      workflowService: {
        describeWorkerDeployment: () =>
          Promise.resolve({
            workerDeploymentInfo: { routingConfig: { currentDeploymentVersion: this.current === null ? null : { buildId: this.current } } },
          }),
        setWorkerDeploymentCurrentVersion: ({ buildId }: { buildId: string }) => {
          if (this.unseen > 0)
            return Promise.reject(Object.assign(new Error("no pollers"), { code: (this.unseen -= 1) % 2 === 0 ? 9 : 5 }));
          this.current = buildId;
          return Promise.resolve({});
        },
        updateWorkflowExecutionOptions: ({ workflowExecution: { workflowId } }: { workflowExecution: { workflowId: string } }) => {
          this.runs.delete(workflowId);
          return Promise.resolve(void this.moved.push(workflowId));
        },
      },
      workflow: {
        list: () =>
          [...this.runs].map(([workflowId, buildId]) => ({
            workflowId, runId: "r", typedSearchAttributes: { get: () => `ballast:${buildId}` },
          })),
      },
    };
    return client as Client;
  }
}

function world(engine: PinnedRuns, current: WorkflowCode, kept: Versions["kept"]) {
  const story: string[] = [];
  const versions: Versions = {
    deployment: { temporal: engine.asClient(), namespace: "default" },
    current,
    kept,
    start: ({ buildId }) =>
      Promise.resolve((story.push(`start ${buildId}`), { stop: () => Promise.resolve(void story.push(`stop ${buildId}`)) })),
  };
  const looking: Looking = {
    running: new Map(), idle: new Map(), logger: { info: () => undefined, warn: () => undefined }, signal: new AbortController().signal,
  };
  return { story, look: () => lookOnce(versions, looking) };
}

describe("the code of versions", () => {
  it("is kept when a build overwrites it, named by what it is", () => {
    const kept = new KeptCode(join(folder, "kept"));
    const one = built("one");
    kept.keep(one);
    kept.keep(one);
    const two = built("two");
    kept.keep(two);
    expect(kept.former(two.buildId)).toMatchObject([{ text: "one", buildId: one.buildId }]);
    expect(one.buildId).not.toBe(two.buildId);
    kept.forget(one.buildId);
    expect(kept.former(two.buildId)).toEqual([]);
    expect(readdirSync(join(folder, "kept"))).toEqual([`${two.buildId}.js`]);
  });

  it("that was altered since, or was cut off while it was written, is none", () => {
    const kept = new KeptCode(join(folder, "kept"));
    const one = built("one");
    kept.keep(one);
    writeFileSync(join(folder, "kept", `${one.buildId}.js`), "on");
    writeFileSync(join(folder, "kept", "half.js.part"), "tw");
    expect(kept.former("another")).toEqual([]);
    expect(new KeptCode(join(folder, "nowhere")).former("any")).toEqual([]);
  });
});

describe("former versions", () => {
  it("run as long as something is pinned to them, and are forgotten when they have drained", async () => {
    const kept = new KeptCode(join(folder, "kept"));
    const [one, two] = [built("one"), built("two")].map((code) => (kept.keep(code), code)) as [WorkflowCode, WorkflowCode];
    const engine = new PinnedRuns();
    engine.current = two.buildId;
    engine.runs.set("deploy/a", one.buildId).set("deploy/b", two.buildId);
    const { story, look } = world(engine, two, kept);
    await look();
    await look();
    expect(story).toEqual([`start ${one.buildId}`]);
    engine.runs.delete("deploy/a");
    await look();
    expect(story).toEqual([`start ${one.buildId}`]);
    await look();
    expect(story).toEqual([`start ${one.buildId}`, `stop ${one.buildId}`]);
    expect(kept.former(two.buildId)).toEqual([]);
    expect(engine.moved).toEqual([]);
  });

  it("that have nothing to finish are not even started", async () => {
    const kept = new KeptCode(join(folder, "kept"));
    kept.keep(built("one"));
    const { story, look } = world(new PinnedRuns(), built("two"), kept);
    await look();
    await look();
    expect(story).toEqual([]);
    expect(kept.former("two")).toEqual([]);
  });

  it("of which no code is left have their runs carried by the current one; in a cluster others see to that", async () => {
    const engine = new PinnedRuns();
    const current = built("two");
    engine.runs.set("deploy/a", "gone").set("deploy/b", current.buildId);
    await world(engine, current, null).look();
    expect(engine.moved).toEqual([]);
    await world(engine, current, new KeptCode(join(folder, "kept"))).look();
    expect(engine.moved).toEqual(["deploy/a"]);
  });
});

it("a former version that cannot be run any more is forgotten, and its runs are carried by the current one", async () => {
  const kept = new KeptCode(join(folder, "kept"));
  const one = built("one");
  kept.keep(one);
  const engine = new PinnedRuns();
  engine.runs.set("deploy/a", one.buildId);
  const versions: Versions = {
    deployment: { temporal: engine.asClient(), namespace: "default" },
    current: built("two"),
    kept,
    start: () => Promise.reject(new Error("made for another client")),
  };
  await lookOnce(versions, {
    running: new Map(), idle: new Map(), logger: { info: () => undefined, warn: () => undefined }, signal: new AbortController().signal,
  });
  expect(engine.moved).toEqual(["deploy/a"]);
  expect(kept.former("two")).toEqual([]);
});

describe("the current version", () => {
  it("is set as soon as the engine has seen its workers", async () => {
    const engine = new PinnedRuns();
    engine.unseen = 2;
    await becomeCurrent({ temporal: engine.asClient(), namespace: "default" }, "this", new AbortController().signal);
    expect(engine.current).toBe("this");
  });

  it("is set again where the engine has forgotten it, and left alone where another one is", async () => {
    const engine = new PinnedRuns();
    const current = built("two");
    await world(engine, current, null).look();
    expect(engine.current).toBe(current.buildId);
    engine.current = "a later one";
    await world(engine, current, null).look();
    expect(engine.current).toBe("a later one");
  });
});
