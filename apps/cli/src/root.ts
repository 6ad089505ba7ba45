import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

let found: string | undefined;

function isRoot(folder: string): boolean {
  const manifest = join(folder, "package.json");
  if (!existsSync(manifest)) return false;
  const parsed: unknown = JSON.parse(readFileSync(manifest, "utf8"));
  return typeof parsed === "object" && parsed !== null && "workspaces" in parsed;
}

/**
 * The repository's root, found upwards from this file: the same from sources and from a bundle,
 * and never from the working directory.
 */
export function findRoot(): string {
  if (found !== undefined) return found;
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!isRoot(folder)) {
    const above = dirname(folder);
    if (above === folder) throw new Error(`No workspace root above ${fileURLToPath(import.meta.url)}.`);
    folder = above;
  }
  found = folder;
  return folder;
}
