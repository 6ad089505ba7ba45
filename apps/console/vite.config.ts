import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import react from "@vitejs/plugin-react";
import { defineConfig, runnerImport } from "vite";
import type { Plugin } from "vite";
import type { FirstQuestion } from "./src/firstQuestions.ts";

/** The API serves `dist` at `/`; in development this one answers everything that is not a page. */
const api = process.env["BALLAST_URL"] ?? "http://127.0.0.1:4000";

const here = fileURLToPath(new URL(".", import.meta.url));
const compressible = /\.(js|css|html|svg)$/u;
const brotlied = promisify(brotliCompress);
const gzipped = promisify(gzip);

async function compressFile(file: string): Promise<void> {
  const bytes = await readFile(file);
  // Smaller than a packet nothing is won.
  if (bytes.length < 1_024) return;
  const [brotli, gz] = await Promise.all([
    brotlied(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }),
    gzipped(bytes, { level: 9 }),
  ]);
  await Promise.all([writeFile(`${file}.br`, brotli), writeFile(`${file}.gz`, gz)]);
}

/** Documents may stand in a module that draws as well (a slice that has just begun): what they say needs no styles. */
const withoutStyles: Plugin = {
  name: "ballast-without-styles",
  enforce: "pre",
  resolveId: (id) => (/\.css(?:\?|$)/u.test(id) ? "\0no-styles" : undefined),
  load: (id) => (id === "\0no-styles" ? "export default {};" : undefined),
};

/** Runs a module of the console and says what it exports. */
const run = async <Exported>(file: string): Promise<Exported> => (await runnerImport<Exported>(join(here, "src", file), {
  configFile: false, root: here, logLevel: "warn", plugins: [withoutStyles],
})).module;

/** The variables of MUI's theme, as a style sheet of the console. */
const muiVariables: Plugin = {
  name: "ballast-mui-variables",
  enforce: "pre",
  load: async (id) => (id === join(here, "src", "theme", "variables.css")
    ? (await run<{ variables: () => string }>("theme/variables.ts")).variables() : undefined),
};

/** Writes into it what each view asks first. */
async function withQuestions(script: string): Promise<string> {
  const { firstQuestions } = await run<{ firstQuestions: () => Promise<readonly FirstQuestion[]> }>("firstQuestions.ts");
  const place = "/* questions */ []";
  if (script.split(place).length !== 2) throw new Error(`scheme.js has no place for first questions: "${place}", once.`);
  const questions = JSON.stringify(await firstQuestions());
  return script.replace(place, () => questions);
}

/** What runs before all else gets a name by its content: a browser that has it asks no server before it goes on. */
async function nameScheme(dir: string): Promise<void> {
  const [plain, page] = await Promise.all(["scheme.js", "index.html"].map((file) => readFile(join(dir, file), "utf8")));
  if (plain === undefined || page?.includes('src="/scheme.js"') !== true) throw new Error("index.html does not begin with scheme.js.");
  const script = await withQuestions(plain);
  const name = `assets/scheme-${createHash("sha256").update(script).digest("hex").slice(0, 8)}.js`;
  await Promise.all([
    writeFile(join(dir, name), script), writeFile(join(dir, "index.html"), page.replace('src="/scheme.js"', `src="/${name}"`)),
  ]);
}

/** Writes every text file of the build beside itself as brotli and gzip: the API sends them as they are. */
function compressed(): Plugin {
  return {
    name: "ballast-compressed",
    apply: "build",
    async writeBundle({ dir = "dist" }) {
      await nameScheme(dir);
      const files = await readdir(dir, { recursive: true });
      await Promise.all(files.filter((file) => compressible.test(file)).map((file) => compressFile(join(dir, file))));
    },
  };
}

interface Persisted {
  allDocuments: readonly (readonly [where: string, document: { readonly text: string }])[];
}

/** Writes every document that the console asks with beside it, by its hash: the API takes the hash for the document. */
function persisted(): Plugin {
  return {
    name: "ballast-persisted",
    apply: "build",
    async writeBundle({ dir = "dist" }) {
      const { allDocuments } = await run<Persisted>("data/allDocuments.ts");
      const texts = allDocuments.map(([, { text }]) => [createHash("sha256").update(text).digest("hex"), text] as const);
      await writeFile(join(dir, "documents.json"), JSON.stringify(Object.fromEntries(texts)));
    },
  };
}

/**
 * What every page needs, in a few files that browsers keep, instead of dozens: a request costs more than its bytes. What is said and asked
 * only where a program is run, or Ballast is set up, comes with those views.
 */
const groups = [
  // Small parts that several views show.
  {
    name: "panels", priority: 2, includeDependenciesRecursively: false,
    test: /apps[\\/]console[\\/]src[\\/](promises[\\/](ActionsPanel|Due)|telling[\\/]PublicationsPanel|incident[\\/](DeclareDialog|IncidentView\.module)|severityMatrix[\\/]severityMatrix\w|paging[\\/]HandOnDialog|timeline[\\/]evidence|turning[\\/](StepBackDialog|PreviewWords))/u,
  },
  { name: "vendor", test: /node_modules[\\/](?!@mui[\\/]x-|d3-|@react-spring|reselect|zod)/u, priority: 2 },
  // What lists and records show: *Now*, with which most people begin, shows none of it. Only these, or it would take what all share along.
  {
    name: "lists", test: /apps[\\/]console[\\/]src[\\/](lists[\\/]|marks[\\/](DayStacks|CopyField)|data[\\/]HistoryPanel)/u, priority: 3,
    includeDependenciesRecursively: false,
  },
  { name: "shared", test: /apps[\\/]console[\\/]src[\\/](api|app|choices|data|marks|theme|shell|signIn)[\\/]/u, priority: 1 },
  {
    name: "records",
    test: /apps[\\/]console[\\/]src[\\/]((rollout|paging|response|rights)[\\/](?!Reach|ReceiverFields|CallDialog|HandOnDialog|RequestDeployDialog|ReleaseHoldDialog|OpenPages)|slices\.ts|\w+[\\/](slice|\w*States|\w*Binding|\w*Lists)\.tsx?|(?!(?:action|alert|alertRule|change|customer|escalation|flag|forecast|forum|heartbeat|import|incidentType|integration|lens|maintenance|objective|person|program|promises|readiness|report|review|risk|roadmap|rotation|segment|severityMatrix|statusPage|telling|token|turning|updateTemplate)[\\/])\w+[\\/](\w*Documents?|\w*Commands|\w*Words)\.tsx?)/u,
    priority: 0,
  },
];

export default defineConfig({
  base: "/",
  plugins: [react(), muiVariables, compressed(), persisted()],
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: "es2022",
    // A view's styles come with it: one that failed to come is fetched again by `public/scheme.js`, as those of the first load are.
    cssCodeSplit: true,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 800,
    rolldownOptions: { output: { codeSplitting: { groups } } },
  },
  server: {
    proxy: {
      "/graphql": { target: api, ws: true },
      "/session": { target: api },
      "/readyz": { target: api },
    },
  },
});
