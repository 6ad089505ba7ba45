import { bundleWorkflowCode } from "@temporalio/worker";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

it("bundles every workflow without anything that is not deterministic", async () => {
  const { code } = await bundleWorkflowCode({ workflowsPath: fileURLToPath(new URL("./workflows.ts", import.meta.url)) });
  for (const name of ["deployRelease", "rollbackService", "respondToIncident", "pageResponders"]) expect(code).toContain(name);
}, 60_000);
