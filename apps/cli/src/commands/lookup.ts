import { graphql, type ResultOf } from "@ballast/schema/graphql";
import type { Client } from "../client/client.ts";
import { CommandFailure, usageFailure } from "../client/failure.ts";

interface Named {
  readonly id: string;
  readonly name: string;
}

const meDocument = graphql(`query Me { me { person { id name } } }`);
const peopleDocument = graphql(`query PeopleByName { people(first: 500) { edges { node { id login name } } } }`);
const rotationsDocument = graphql(`query RotationsByName { rotations { id name } }`);
const incidentDocument = graphql(`query IncidentByName($id: ID) { incident(id: $id) { id reference title } }`);

/** A person, as people name them: login, name, or id; "me" is oneself. */
export async function personNamed(client: Client, given: string): Promise<Named> {
  if (given === "me")
    return (await client.query(meDocument)).me?.person ?? unknown("person", given, []);
  const { people } = await client.query(peopleDocument);
  const all = people.edges.map(({ node }) => node);
  const wanted = given.toLowerCase();
  // A login is one person's own, whoever else is called so.
  const exact = all.find(({ id, login }) => id === given || login.toLowerCase() === wanted);
  if (exact !== undefined) return exact;
  const called = all.filter(({ name }) => name.toLowerCase() === wanted);
  const found = called.length > 0 ? called : all.filter(({ name }) => name.toLowerCase().startsWith(wanted));
  const [first, second] = found;
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
  const { rotations } = await client.query(rotationsDocument);
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

type IncidentName = NonNullable<ResultOf<typeof incidentDocument>["incident"]>;

/** An incident by its number (`12`, `INC-12`), what its source calls it, or its id. */
export async function incidentNamed(client: Client, given: string): Promise<IncidentName> {
  const { incident } = await client.query(incidentDocument, { id: given });
  return incident ?? unknown("incident", given, []);
}
