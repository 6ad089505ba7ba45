import type { TechnologyUse } from "@ballast/schema";
import type { ListedTechnology } from "./technologyDecider.ts";

/** A package that a lock file or an SBOM names. */
export interface NamedPackage {
  readonly name: string;
  readonly version: string;
  /** As `pkg:npm/@fastify/cors`, without its version; null where the file has none. */
  readonly purl: string | null;
  /** Whether what was built names it itself, rather than something that it needs. */
  readonly direct: boolean;
}

/** What packages are made of, by the list. */
export interface MatchedPackages {
  readonly uses: readonly TechnologyUse[];
  /** Names of packages that what was built names itself, and no technology is made of; in order, none twice. */
  readonly unlisted: readonly string[];
}

/**
 * Whether a text is what a pattern says, `*` standing for anything. Looks at each character a bounded number of times, whatever the
 * pattern.
 */
export function fits(pattern: string, text: string): boolean {
  const [head = "", ...rest] = pattern.split("*");
  const tail = rest.pop();
  if (tail === undefined) return head === text;
  if (!text.startsWith(head) || !text.endsWith(tail)) return false;
  let place = head.length;
  for (const part of rest) {
    const next = text.indexOf(part, place);
    if (next < 0) return false;
    place = next + part.length;
  }
  return place <= text.length - tail.length;
}

const MOST_VERSIONS = 20;

/** Which technologies of the list these packages are, and which of those that are named directly are none. */
export function matchPackages(packages: readonly NamedPackage[], technologies: readonly ListedTechnology[]): MatchedPackages {
  const exact = new Map<string, Set<string>>();
  const wild: { readonly pattern: string; readonly technologyId: string }[] = [];
  for (const { technologyId, packages: patterns } of technologies)
    for (const pattern of patterns.map((one) => one.toLowerCase())) {
      if (pattern.includes("*")) wild.push({ pattern, technologyId });
      else exact.set(pattern, (exact.get(pattern) ?? new Set()).add(technologyId));
    }
  const versions = new Map<string, Set<string>>();
  const unlisted = new Set<string>();
  for (const { name, version, purl, direct } of packages) {
    const names = [name.toLowerCase(), ...(purl === null ? [] : [purl.toLowerCase()])];
    const made = new Set([
      ...names.flatMap((one) => [...(exact.get(one) ?? [])]),
      ...wild.filter(({ pattern }) => names.some((one) => fits(pattern, one))).map(({ technologyId }) => technologyId),
    ]);
    for (const id of made) versions.set(id, (versions.get(id) ?? new Set()).add(version));
    if (made.size === 0 && direct) unlisted.add(name);
  }
  return {
    uses: [...versions]
      .map(
        ([technologyId, those]) => ({ technologyId, versions: [...those].filter((one) => one !== "").toSorted().slice(0, MOST_VERSIONS) }),
      )
      .toSorted((one, other) => (one.technologyId < other.technologyId ? -1 : 1)),
    unlisted: [...unlisted].toSorted(),
  };
}
