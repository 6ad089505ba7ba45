import { matchPackages } from "@ballast/domain/readiness";
import { command as mutation, graphql } from "@ballast/schema/graphql";
import type { Client } from "../client/client.ts";
import { usageFailure } from "../client/failure.ts";
import { readText } from "../commands/readFile.ts";
import { reasonOf } from "../start/failure.ts";
import { readPackages, type ReadPackages } from "./readPackages.ts";

/** Largest file that is read, characters: lock files reach some ten million. */
const LARGEST = 128 * 1024 * 1024;
/** So many packages that are on no list are named in the log; all are counted. */
const MOST_UNLISTED = 200;

const knownDocument = graphql(`
  query TechnologiesToImport($service: ID!) {
    technologies { key: id name status packages }
    serviceReadiness(service: $service) { madeOf { source packages unlisted unlistedCount uses { versions technology { name } } } }
  }
`);
const stating = mutation("stateTechnologies", "readiness { id } events { id }");

/** What became of a file. */
export interface ImportedTechnologies {
  readonly source: ReadPackages["source"];
  readonly packages: number;
  readonly development: number;
  readonly technologies: readonly { readonly name: string; readonly status: string; readonly versions: readonly string[] }[];
  /** Packages that the service names itself, and no technology of the list is made of. */
  readonly unlisted: readonly string[];
  readonly problems: ReadPackages["problems"];
  /** Whether anything was, or would be, recorded. */
  readonly changed: boolean;
}

function parsed(file: string): unknown {
  const text = readText(file === "-" ? 0 : file);
  if (text.length > LARGEST) throw usageFailure(`${file} is larger than ${String(LARGEST / 1024 / 1024)} MiB.`);
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch (error) {
    throw usageFailure(`${file} is no JSON: ${reasonOf(error)}`);
  }
}

/**
 * Says what a service is made with, as a lock file or an SBOM has it: matched here against the packages of the list, and recorded as one
 * event, however large the file; nothing where it says the same as before.
 */
export async function importTechnologies(
  client: Client,
  file: string,
  { service, dryRun }: { readonly service: string; readonly dryRun: boolean },
): Promise<ImportedTechnologies> {
  const { source, packages, development, problems } = readPackages(parsed(file), file === "-" ? "Standard input" : file);
  const { technologies, serviceReadiness } = await client.query(knownDocument, { service });
  if (technologies.length === 0)
    throw usageFailure(
      "The list of technologies is empty: nothing could be found.",
      "Put some on it with the packages that they are, in the console under Checks and policies, or with `listTechnology`.",
    );
  const listed = new Map(technologies.map((one) => [one.key, one]));
  const { uses, unlisted } = matchPackages(packages, technologies.map(({ key, name, status, packages: patterns }) => ({
    technologyId: key, name, status, packages: [...patterns], instead: null, until: null, note: "",
  })));
  const found = uses
    .flatMap(({ technologyId, versions }) => {
      const known = listed.get(technologyId);
      return known === undefined ? [] : [{ name: known.name, status: known.status, versions }];
    })
    .toSorted((one, other) => (one.name < other.name ? -1 : 1));
  const told = {
    packages: packages.length, unlisted: unlisted.slice(0, MOST_UNLISTED).map((name) => name.slice(0, 300)), unlistedCount: unlisted.length,
  };
  const before = serviceReadiness?.madeOf.find((one) => one.source === source);
  const said = { ...told, uses: found.map(({ name, versions }) => [name, [...versions].toSorted()]) };
  const stood = before === undefined ? null : {
    packages: before.packages, unlisted: before.unlisted, unlistedCount: before.unlistedCount,
    uses: before.uses
      .map(({ technology: { name }, versions }) => [name, versions] as const)
      .toSorted(([one], [other]) => (one < other ? -1 : 1)),
  };
  const changed = JSON.stringify(said) !== JSON.stringify(stood);
  if (changed && !dryRun)
    await client.mutate(stating, {
      service, source, ...told, technologies: found.map(({ name, versions }) => ({ name, versions: [...versions] })),
    });
  return { source, packages: packages.length, development, technologies: found, unlisted, problems, changed };
}
