import { readFile } from "node:fs/promises";
import { dirname, relative, sep } from "node:path";
import type { Plugin } from "esbuild";

/** What `import.meta` says in one source file, kept true inside the bundle. */
export interface Place {
  /** Absolute path of the source file. */
  readonly file: string;
  /** Absolute path of the bundle it goes into. */
  readonly bundle: string;
  /** Whether the file is the bundle's entry. */
  readonly isEntry: boolean;
}

/**
 * Rewrites `import.meta.*` of one source text so that it still names the source file. Without this a bundle would
 * look for files beside itself, and every module with an `import.meta.main` guard would believe to be the program.
 */
export function keepPlace(text: string, place: Place): string {
  if (!text.includes("import.meta.")) return text;
  const fromBundle = relative(dirname(place.bundle), place.file).split(sep).join("/");
  const url = `new URL(${JSON.stringify(fromBundle)}, import.meta.url)`;
  return text
    .replace(/\bimport\.meta\.main\b/g, String(place.isEntry))
    .replace(/\bimport\.meta\.(url|filename|dirname)\b/g, (_, property: string) => {
      if (property === "url") return `${url}.href`;
      const path = `decodeURIComponent(${url}.pathname)`;
      return property === "filename" ? path : `${path}.replace(/\\/[^/]*$/, "")`;
    });
}

/** esbuild plugin: see {@link keepPlace}. */
export function placesPlugin(entry: string, bundle: string): Plugin {
  return {
    name: "places",
    setup(build) {
      build.onLoad({ filter: /\.tsx?$/ }, async ({ path }) => {
        const text = await readFile(path, "utf8");
        const contents = keepPlace(text, { file: path, bundle, isEntry: path === entry });
        return { contents, loader: path.endsWith("x") ? "tsx" : "ts" };
      });
    },
  };
}
