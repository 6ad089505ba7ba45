import type { KnipConfig } from "knip";

/** Dead code: files, exports and dependencies that nothing uses. Entries are what a person, npm or the supervisor starts. */
const config: KnipConfig = {
  workspaces: {
    ".": {
      project: ["*.{js,ts,cjs}"],
      // ts7 is called by path, since both compilers call themselves tsc; protobufjs decides which version is hoisted.
      // Stryker is started by path, and finds its runner by name.
      ignoreDependencies: ["ts7", "protobufjs", "@stryker-mutator/.*"],
    },
    schema: { entry: ["src/index.ts", "src/workflows/index.ts", "src/generate.ts", "src/**/*.spec.ts"], project: ["src/**/*.ts"] },
    "services/*": {
      entry: ["src/index.ts", "src/main.ts", "src/generate.ts", "src/*/main.ts", "src/**/*.spec.ts"], project: ["src/**/*.ts"],
    },
    workflows: {
      entry: ["src/index.ts", "src/main.ts", "src/workflows.ts", "src/traceHeader.ts", "src/**/*.spec.ts"], project: ["src/**/*.ts"],
    },
    "apps/api": {
      entry: ["src/index.ts", "src/main.ts", "src/generate.ts", "src/**/*.spec.ts"], project: ["src/**/*.ts"],
      // Runs in a process of its own, from the text of its script.
      ignoreDependencies: ["@pagerduty/pdjs"],
    },
    "apps/console": { entry: ["src/main.tsx", "src/timeline/story/main.tsx", "src/**/*.spec.{ts,tsx}"], project: ["src/**/*.{ts,tsx}"] },
    "apps/cli": {
      entry: [
        "bin/*.js", "src/main.ts", "src/build/main.ts", "src/demo/main.ts", "src/start/mail.ts", "src/demo/seed.ts",
        "src/generate.ts", "src/start/fixtures/*.ts", "src/**/*.spec.ts",
      ],
      project: ["{bin,src}/**/*.{js,ts}"],
      // Their programs are bundled and started, by path.
      ignoreDependencies: ["@ballast/.*"],
    },
    tests: {
      entry: ["*.js", "**/*.spec.ts", "checks/*.js", "bench/*.ts", "harness/*.ts", "mutants/*.{js,ts}"], project: ["**/*.{js,ts}"],
      // Bundled for a page, from the text of its script.
      ignoreDependencies: ["@openfeature/ofrep-web-provider", "@openfeature/web-sdk"],
    },
  },
  // Types are exported for readers of an interface even where only their values are used elsewhere.
  ignoreExportsUsedInFile: true,
  exclude: ["types"],
  // Parts of the system where `tests/run.js`, the bench beside PostgreSQL and a spec that makes a certificate look for them.
  ignoreBinaries: ["apt-get", "openssl", "initdb", "postgres", "pg_isready", "psql"],
};

export default config;
