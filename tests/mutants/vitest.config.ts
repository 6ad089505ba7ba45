import { defineConfig } from "vitest/config";

/** Where the package under test is, from the repository's root. */
const folder = process.env["BALLAST_MUTATED"] ?? "services/domain";

/** The specs of one package, told once for each mutant: those that need another process or the network stay out. */
export default defineConfig({
  test: {
    // Folds a history twice by one rule: a broken one says the same both times, and it takes half a minute.
    exclude: ["**/lookingBack.spec.ts"],
    include: [`${folder}/src/**/*.spec.ts`], environment: "node", setupFiles: ["tests/mutants/oneSeed.ts"], testTimeout: 60_000,
    // Some specs of workflows stand in for modules that others use as they are.
    isolate: folder === "workflows",
  },
});
