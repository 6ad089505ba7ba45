import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { bundleWorkflowCode, DefaultLogger, type WorkflowBundleOption } from "@temporalio/worker";
import { withoutUnused } from "./leanBundle.ts";

/** The workflows as a worker runs them, and which version of them it is. */
export interface WorkflowCode {
  readonly bundle: WorkflowBundleOption;
  readonly text: string;
  /** From the code itself: the same code is the same version, wherever and whenever it was built. */
  readonly buildId: string;
}

/** A worker's version in the engine is this deployment's, with a build id. */
export const deploymentName = "ballast";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The code of a prebuilt bundle; bundled on the spot where there is none (development, tests). */
export async function workflowCode(path: string | null): Promise<WorkflowCode> {
  if (path !== null && existsSync(path)) return codeIn(path);
  const { code } = await bundleWorkflowCode({
    workflowsPath: here("../workflows.ts"), workflowInterceptorModules: [here("../traceHeader.ts")], logger: new DefaultLogger("WARN"),
    webpackConfigHook: withoutUnused,
  });
  return { bundle: { code }, text: code, buildId: buildIdOf(code) };
}

/** The code in a file. */
export function codeIn(path: string): WorkflowCode {
  const text = readFileSync(path, "utf8");
  return { bundle: { codePath: path }, text, buildId: buildIdOf(text) };
}

const buildIdOf = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 16);
