import { contextOf, compileFlag, OpenFlag, type FlagInEnvironment } from "@ballast/flags";
import { summarise, type BenchResult } from "../result.ts";
import { contextAt, environment, rulesOf, usualParts } from "./fleetOfFlags.ts";

/** Evaluations of this process: no network, no other flag in the way. */
export function inProcess(): BenchResult {
  const subject: FlagInEnvironment = {
    flag: {
      status: "managed",
      flagId: "00000000-0000-4000-8000-000000000001",
      key: "bench",
      kind: "release",
      valueType: "boolean",
      offVariant: "off",
      seed: "bench",
      variants: [
        { name: "on", value: true },
        { name: "off", value: false },
      ],
      bucketBy: "targetingKey",
      description: "",
      ownerId: "00000000-0000-4000-8000-000000000002",
      expiresAt: null,
      serviceIds: [],
      metrics: [], metadata: {}, engine: "flagd-core@4.0.1+compiler.1",
      archived: null,
      cleanUpAfterDays: null,
    },
    targeting: {
      status: "open",
      targetingId: "00000000-0000-4000-8000-000000000003",
      flagId: "00000000-0000-4000-8000-000000000001",
      environment,
      offVariant: "off",
      rules: rulesOf(usualParts),
      overrides: [],
      kills: [],
      changes: 0,
      requests: [],
      ramp: null,
      stale: null,
    },
  };
  const flag = new OpenFlag(compileFlag(subject, { flag: () => undefined, segment: () => undefined }));
  const contexts = Array.from({ length: 1_000 }, (_, turn) => contextOf({ ...contextAt(turn) }));
  const batch = (): void => { for (const context of contexts) flag.evaluate(context); };
  for (let warm = 0; warm < 50; warm += 1) batch();
  const samplesMs: number[] = [];
  const began = performance.now();
  for (let round = 0; round < 500; round += 1) {
    const at = performance.now();
    batch();
    samplesMs.push(performance.now() - at);
  }
  return summarise({
    name: "evaluate in process, a rule and a share (samples of 1,000)", samplesMs, elapsedMs: performance.now() - began,
    n: 500 * contexts.length,
  });
}

