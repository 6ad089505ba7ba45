import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { workflowNames } from "@ballast/schema/workflows";
import { DefaultLogger, Runtime, Worker } from "@temporalio/worker";
import { beforeAll, describe, expect, it } from "vitest";
import { workflowCode } from "./versions/workflowCode.ts";

/** Histories of real runs, recorded by `npm run histories`: append-only, like the fixtures of events. */
const folder = fileURLToPath(new URL("../histories/", import.meta.url));
const histories = readdirSync(folder).filter((name) => name.endsWith(".json"));

describe("a deploy in flight survives today's workflow code", () => {
  let workflowBundle: { code: string };
  beforeAll(async () => {
    Runtime.install({ logger: new DefaultLogger("ERROR") });
    workflowBundle = { code: (await workflowCode(null)).text };
  }, 60_000);

  it("has only what workflows use, and no schemas: each run evaluates all of it", () => {
    expect(workflowBundle.code).toContain("schema/src/paging.ts");
    expect(workflowBundle.code).not.toContain("node_modules/zod");
    expect(workflowBundle.code).not.toMatch(/schema\/src\/events\//u);
  });

  it("has histories of every workflow", () => {
    const kinds = new Set(histories.map((name) => name.split(".")[0]));
    expect([...kinds].toSorted()).toEqual(Object.values(workflowNames).toSorted());
  });

  it("has histories of what deploys, rollbacks, pages and responses can go through", () => {
    const stories = new Set(histories.map((name) => name.split(".").slice(0, 2).join(".")));
    for (const story of [
      ...["succeeded", "rolledBack", "aborted", "paused", "extended", "preempted", "takenUp"].map((end) => `deployRelease.${end}`),
      "rollbackService.done",
      "rollbackService.escalated",
      ...["completed", "held", "doubted"].map((end) => `rampFlag.${end}`), "whenDue.done", "acceptRisk.expired",
      ...["answered", "escalated", "continuedAsNew", "goneOn"].map((end) => `pageResponders.${end}`),
      ...["resolved", "continuedAsNew", "goneOn"].map((end) => `respondToIncident.${end}`),
    ])
      expect(stories).toContain(story);
  });

  it.each(histories)("replays %s", async (name) => {
    const history: unknown = JSON.parse(readFileSync(`${folder}${name}`, "utf8"));
    await Worker.runReplayHistory({ workflowBundle }, history, name);
  });
});
