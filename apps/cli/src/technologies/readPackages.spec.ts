import { describe, expect, it } from "vitest";
import { readPackages } from "./readPackages.ts";

const npm = (name: string, version: string, direct: boolean) => ({ name, version, purl: `pkg:npm/${name}`, direct });

describe("what a lock file of npm names", () => {
  it("is told once in a version, without what only development needs, and with what the package itself names", () => {
    const { source, packages, development, problems } = readPackages({
      lockfileVersion: 3,
      packages: {
        "": { dependencies: { fastify: "^5" }, devDependencies: { vitest: "^5" } },
        "apps/api": { dependencies: { pg: "^8" } },
        "node_modules/fastify": { version: "5.1.0" },
        "node_modules/pg": { version: "8.1.0" },
        "node_modules/pg/node_modules/ms": { version: "2.0.0" },
        "node_modules/ms": { version: "2.1.0" },
        "node_modules/other/node_modules/ms": { version: "2.1.0" },
        "node_modules/vitest": { version: "5.0.0", dev: true },
        "node_modules/alias": { name: "@real/name", version: "1.0.0" },
        "node_modules/api": { resolved: "apps/api", link: true },
        "node_modules/broken": 7,
      },
    }, "package-lock.json");
    expect(source).toBe("lockFile");
    expect(packages).toEqual([
      npm("fastify", "5.1.0", true), npm("pg", "8.1.0", true), npm("ms", "2.0.0", false), npm("ms", "2.1.0", false),
      npm("@real/name", "1.0.0", false),
    ]);
    expect(development).toBe(1);
    expect(problems).toEqual([{ where: "node_modules/broken", reason: "a package was expected, not 7" }]);
  });

  it("is read of version 1 too", () => {
    const { packages, development } = readPackages({
      lockfileVersion: 1,
      dependencies: {
        express: { version: "4.0.0", requires: { ms: "2" }, dependencies: { ms: { version: "2.0.0" } } },
        ms: { version: "1.0.0" }, mocha: { version: "1.0.0", dev: true },
      },
    }, "package-lock.json");
    expect(packages.map(({ name, version, direct }) => [name, version, direct])).toEqual([
      ["express", "4.0.0", true], ["ms", "1.0.0", false], ["ms", "2.0.0", false],
    ]);
    expect(development).toBe(1);
  });
});

describe("what an SBOM of CycloneDX names", () => {
  it("is told with group, version and package address, whatever is nested", () => {
    const { source, packages, development, problems } = readPackages({
      bomFormat: "CycloneDX", specVersion: "1.6", metadata: { component: { "bom-ref": "root" } },
      dependencies: [{ ref: "root", dependsOn: ["a"] }, { ref: "a", dependsOn: ["b"] }],
      components: [
        {
          "bom-ref": "a", group: "org.apache.solr", name: "solr-core", version: "7.7.0",
          purl: "pkg:maven/org.apache.solr/solr-core@7.7.0?type=jar",
        },
        { "bom-ref": "b", name: "cors", group: "@fastify", version: "10.0.1", purl: "pkg:npm/%40fastify/cors@10.0.1",
          components: [{ name: "inner", version: "1" }] },
        { name: "tester", scope: "excluded" }, { version: "1" }, null,
      ],
    }, "sbom.cdx.json");
    expect(source).toBe("sbom");
    expect(packages.toSorted((one, other) => (one.name < other.name ? -1 : 1))).toEqual([
      { name: "@fastify/cors", version: "10.0.1", purl: "pkg:npm/@fastify/cors", direct: false },
      { name: "inner", version: "1", purl: null, direct: false },
      { name: "org.apache.solr/solr-core", version: "7.7.0", purl: "pkg:maven/org.apache.solr/solr-core", direct: true },
    ]);
    expect(development).toBe(1);
    expect(problems.map(({ where, reason }) => `${where}: ${reason}`).toSorted()).toEqual([
      "components[3]: it has no name", "components[4]: a component was expected, not null",
    ]);
  });
});

it("takes nothing else, and names that JavaScript reserves as names", () => {
  for (const other of [null, [], {}, "x", { bomFormat: "SPDX" }]) expect(() => readPackages(other, "f")).toThrow(/neither/u);
  const reserved: unknown = JSON.parse('{"lockfileVersion":3,"packages":{"node_modules/__proto__":{"version":"1"},"node_modules/constructor":{}}}');
  expect(readPackages(reserved, "f").packages.map(({ name }) => name)).toEqual(["__proto__", "constructor"]);
});
