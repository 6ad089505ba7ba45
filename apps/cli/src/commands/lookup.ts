import type { Client } from "../client/client.ts";
import { CommandFailure, usageFailure } from "../client/failure.ts";

interface Named {
  readonly id: string;
  readonly name: string;
}

/** A person, as people name them: login, name, or id; "me" is oneself. */
export async function personNamed(client: Client, given: string): Promise<Named> {
  if (given === "me")
    return (
      (await client.query<{ me: { person: Named } | null }>("{ me { person { id name } } }")).me?.person ?? unknown("person", given, [])
    );
  const { people } = await client.query<{ people: { edges: readonly { node: Named & { login: string } }[] } }>(
    "{ people(first: 500) { edges { node { id login name } } } }",
  );
  const all = people.edges.map(({ node }) => node);
  const wanted = given.toLowerCase();
  const found = all.filter(({ id, login, name }) => id === given || login.toLowerCase() === wanted || name.toLowerCase() === wanted);
  const [first, second] = found.length > 0 ? found : all.filter(({ name }) => name.toLowerCase().startsWith(wanted));
  if (first !== undefined && second === undefined) return first;
  if (second !== undefined)
    throw usageFailure(`Several people are called ${given}.`, `Use a login: ${found.map(({ login }) => login).join(", ")}.`);
  return unknown(
    "person",
    given,
    all.map(({ login }) => login),
  );
}

/** A rotation by name or id. */
export async function rotationNamed(client: Client, given: string): Promise<Named> {
  const { rotations } = await client.query<{ rotations: readonly Named[] }>("{ rotations { id name } }");
  return (
    rotations.find(({ id, name }) => id === given || name.toLowerCase() === given.toLowerCase())
    ?? unknown(
      "rotation",
      given,
      rotations.map(({ name }) => name),
    )
  );
}

/** @throws CommandFailure NOT_FOUND, with what there is */
export function unknown(kind: string, given: string, known: readonly string[]): never {
  const remedy = known.length === 0 ? undefined : `There are: ${known.slice(0, 20).join(", ")}.`;
  throw new CommandFailure({ code: "NOT_FOUND", message: `There is no ${kind} ${given}.`, remedy });
}

interface IncidentName {
  readonly id: string;
  readonly reference: string;
  readonly title: string;
}

/** An incident by its number (`12`, `INC-12`), what its source calls it, or its id. */
export async function incidentNamed(client: Client, given: string): Promise<IncidentName> {
  const { incident } = await client.query<{ incident: IncidentName | null }>(
    "query($id: ID) { incident(id: $id) { id reference title } }",
    { id: given },
  );
  return incident ?? unknown("incident", given, []);
}
