import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { findRoot } from "../root.ts";
import { isPermissive, licenceList, shippedPackages, type Lockfile } from "./licenceList.ts";

it("lists what is shipped by licence: neither our own packages nor what only tests need", () => {
  const lockfile: Lockfile = {
    packages: {
      "": { version: "0.1.0", license: "Apache-2.0" }, "node_modules/@ballast/api": { link: true }, "apps/api": { version: "0.1.0" },
      "node_modules/a": { version: "1.0.0", license: "MIT" }, "node_modules/b/node_modules/a": { version: "1.0.0", license: "MIT" },
      "node_modules/@x/b": { version: "2.0.0", license: "ISC" }, "node_modules/t": { version: "1.0.0", license: "MIT", dev: true },
    },
  };
  expect(shippedPackages(lockfile).map(({ name }) => name)).toEqual(["@x/b", "a"]);
  expect(licenceList(lockfile)).toContain("## MIT (1)\n\na 1.0.0");
});

it("knows which licences may come along", () => {
  expect(["MIT", "(MIT OR GPL-2.0)", "(MPL-2.0 OR Apache-2.0)", "MIT AND ISC"].map(isPermissive)).toEqual([true, true, true, true]);
  expect(["GPL-3.0", "MIT AND GPL-3.0", "unknown", "constructor"].map(isPermissive)).toEqual([false, false, false, false]);
});

/** Build tools under a licence that reaches no further than their own files, which are fetched as they are and become part of nothing. */
const unchanged = /^lightningcss(-.*)?: MPL-2\.0$/;

it("lets nothing come along that is not permissive, but for build tools that are used as they are", () => {
  const lockfile = JSON.parse(readFileSync(join(findRoot(), "package-lock.json"), "utf8")) as Lockfile;
  expect(
    shippedPackages(lockfile)
      .filter(({ licence }) => !isPermissive(licence))
      .map(({ name, licence }) => `${name}: ${licence}`)
      .filter((named) => !unchanged.test(named)),
  ).toEqual([]);
});
