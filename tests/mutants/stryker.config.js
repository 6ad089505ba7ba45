/** Mutation testing of one package; `npm run mutants -- domain` sets which. */
const folder = process.env.BALLAST_MUTATED ?? "services/domain";
const name = folder.split("/").at(-1);
/** Only some mutants, chosen by lot: how many, and which lot, says `sample.js`. */
const sampled = process.env.BALLAST_MUTANTS_SHARE !== undefined;

/**
 * What only starts a worker: whole processes run it (`tests/scenarios`, `tests/faults`), which these runs leave out, and no spec beside the
 * code does.
 */
const wiring = ["main", "config", "tracing", "traceHeader", "worker"].map((part) => `!workflows/src/${part}.ts`);

/** @type {import("@stryker-mutator/api/core").PartialStrykerOptions} */
export default {
  testRunner: "vitest",
  plugins: ["@stryker-mutator/vitest-runner", "./tests/mutants/survivors.js", ...(sampled ? ["./tests/mutants/sample.js"] : [])],
  checkers: sampled ? ["sample"] : [],
  vitest: { configFile: "tests/mutants/vitest.config.ts" },
  mutate: (process.env.BALLAST_MUTATED_FILES ?? `${folder}/src/**/*.ts`)
    .split(",")
    .concat(
      "!**/*.spec.ts",
      "!**/specification/**",
      "!**/specification.ts",
      "!**/simulation/**",
      "!**/example*.ts",
      "!**/index.ts",
      ...wiring,
    ),
  // Sentences are for people: another word is no broken rule.
  mutator: { excludedMutations: ["StringLiteral"] },
  // Each mutant meets only the specs that reach it; one that is met while a module loads would need all of them.
  coverageAnalysis: "perTest",
  ignoreStatic: true,
  // What a sample leaves out is not known.
  incremental: !sampled,
  incrementalFile: `.ballast/mutants/${name}.json`,
  tempDirName: ".ballast/mutants/sandbox",
  ignorePatterns: [".ballast", "apps", "**/dist", "tests/artefacts"],
  reporters: ["clear-text", "progress-append-only", "json", "survivors"],
  jsonReporter: { fileName: `.ballast/mutants/${name}.report.json` },
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false, allowEmojis: false },
  concurrency: Number(process.env.BALLAST_MUTANTS_AT_ONCE ?? 2),
  timeoutMS: 20_000,
  // Every spec of the package once: two minutes alone, and this many on a machine that does other things too.
  dryRunTimeoutMinutes: 20,
  allowEmpty: true,
};
