import type { NamedPackage } from "@ballast/domain/readiness";
import { own } from "@ballast/schema/own";
import { usageFailure } from "../client/failure.ts";
import { shown } from "@ballast/schema/tables";

/** More packages than any service has: a file beyond it is no list of them. */
const MOST_PACKAGES = 200_000;
/** A pattern is compared with names of such a length at most. */
const LONGEST = 300;

/** What a file names. */
export interface ReadPackages {
  readonly source: "lockFile" | "sbom";
  /** None twice in the same version. */
  readonly packages: readonly NamedPackage[];
  /** Packages that only those who develop it need: they are no part of what it is made with. */
  readonly development: number;
  /** What cannot be used, and why. */
  readonly problems: readonly { readonly where: string; readonly reason: string }[];
}

interface Given {
  readonly [member: string]: unknown;
}

const isObject = (value: unknown): value is Given => typeof value === "object" && value !== null && !Array.isArray(value);
const objectIn = (given: Given, name: string): Given => {
  const value = own(given, name);
  return isObject(value) ? value : {};
};
const textIn = (given: Given, name: string): string => {
  const value = own(given, name);
  return typeof value === "string" ? value.trim() : "";
};
const listIn = (given: Given, name: string): readonly unknown[] => {
  const value = own(given, name);
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
};

/** Gathers packages, each once in a version: one that is named directly anywhere is. */
class Gathered {
  readonly #packages = new Map<string, NamedPackage>();
  readonly problems: { where: string; reason: string }[] = [];
  development = 0;

  add(named: NamedPackage, where: string): void {
    if (named.name === "" || named.name.length > LONGEST)
      return void this.problems.push({
        where, reason: named.name === "" ? "it has no name" : `its name is longer than ${String(LONGEST)}`,
      });
    const key = JSON.stringify([named.name, named.version, named.purl]);
    const known = this.#packages.get(key);
    this.#packages.set(key, known === undefined ? named : { ...known, direct: known.direct || named.direct });
    if (this.#packages.size > MOST_PACKAGES) throw usageFailure(
      `It names more than ${String(MOST_PACKAGES)} packages: that is no service's.`,
    );
  }

  read(source: ReadPackages["source"]): ReadPackages {
    return { source, packages: [...this.#packages.values()], development: this.development, problems: this.problems };
  }
}

const purlOf = (name: string): string => `pkg:npm/${name}`;
/** Members that name what a package needs to run. */
const needs = ["dependencies", "optionalDependencies", "peerDependencies"] as const;
const namesIn = (entry: Given): readonly string[] => needs.flatMap((kind) => Object.keys(objectIn(entry, kind)));

/** `node_modules/a/node_modules/@b/c` is `@b/c`; null for a workspace's own folder. */
function nameOfPlace(place: string): string | null {
  const at = place.lastIndexOf("node_modules/");
  return at < 0 ? null : place.slice(at + "node_modules/".length);
}

/** npm's lock file of version 2 or 3: a flat table of places. */
function fromPlaces(places: Given): ReadPackages {
  const gathered = new Gathered();
  const entries = Object.entries(places);
  // The root and its workspaces stand outside node_modules: what they need is named directly.
  const direct = new Set(entries.flatMap(([place, entry]) => (nameOfPlace(place) === null && isObject(entry) ? namesIn(entry) : [])));
  for (const [place, entry] of entries) {
    const name = nameOfPlace(place);
    if (name === null) continue;
    if (!isObject(entry)) gathered.problems.push({ where: place, reason: `a package was expected, not ${shown(entry)}` });
    else if (own(entry, "dev") === true) gathered.development += 1;
    else if (own(entry, "link") !== true) {
      // An alias is called otherwise where it lies than it is.
      const real = textIn(entry, "name") || name;
      gathered.add({ name: real, version: textIn(entry, "version"), purl: purlOf(real), direct: direct.has(name) }, place);
    }
  }
  return gathered.read("lockFile");
}

/** npm's lock file of version 1: a tree, which says nothing of what is named directly but that it stands at the root. */
function fromTree(root: Given): ReadPackages {
  const gathered = new Gathered();
  const required = new Set(Object.values(root).flatMap((entry) => (isObject(entry) ? Object.keys(objectIn(entry, "requires")) : [])));
  const waiting: { readonly table: Given; readonly at: string }[] = [{ table: root, at: "" }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { table, at } = next;
    for (const [name, entry] of Object.entries(table)) {
      const where = at === "" ? name : `${at} > ${name}`;
      if (!isObject(entry)) gathered.problems.push({ where, reason: `a package was expected, not ${shown(entry)}` });
      else if (own(entry, "dev") === true) gathered.development += 1;
      else {
        gathered.add({ name, version: textIn(entry, "version"), purl: purlOf(name), direct: at === "" && !required.has(name) }, where);
        waiting.push({ table: objectIn(entry, "dependencies"), at: where });
      }
    }
  }
  return gathered.read("lockFile");
}

/** `pkg:npm/%40fastify/cors@10.0.1?x#y` without version and what follows it, decoded; null for what is none. */
function purlIn(given: string): string | null {
  if (!given.startsWith("pkg:")) return null;
  const bare = given.replace(/[?#].*$/u, "");
  const at = bare.lastIndexOf("@");
  const named = at > bare.lastIndexOf("/") ? bare.slice(0, at) : bare;
  try {
    return decodeURIComponent(named);
  } catch {
    return named;
  }
}

/** A CycloneDX SBOM in JSON, of any version. */
function fromSbom(file: Given): ReadPackages {
  const gathered = new Gathered();
  const root = textIn(objectIn(objectIn(file, "metadata"), "component"), "bom-ref");
  const graph = listIn(file, "dependencies").filter(isObject).find((one) => root !== "" && textIn(one, "ref") === root);
  const direct = new Set(graph === undefined ? [] : listIn(graph, "dependsOn"));
  const waiting = listIn(file, "components").map((component, place) => ({ component, where: `components[${String(place)}]` }));
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { component, where } = next;
    if (!isObject(component)) {
      gathered.problems.push({ where, reason: `a component was expected, not ${shown(component)}` });
      continue;
    }
    waiting.push(
      ...listIn(component, "components").map((inner, place) => ({ component: inner, where: `${where}.components[${String(place)}]` }))
    );
    if (textIn(component, "scope") === "excluded") {
      gathered.development += 1;
      continue;
    }
    const [group, name] = [textIn(component, "group"), textIn(component, "name")];
    gathered.add(
      {
        name: group === "" || name === "" ? name : `${group}/${name}`, version: textIn(component, "version"),
        purl: purlIn(textIn(component, "purl")), direct: direct.has(own(component, "bom-ref")),
      },
      where,
    );
  }
  return gathered.read("sbom");
}

/**
 * Reads what a lock file of npm, or an SBOM (CycloneDX, JSON), names.
 * @throws CommandFailure where it is neither
 */
export function readPackages(given: unknown, called: string): ReadPackages {
  if (isObject(given)) {
    if (textIn(given, "bomFormat").toLowerCase() === "cyclonedx") return fromSbom(given);
    const places = own(given, "packages");
    if (isObject(places)) return fromPlaces(places);
    if (own(given, "lockfileVersion") !== undefined) return fromTree(objectIn(given, "dependencies"));
  }
  throw usageFailure(`${called} is neither npm's package-lock.json nor an SBOM of CycloneDX in JSON.`);
}
