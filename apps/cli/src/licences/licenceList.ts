/** What a lockfile (version 3) says of the packages it locks; keys are their places. */
export interface Lockfile {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

interface LockedPackage {
  readonly version?: string;
  readonly license?: string;
  /** Only for developing and testing. */
  readonly dev?: boolean;
  /** A workspace of our own. */
  readonly link?: boolean;
}

/** Licences under which something may be shipped with an Apache-2.0 work; SPDX. */
const permissive: ReadonlySet<string> = new Set([
  "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "BlueOak-1.0.0", "CC-BY-4.0", "CC0-1.0", "ISC", "MIT", "MIT-0", "OFL-1.1",
  "Python-2.0", "Unlicense", "Zlib",
]);

/** Licences that stand in a package, but not, or not exactly, in what it says of itself: read by hand. */
const readByHand: ReadonlyMap<string, string> = new Map([
  ["@openfeature/ofrep-core", "Apache-2.0"], ["@openfeature/ofrep-provider", "Apache-2.0"], ["css-mediaquery", "BSD-3-Clause"],
  ["unionfs", "Unlicense"],
]);

/** Whether one of the licences that an SPDX expression leaves to choose from is permissive; all of those that it joins must be. */
export const isPermissive = (expression: string): boolean =>
  expression
    .replace(/^\(|\)$/g, "")
    .split(" OR ")
    .some((choice) =>
      choice.replace(/^\(|\)$/g, "").split(" AND ").every((licence) => permissive.has(licence.trim())),
    );

interface Shipped {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
}

function shippedAs(place: string, { version, license }: { version: string; license: string }): Shipped {
  const name = place.slice(place.lastIndexOf("node_modules/") + "node_modules/".length);
  return { name, version, licence: readByHand.get(name) ?? license };
}

/** The packages that come along with Ballast, by name and version. */
export function shippedPackages({ packages }: Lockfile): readonly Shipped[] {
  const shipped = Object.entries(packages).flatMap(([place, { version = "", license = "unknown", dev, link }]) =>
    dev === true || link === true || !place.includes("node_modules/") ? [] : [shippedAs(place, { version, license })]);
  const once = new Map(shipped.map((one) => [`${one.name}@${one.version}`, one]));
  return [...once.entries()].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, one]) => one);
}

/** The list as a page: by licence, packages with their versions. */
export function licenceList(lockfile: Lockfile): string {
  const shipped = shippedPackages(lockfile);
  const byLicence = [...Map.groupBy(shipped, ({ licence }) => licence)].toSorted(([, one], [, other]) => other.length - one.length);
  const lines = byLicence.flatMap(([licence, own]) => [
    `## ${licence} (${String(own.length)})`,
    "",
    own.map(({ name, version }) => `${name} ${version}`).join(" · "),
    "",
  ]);
  return [
    "# Licences",
    "",
    `Ballast is under Apache-2.0 (\`LICENSE\`). \`npm start\` comes with ${String(shipped.length)} packages of others, build tools included, here by their licence; made from the lockfile by \`npm run generate\`.`,
    "",
    ...lines,
  ].join("\n");
}
