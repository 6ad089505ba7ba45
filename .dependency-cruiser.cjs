/**
 * Who may import whom (the table in ARCHITECTURE.md), as rules. Each package may import itself and what its row allows;
 * `tests/checks/imports.js` runs this and fails when too few modules were seen, because an empty run passes everything.
 */
const packages = {
  schema: "^schema/",
  domain: "^services/domain/",
  eventstore: "^services/eventstore/",
  eventlog: "^services/eventlog/",
  flags: "^services/flags/",
  readmodel: "^services/readmodel/",
  delivery: "^services/delivery/",
  notifications: "^services/notifications/",
  tracing: "^services/tracing/",
  workflows: "^workflows/",
  api: "^apps/api/",
  console: "^apps/console/",
  cli: "^apps/cli/",
};

// Specs, and the folders with what they are told by, stand outside of what runs.
const spec = "(\\.spec\\.tsx?$|/src/specification/)";
const only = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: "error",
  from: { path: from, pathNot: spec },
  to: { path: "^(schema|services|workflows|apps)/", pathNot: [from, ...allowed.map((other) => packages[other])] },
});

const rows = [
  ["schema", []],
  ["domain", ["schema"]],
  ["eventstore", []],
  ["eventlog", ["schema", "domain"]],
  ["flags", ["schema", "domain", "eventlog"]],
  ["readmodel", ["schema", "domain", "eventlog"]],
  ["delivery", ["schema"]],
  ["notifications", ["schema"]],
  ["tracing", []],
  ["workflows", ["schema", "domain", "eventlog", "flags", "delivery", "notifications", "tracing"]],
  ["api", ["schema", "domain", "eventlog", "flags", "readmodel", "tracing"]],
  ["console", ["schema"]],
];

/**
 * Packages that are made of slices. `shared` are the folders that every slice may take from, the lowest first: each may
 * take from those before it, unless they are `mutual`. All other folders are slices. `composed` are the files at the top
 * that know the slices.
 */
const layers = [
  {
    name: "api",
    root: "apps/api/src",
    shared: ["fleet", "ops", "auth", "subscriptions", "printing", "ruling", "graphql", "reading", "events", "commands", "commits", "figures", "leaving", "calling"],
    composed: ["slices", "schema", "app", "main", "readerThread", "bootstrap", "generate"],
  },
  { name: "workflows", root: "workflows/src", shared: ["versions", "reactor", "traffic"], composed: ["slices", "worker", "main", "index"] },
  // The named places of the rules are about more than one record; the packages' own files (decider, rejection, keyed, …) lie below all.
  { name: "domain", root: "services/domain/src", shared: ["statistics", "calibration", "exposure", "oncall", "reports", "availability", "promise", "judgement", "response"], composed: ["index"] },
  { name: "readmodel", root: "services/readmodel/src", shared: ["engine", "viewer"], composed: ["slices", "queries", "model", "openReadModel", "index"] },
  {
    name: "console",
    root: "apps/console/src",
    shared: ["theme", "marks", "api", "data", "shell", "lists", "choices", "rights", "response", "paging", "rollout", "turning", "timeline", "promises", "telling", "forecast", "signIn", "app"],
    // The frame shows what is read, and reading asks the frame which moment is looked at.
    mutual: true,
    composed: ["slices", "main"],
  },
];

/** What holds of the slices of a package, imports of types included: they are no way round. */
const sliced = ({ name, root, shared, composed, mutual = false }) => {
  const anyShared = `(${shared.join("|")})`;
  const inside = (folder) => `^${root}/${folder}/`;
  return [
    {
      name: `${name}-slices-apart`,
      comment: "A slice never imports another slice's folder: it asks by the record's kind, through a query, or hears of an event.",
      severity: "error",
      from: { path: inside("([^/]+)"), pathNot: [spec, inside(anyShared)] },
      to: { path: inside("[^/]+"), pathNot: [inside("$1"), inside(anyShared)] },
    },
    {
      name: `${name}-shared-knows-no-slice`,
      comment: "What is shared receives slices as values.",
      severity: "error",
      from: { path: inside(anyShared), pathNot: spec },
      to: { path: [inside("[^/]+"), `^${root}/slice\\.tsx?$`], pathNot: inside(anyShared) },
    },
    {
      name: `${name}-composed-at-the-top`,
      comment: "Only the top knows which slices there are; nothing runs back up to it.",
      severity: "error",
      from: { path: inside("[^/]+"), pathNot: spec },
      to: { path: `^${root}/(${composed.join("|")})\\.tsx?$` },
    },
    ...(mutual ? [] : shared.slice(0, -1)).map((folder, place) => ({
      name: `${name}-shared-in-order`,
      comment: `Shared folders take from those below them: ${shared.join(", ")}.`,
      severity: "error",
      from: { path: inside(folder), pathNot: spec },
      to: { path: inside(`(${shared.slice(place + 1).join("|")})`) },
    })),
    { name: `${name}-no-cycles-of-types`, comment: "A cycle of types has no first module to understand either.", severity: "error", from: { path: `^${root}/`, pathNot: spec }, to: { circular: true } },
  ];
};

