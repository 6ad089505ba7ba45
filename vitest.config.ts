import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { LongestFirst } from "./tests/harness/longestFirst.ts";

/**
 * Whole-system tests hold on machines that are four times slower. They mostly wait, for bakes, pages and restarts: three at
 * a time share two cores well.
 */
const system = { testTimeout: 300_000, hookTimeout: 300_000, sequence: { groupOrder: 2 }, maxWorkers: 3 };

/** Packages whose specs start nothing and leave nothing behind. */
const pure = "{schema,services/domain,services/readmodel,apps/console}";

/** As many as there are cores: left to itself, vitest keeps one of two for the terminal. */
const maxWorkers = availableParallelism();

const api = "apps/api";

/** type-graphql is inlined and everything else is not: both must find the same graphql. */
const oneGraphql = { alias: [{ find: /^graphql$/, replacement: "graphql/index.js" }] };

/** Some start real processes, on machines that are busy: the one bound on how long a condition may be waited for. */
const unit = { testTimeout: 120_000, hookTimeout: 120_000, sequence: { groupOrder: 1 }, maxWorkers };

/** Unit specs stand beside their files; everything whole-system stands in tests/. */
export default defineConfig({
  test: {
    reporters: ["default", "./tests/harness/countsReporter.ts"],
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: "rules",
          include: [`${pure}/src/**/*.spec.{ts,tsx}`],
          environment: "node",
          testTimeout: 120_000,
          // They touch nothing but their arguments: one worker loads the rules once, not once a file.
          isolate: false,
          sequence: { groupOrder: 1 },
          maxWorkers,
        },
      },
      {
        resolve: oneGraphql,
        test: {
          name: "api",
          include: [`${api}/src/**/*.spec.ts`],
          ...unit,
          // Each starts an API of its own, in memory, whose schema takes seconds to load: once a worker, not once a file.
          isolate: false,
          server: { deps: { inline: [/type-graphql/] } },
        },
      },
      {
        resolve: oneGraphql,
        test: {
          name: "unit",
          include: ["{services/*,workflows,apps/*}/src/**/*.spec.ts", "tests/checks/**/*.spec.ts"],
          exclude: [`${pure}/**`, `${api}/**`],
          ...unit,
          server: { deps: { inline: [/type-graphql/] } },
        },
      },
      {
        test: {
          name: "contracts",
          include: ["tests/contracts/**/*.spec.ts"],
          sequence: { groupOrder: 1 },
          maxWorkers,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "system",
          include: ["tests/{harness,scenarios,browser}/**/*.spec.ts"],
          ...system,
          // All share one stack, but for those that ask for one of their own.
          globalSetup: ["tests/harness/globalSetup.ts"],
        },
      },
      // What kills the parts of a stack starts one of its own, and needs nobody else to stand still.
      { test: { name: "faults", include: ["tests/faults/**/*.spec.ts"], ...system } },
    ],
  },
});
