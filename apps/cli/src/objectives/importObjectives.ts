import { planObjectives, RowRefusal, type Found } from "@ballast/schema/tables";
import type { Client } from "../client/client.ts";
import { usageFailure } from "../client/failure.ts";
import { tableClient } from "../tables/tableClient.ts";
import { formats, type Format } from "./formats.ts";
import type { Problem } from "./place.ts";
import { readYaml } from "./yamlFile.ts";

/** What became of a file. */
export interface ImportedObjectives {
  readonly defined: readonly string[];
  readonly changed: readonly string[];
  readonly unchanged: readonly string[];
  /** Of objectives that cannot be said here, of which nothing was taken. */
  readonly problems: readonly (Problem & { readonly where: string })[];
  /** What was read and plays no part here. */
  readonly left: readonly { readonly where: string; readonly what: string }[];
}

export interface ObjectiveImport {
  readonly from: Format;
  readonly dryRun: boolean;
  /** `theirs=ours`, or `ours` for all. */
  readonly service: readonly string[];
}

/** Reads objectives that other tools define, and defines or changes ours; imported again, nothing changes. */
export async function importObjectives(
  client: Client,
  file: string,
  { from, dryRun, service }: ObjectiveImport,
): Promise<ImportedObjectives> {
  const found = formats[from](readYaml(file));
  const { byTheirs, forAll } = servicesNamed(service);
  const asking = tableClient(client);
  const planned = await planObjectives(asking, {
    reason: `As ${from} says in ${file === "-" ? "what was read" : file}`.slice(0, 500),
    ours: (theirs) => (theirs === null ? null : byTheirs.get(theirs)) ?? forAll ?? theirs,
    remedyFor: (theirs) => `Register it, or say which it is: --service ${theirs}=NAME.`,
  });
  const outcomes = { made: [] as string[], changed: [] as string[], unchanged: [] as string[] };
  const problems = found.flatMap(({ where, problems: own }) => own.map((problem) => ({ where, ...problem })));
  const usable = found.flatMap((one) => (one.objective === null ? [] : [{ ...one, objective: one.objective }]));
  for (const { where, objective } of usable) {
    const note = (reason: string): void => void problems.push({ where, path: objective.name, reason });
    const twice = usable.find(
      (other) => other.objective !== objective && other.objective.name.toLowerCase() === objective.name.toLowerCase(),
    );
    if (twice === undefined)
      try {
        const { outcome, steps } = planned(objective);
        let made: string | null = null;
        if (!dryRun) for (const step of steps) made = await step(made);
        outcomes[outcome].push(objective.name);
      } catch (error) {
        const refusal = error instanceof RowRefusal ? error.problem : asking.refusalOf(error);
        if (refusal === null) throw error;
        note(refusal.remedy === undefined ? refusal.reason : `${refusal.reason}. ${refusal.remedy}`);
      }
    else note(`${twice.where} says ${objective.name} too`);
  }
  const { made: defined, changed, unchanged } = outcomes;
  return { defined, changed, unchanged, problems, left: leftOf(found) };
}

const leftOf = (found: readonly Found[]): ImportedObjectives["left"] => {
  const all = found.flatMap(({ where, left }) => left.map((what) => ({ where, what })));
  return all.filter(({ where, what }, place) => all.findIndex((other) => other.where === where && other.what === what) === place);
};

interface Named {
  readonly byTheirs: ReadonlyMap<string, string>;
  readonly forAll: string | null;
}

function servicesNamed(given: readonly string[]): Named {
  const pairs = given.map((one) => one.split("="));
  const [one, ...more] = pairs.filter(({ length }) => length === 1).map(([name = ""]) => name);
  if (more.length > 0)
    throw usageFailure("Several services are named for all objectives.", "Name one, or say which is which: --service theirs=ours.");
  return {
    byTheirs: new Map(pairs.flatMap(([theirs = "", ours]) => (ours === undefined ? [] : [[theirs, ours] as const]))),
    forAll: one ?? null,
  };
}
