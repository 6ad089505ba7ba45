import { command as mutation, graphql, type ResultOf, type VariablesOf } from "@ballast/schema/graphql";
import type { Client } from "../client/client.ts";
import { CommandFailure, usageFailure } from "../client/failure.ts";
import { personNamed } from "../commands/lookup.ts";
import { formats, type Format } from "./formats.ts";
import { defaultPolicy } from "@ballast/schema";
import type { Found, FoundObjective, FoundPolicy } from "./found.ts";
import { readObjectivesCsv } from "./objectivesCsv.ts";
import type { Problem } from "./place.ts";
import { readYaml } from "./yamlFile.ts";

const knownDocument = graphql(`
  query ObjectivesToImport {
    objectives(retired: true) {
      id name retired targetPercent overlap maintenance window { kind days unit timeZone } indicator { counts query total } owner { id }
      policy { gateDeploys askForActions }
      weights { criticalPercent majorPercent minorPercent } parts { service { slug } component sharePercent }
    }
  }
`);
type Known = ResultOf<typeof knownDocument>["objectives"][number];

const serviceDocument = graphql(`query ServiceToImportFor($slug: String!) { service(slug: $slug) { slug } }`);
const defining = mutation("defineObjective", "objective { id }");
const changing = mutation("changeObjective", "objective { id }");
const deciding = mutation("setBudgetPolicy", "objective { id }");
type Input = VariablesOf<typeof defining.document>["input"];

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
  readonly from: Format | "csv";
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
  const found = from === "csv" ? readObjectivesCsv(file) : formats[from](readYaml(file));
  const { objectives: known } = await client.query(knownDocument);
  const named = servicesNamed(service);
  const defined: string[] = [];
  const changed: string[] = [];
  const unchanged: string[] = [];
  const problems = found.flatMap(({ where, problems: own }) => own.map((problem) => ({ where, ...problem })));
  const usable = found.flatMap((one) => (one.objective === null ? [] : [{ ...one, objective: one.objective }]));
  for (const { where, objective } of usable) {
    const before = known.find(({ name }) => name.toLowerCase() === objective.name.toLowerCase());
    const twice = usable.find(
      (other) => other.objective !== objective && other.objective.name.toLowerCase() === objective.name.toLowerCase(),
    );
    const input = twice === undefined ? await inputOf(client, objective, { named, before }) : `${twice.where} says ${objective.name} too`;
    if (typeof input === "string") problems.push({ where, path: objective.name, reason: input });
    else {
      const reason = `As ${from} says in ${file === "-" ? "what was read" : file}`.slice(0, 500);
      const commands = commandsFor(client, { input, before, reason, policy: objective.policy });
      const refused = dryRun ? null : await refusalOf(commands);
      if (refused !== null) problems.push({ where, path: objective.name, reason: refused });
      else (before === undefined ? defined : commands.length === 0 ? unchanged : changed).push(objective.name);
    }
  }
  return { defined, changed, unchanged, problems, left: leftOf(found) };
}

const leftOf = (found: readonly Found[]): ImportedObjectives["left"] => {
  const all = found.flatMap(({ where, left }) => left.map((what) => ({ where, what })));
  return all.filter(({ where, what }, place) => all.findIndex((other) => other.where === where && other.what === what) === place);
};

interface Taking {
  readonly input: Input;
  readonly before: Known | undefined;
  readonly reason: string;
  readonly policy: FoundPolicy | undefined;
}

/** Takes the id of the objective that the one before it has made, or none. */
type Command = (made: string | null) => Promise<string | null>;

