import { command as mutation, graphql } from "@ballast/schema/graphql";
import type { Command } from "commander";
import type { Client } from "../client/client.ts";
import { CommandFailure, usageFailure } from "../client/failure.ts";
import { incidentNamed, personNamed, rotationNamed, unknown } from "./lookup.ts";
import { acting, type Session } from "./session.ts";

const policiesDocument = graphql(`query PoliciesByName { escalationPolicies { id name } }`);
const pagesDocument = graphql(`
  query PagesOfIncident($id: ID!) { incident(id: $id) { pages { id purpose state requestedAt handedOn { toPageId } } } }
`);

const callSomebodyIn = mutation("callIn", "incident { reference } pageId");
const handOnPage = mutation("handOnPage", "page { id state } toPageId");

interface ReceiverFlags {
  readonly person?: string;
  readonly schedule?: string;
  readonly policy?: string;
  readonly note: string;
  readonly evenUnreachable?: true;
}

/** Who is called, of three ways to say it. */
export const receiverOptions = (command: Command): Command =>
  command
    .option("--person <login>", "somebody by login, name or id")
    .option("--schedule <name>", "who is on call of a schedule")
    .option("--policy <name>", "whom an escalation policy calls")
    .option("--note <text>", "what they should know", "")
    .option("--even-unreachable", "also where none of them has a channel that can wake them");

async function policyNamed(client: Client, given: string): Promise<{ readonly id: string; readonly name: string }> {
  const { escalationPolicies: all } = await client.query(policiesDocument);
  return all.find(({ id, name }) => id === given || name.toLowerCase() === given.toLowerCase())
    ?? unknown("escalation policy", given, all.map(({ name }) => name));
}

/** The receiver as commands take it, and what people call it. @throws CommandFailure unless one is named */
async function receiverOf({ client }: Session, { person, schedule, policy, note, evenUnreachable }: ReceiverFlags) {
  const more = { note, evenUnreachable: evenUnreachable ?? false };
  if ([person, schedule, policy].filter((each) => each !== undefined).length !== 1)
    throw usageFailure("Name one of --person, --schedule and --policy.");
  if (person !== undefined) {
    const { id, name } = await personNamed(client, person);
    return { name, input: { personId: id, ...more } };
  }
  if (schedule !== undefined) {
    const { id, name } = await rotationNamed(client, schedule);
    return { name: `who is on call for ${name}`, input: { rotationId: id, ...more } };
  }
  const { id, name } = await policyNamed(client, policy ?? "");
  return { name: `the policy ${name}`, input: { policyId: id, ...more } };
}

/** `ballast incident call-in`. */
export const callIn = acting<ReceiverFlags>(async (session, { args: [given = ""], flags }) => {
  const { id, reference } = await incidentNamed(session.client, given);
  const { name, input } = await receiverOf(session, flags);
  const payload = await session.client.mutate(callSomebodyIn, { incidentId: id, ...input });
  session.show(payload, () => [`${reference}: ${name} is called in.`]);
});

/** `ballast incident hand-on`: the newest page of it that is not over. */
export const handOn = acting<ReceiverFlags>(async (session, { args: [given = ""], flags }) => {
  const { id, reference } = await incidentNamed(session.client, given);
  const { name, input } = await receiverOf(session, flags);
  const pages = (await session.client.query(pagesDocument, { id })).incident?.pages ?? [];
  const page = pages.filter(({ state, handedOn }) => state !== "stopped" && handedOn === null)
    .toSorted((one, other) => other.requestedAt.localeCompare(one.requestedAt))[0];
  if (page === undefined)
    throw new CommandFailure({
      code: "PAGE_NOT_OPEN", message: `${reference} has no page to hand on.`, remedy: "Use ballast incident call-in.",
    });
  const payload = await session.client.mutate(handOnPage, { pageId: page.id, ...input });
  session.show(payload, () => [`${reference}: the page is handed on to ${name}, who is called now.`]);
});
