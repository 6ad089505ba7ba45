import { readFile } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import type { Plugin } from "esbuild";

/** What `import.meta` says in one source file, kept true inside the bundle. */
export interface Place {
  /** Absolute path of the source file. */
  readonly file: string;
  /** Absolute path of the bundle it goes into. */
  readonly bundle: string;
  /** Whether the file is the bundle's entry. */
  readonly isEntry: boolean;
  /** Sources that have bundles of their own, by absolute path: a thread or a program that this one starts. */
  readonly bundles: ReadonlyMap<string, string>;
}

/** How a module names a file beside it that it starts. */
const namedFile = /new URL\("(\.[^"]+)", import\.meta\.url\)/g;

/** What is named and has a bundle, is that bundle: source would have to be compiled each time, which costs 50 MB of memory. */
const asBundles = (text: string, { file, bundle, bundles }: Place): string =>
  text.replace(namedFile, (whole, path: string) => {
    const named = bundles.get(join(dirname(file), path));
    return named === undefined ? whole : `new URL(${JSON.stringify(`./${relative(dirname(bundle), named)}`)}, import.meta["url"])`;
  });

/**
 * Rewrites `import.meta.*` of one source text so that it still names the source file. Without this a bundle would
 * look for files beside itself, and every module with an `import.meta.main` guard would believe to be the program.
 */
export function keepPlace(text: string, place: Place): string {
  if (!text.includes("import.meta.")) return text;
  const fromBundle = relative(dirname(place.bundle), place.file).split(sep).join("/");
  const url = `new URL(${JSON.stringify(fromBundle)}, import.meta.url)`;
  return asBundles(text, place)
    .replace(/\bimport\.meta\.main\b/g, String(place.isEntry))
    .replace(/\bimport\.meta\.(url|filename|dirname)\b/g, (_, property: string) => {
      if (property === "url") return `${url}.href`;
      const path = `decodeURIComponent(${url}.pathname)`;
      return property === "filename" ? path : `${path}.replace(/\\/[^/]*$/, "")`;
    });
}

/** esbuild plugin: see {@link keepPlace}. */
export function placesPlugin(entry: string, bundle: string, bundles: Place["bundles"] = new Map()): Plugin {
  return {
    name: "places",
    setup(build) {
      build.onLoad({ filter: /\.tsx?$/ }, async ({ path }) => {
        const text = await readFile(path, "utf8");
        const contents = keepPlace(text, { file: path, bundle, isEntry: path === entry, bundles });
        return { contents, loader: path.endsWith("x") ? "tsx" : "ts" };
      });
    },
  };
}
