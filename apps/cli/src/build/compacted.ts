import { transform } from "esbuild";

/** The worker looks for these words to keep each run's modules apart, and does not start without them. */
const tornModuleCache = /globalThis\.\n__webpack_module_cache__/gu;

/**
 * The workflows without what nobody runs: a worker keeps their code and its map five times, once a thread and once a queue. Functions keep
 * their names, and lines stay short enough that a failure's place is found.
 */
export async function compacted(code: string): Promise<string> {
  const { code: small } = await transform(code, {
    minifyWhitespace: true, lineLimit: 160, legalComments: "none", sourcemap: "inline", sourcesContent: false, target: "node24",
  });
  // Lines are broken anywhere, so between these words too; as many lines stay, by which places are found.
  return small.replace(tornModuleCache, "\nglobalThis.__webpack_module_cache__");
}