/** Imports of packages, by a pattern of what they resolve to. */
const modules = "(^|/)node_modules/";
const npm = (name) => `${modules}${name}(/|$)`;

module.exports = {
  forbidden: [
    { name: "no-cycles", comment: "A cycle has no first module to understand.", severity: "error", from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } } },
    { name: "not-found", comment: "Every import leads somewhere.", severity: "error", from: {}, to: { couldNotResolve: true } },
    { name: "nothing-imports-tests", comment: "Tests may import anything; nothing imports tests.", severity: "error", from: { pathNot: "^(tests/|[^/]+$)" }, to: { path: "^tests/" } },
    ...layers.flatMap(sliced),
    ...rows.map(([name, allowed]) => only(`${name}-row`, packages[name], allowed, `${name} may import: ${["itself", ...allowed].join(", ")}.`)),
    {
      name: "domain-is-pure",
      comment: "Rules know no I/O, no clock and no npm but temporal-polyfill.",
      severity: "error",
      from: { path: packages.domain, pathNot: [spec, "/specification\\.ts$"] },
      to: { path: modules, pathNot: [npm("temporal-polyfill"), npm("temporal-spec")] },
    },
    {
      name: "domain-without-node",
      comment: "Rules know no I/O.",
      severity: "error",
      from: { path: packages.domain, pathNot: [spec, "/specification\\.ts$"] },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "schema-npm",
      comment: "The schema needs zod and nothing else; gql.tada gives types only.",
      severity: "error",
      from: { path: "^schema/src/", pathNot: [spec, "/generate\\.ts$"] },
      to: { path: modules, pathNot: [npm("zod"), npm("gql\\.tada")] },
    },
    {
      name: "one-importer-of-the-client",
      comment: "Only eventlog imports the event store's client.",
      severity: "error",
      from: { path: "^(schema|services|workflows|apps)/", pathNot: [packages.eventlog, packages.eventstore] },
      to: { path: npm("@eventstore/db-client") },
    },
    {
      name: "store-takes-generated-messages-only",
      comment: "The embedded server uses the client's generated messages, never the client.",
      severity: "error",
      from: { path: packages.eventstore, pathNot: spec },
      to: { path: npm("@eventstore/db-client"), pathNot: npm("@eventstore/db-client/generated") },
    },
    {
      name: "one-importer-of-the-evaluation-engine",
      comment: "What evaluates flags has one way in: another version of it may divide customers anew.",
      severity: "error",
      from: { path: "^(schema|services|workflows|apps)/", pathNot: [packages.flags] },
      to: { path: npm("@openfeature/flagd-core") },
    },
    {
      name: "cli-commands-apart",
      comment: "A command's file is its manifest: the list loads it, and nobody else. What two commands need stands beside them under its own name.",
      severity: "error",
      from: { path: packages.cli, pathNot: [spec, "^apps/cli/src/commands/index\\.ts$"] },
      to: { path: "^apps/cli/src/.*(\\.|/)command\\.ts$", pathNot: "^apps/cli/src/command\\.ts$" },
    },
    {
      name: "workflows-are-deterministic",
      comment: "Workflow code runs in Temporal's sandbox: schema, pure policies, @temporalio/workflow, and types of activities.",
      severity: "error",
      from: { path: "^workflows/src/.*(\\.workflow|saga|workflows)\\.ts$" },
      to: {
        path: [modules, "^(services|apps)/", "\\.activities\\.ts$"],
        pathNot: [npm("@temporalio/(workflow|common)"), npm("zod"), packages.domain],
        dependencyTypesNot: ["type-only"],
      },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(apps|tests)/.*(dist|artefacts)/|^schema/generated/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "node", "default", "types"], extensions: [".ts", ".tsx", ".js", ".json"] },
  },
};
