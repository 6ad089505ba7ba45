import { existsSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, join } from "node:path";
import type { Plugin } from "esbuild";

/** The package a bare import names: `@scope/name` or `name`. */
export function packageOf(specifier: string): string {
  const parts = specifier.split("/");
  return specifier.startsWith("@") ? parts.slice(0, 2).join("/") : (parts[0] ?? specifier);
}

/** The folder Node would load a package from, for an importer in the given folder. */
export function packageFolder(name: string, from: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, "node_modules", name);
    if (existsSync(candidate)) return candidate;
    if (folder === dirname(folder)) return undefined;
  }
}

/**
 * esbuild plugin: workspace packages go into the bundle, all others stay outside. Refuses a package that the bundle
 * would find in another version than its importer does (two versions, one of them not hoisted).
 */
export function externalsPlugin(outFolder: string): Plugin {
  return {
    name: "externals",
    setup(build) {
      build.onResolve({ filter: /^[^./]/ }, ({ path, resolveDir, kind, importer }) => {
        if (kind === "entry-point" || path.startsWith("@ballast/")) return undefined;
        if (isBuiltin(path)) return { path, external: true };
        const name = packageOf(path);
        const [seen, meant] = [packageFolder(name, outFolder), packageFolder(name, resolveDir)];
        if (meant === undefined || seen === meant) return { path, external: true };
        const text = `${name} would be ${seen ?? "missing"} in the bundle but is ${meant} for ${importer}: let both use one version.`;
        return { errors: [{ text }] };
      });
    },
  };
}