/** What has to be said so that it is as asked for; nothing where it is. */
function commandsFor(client: Client, { input, before, reason, policy }: Taking): readonly Command[] {
  const content: readonly Command[] =
    before === undefined
      ? [async () => (await client.mutate(defining, input)).objective?.id ?? null]
      : isSame(before, input)
        ? []
        : [async () => (await client.mutate(changing, { ...input, objectiveId: before.id, reason })).objective?.id ?? null];
  const now = before?.policy ?? { gateDeploys: defaultPolicy.gateDeploys, askForActions: defaultPolicy.askForActions };
  if (policy === undefined || (policy.gateDeploys === now.gateDeploys && policy.askForActions === now.askForActions)) return content;
  const decide: Command = async (made) => {
    const objectiveId = before?.id ?? made;
    if (objectiveId === null) throw new Error("the objective that was made cannot be read yet: import it again");
    await client.mutate(deciding, { objectiveId, ...policy, reason });
    return objectiveId;
  };
  return [...content, decide];
}

/** Why a command was refused; null where none was. What failed otherwise goes on failing. */
async function refusalOf(commands: readonly Command[]): Promise<string | null> {
  try {
    let made: string | null = null;
    for (const command of commands) made = await command(made);
    return null;
  } catch (error) {
    if (error instanceof CommandFailure && error.code !== "NOT_ALLOWED" && error.code !== "NOT_SIGNED_IN") return error.message;
    throw error;
  }
}

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

interface Beside {
  readonly named: Named;
  readonly before: Known | undefined;
}

/** What is asked for; or in words, why that cannot be. */
async function inputOf(client: Client, objective: FoundObjective, { named, before }: Beside): Promise<Input | string> {
  const { name, targetPercent, window, indicator, weighing, service } = objective;
  if (name.length > 300) return "its name is longer than 300 characters";
  const ours = (theirs: string | null): string | null => (theirs === null ? null : named.byTheirs.get(theirs)) ?? named.forAll ?? theirs;
  const parts = (weighing?.parts ?? [{ service, component: null, sharePercent: 100 }]).map((part) => ({
    ...part, service: ours(part.service),
  }));
  for (const part of parts) {
    if (part.service === null) return "the format names no service: say whose it is, --service NAME";
    if ((await client.query(serviceDocument, { slug: part.service })).service === null) {
      return `there is no service ${part.service}: register it, or say which it is, --service ${part.service}=NAME`;
    }
  }
  const owner = objective.owner === undefined ? (before?.owner?.id ?? null) : await ownerNamed(client, objective.owner);
  if (owner instanceof CommandFailure) return owner.message;
  const known = parts.flatMap(({ service: slug, ...part }) => (slug === null ? [] : [{ ...part, service: slug }]));
  return {
    name, targetPercent, window, parts: known, indicator, ownerId: owner,
    weights: weighing?.weights ?? before?.weights ?? null, overlap: weighing?.overlap ?? before?.overlap ?? null,
    maintenance: weighing?.maintenance ?? before?.maintenance ?? null,
  };
}

/** A person by login or name; nobody; or why that is nobody here. */
async function ownerNamed(client: Client, given: string | null): Promise<string | null | CommandFailure> {
  try {
    return given === null ? null : (await personNamed(client, given)).id;
  } catch (error) {
    if (error instanceof CommandFailure) return error;
    throw error;
  }
}

/** Whether an objective says this already. */
function isSame(before: Known, input: Input): boolean {
  const { kind, days, unit, timeZone } = before.window;
  const said = {
    targetPercent: before.targetPercent, window: kind === "rolling" ? { kind, days } : { kind, unit, timeZone },
    parts: before.parts.map(({ service, component, sharePercent }) => ({ component, sharePercent, service: service?.slug })),
    indicator: before.indicator, weights: before.weights, overlap: before.overlap, maintenance: before.maintenance,
    owner: before.owner?.id ?? null,
  };
  const asked = {
    targetPercent: input.targetPercent,
    window: input.window,
    parts: input.parts.map(({ service, component, sharePercent }) => ({ component, sharePercent, service })),
    indicator: input.indicator,
    weights: input.weights ?? before.weights,
    overlap: input.overlap ?? before.overlap,
    maintenance: input.maintenance ?? before.maintenance,
    owner: input.ownerId ?? null,
  };
  return before.retired === null && JSON.stringify(said) === JSON.stringify(asked);
}
