import { costs } from "./flags/cost.ts";
import { inProcess } from "./flags/inProcess.ts";
import type { BenchResult } from "./result.ts";

/** What many flags of many rules cost a server, and how fast flags are evaluated in process. */
export const run = async (): Promise<readonly BenchResult[]> => [...(await costs()), inProcess()];
