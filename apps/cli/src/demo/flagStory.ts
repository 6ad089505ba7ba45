import { command as mutation, graphql } from "@ballast/schema/graphql";
import type { Client } from "../client/client.ts";
import { duration, share } from "@ballast/schema/words";
import { bold } from "../print/style.ts";
import { answerPage, storyIncident, type StoryIncident } from "./answering.ts";
import { liveFlag } from "./live.ts";
import { clearFlag, flagPlace, readFlag, type FlagStanding } from "./liveFlag.ts";
import { monitoring } from "./monitoring.ts";
import { place, storyFailure, until } from "./stage.ts";

/** What was seen to happen to the flag. */
export interface FlagTold {
  readonly id: string;
  /** The share at which it was killed, parts per 100,000. */
  readonly killedAt: number;
  /** From pressing kill to every customer being answered off, ms. */
  readonly killedWithinMs: number;
  readonly incident: { readonly id: string; readonly reference: string; readonly acknowledgeMs: number | null };
}

interface Telling {
  readonly client: Client;
  /** A heading, or what goes on. */
  readonly say: (line: string) => void;
  /** Something that was looked at. */
  readonly seen: (line: string) => void;
}

const analysis = { minSamples: 40, maxErrorsPer100k: 2_000, minEffectPer100k: 1_000 };
/** All is well for a tenth of the customers; with half of them the address service is asked too often. */
const plan = { steps: [10_000, 50_000].map((parts) => ({ parts, bakeMs: 6_000, analysis })) };

/**
 * Ramps the flag until it breaks the checkout, and turns it off: monitoring fires, somebody is paged, the incident names
 * the flag, one press and it is off for everyone.
 */
export async function tellFlag({ client, say, seen }: Telling): Promise<FlagTold> {
  await clearFlag(client, say);
  say(bold(`\nThe checkout asks Ballast for ${liveFlag}. Give it to more and more customers.`));
  const watching = await monitoring(client);
  await client.mutate(mutation("rampFlag"), { ...flagPlace, plan, reason: "the pilot likes it" });
  const held = await untilHeld(client, say);
  seen(`its ramp passed 10 % and waits at ${share(held.targeting.parts)}: ${held.targeting.ramp?.holds[0] ?? ""}`);
  seen(`monitoring fires: ${share(await watching.fire())} of the requests fail`);
  const find = (): Promise<StoryIncident | null> => alerted(client);
  const incident = await until("an incident for the alert", 30_000, find);
  await suspected(client, incident.id);
  seen(`${incident.reference} is declared, and names ${liveFlag} first among what changed: ${incident.title}`);
  const answered = await answerPage({ client, say: seen }, { incident, found: find });
  const killedWithinMs = await kill(client, incident.id);
  seen(`${liveFlag} is off for everyone ${duration(killedWithinMs)} after the press`);
  await watching.calmed();
  await onTimeline(client, incident.id);
  seen(`requests stop failing, and ${incident.reference} has the press on its timeline`);
  await client.mutate(mutation("reachMilestone"), { incidentId: incident.id, milestone: "mitigated" });
  await watching.leave();
  await client.mutate(mutation("changeIncidentState"),
    { incidentId: incident.id, to: "resolved", reason: `${liveFlag} is off; it waits for an address service that takes more` });
  return {
    id: held.id, killedAt: held.targeting.parts, killedWithinMs,
    incident: { id: incident.id, reference: incident.reference, acknowledgeMs: answered.acknowledgeMs },
  };
}

async function untilHeld(client: Client, say: (line: string) => void): Promise<FlagStanding> {
  let last = "";
  return until(`the ramp of ${liveFlag} asks a person`, 90_000, async () => {
    const standing = await readFlag(client);
    const { sentence, ramp } = standing.targeting;
    if (sentence !== last) say(`  ${sentence}`);
    last = sentence;
    if (ramp?.state === "held") return standing;
    if (ramp?.state === "running" || ramp?.state === "planned") return null;
    throw storyFailure(`The ramp of ${liveFlag} should wait for a person, and is ${ramp?.state ?? "not there"}: ${sentence}`);
  });
}

const openIncidentsDocument = graphql(`
  query OpenStoryIncidents($service: String!) {
    incidents(first: 10, filter: { service: $service, open: true }) { edges { node { ...StoryIncident } } }
  }
`, [storyIncident]);
const relatedDocument = graphql(`query RelatedFlags($id: ID!) { incident(id: $id) { relatedFlagChanges { flag { name } } } }`);
const timelineDocument = graphql(`
  query StoryTimeline($id: ID!) { incident(id: $id) { timeline(first: 500) { edges { node { lane title } } } } }
`);

/** The open incident that monitoring's alert opened. */
async function alerted(client: Client): Promise<StoryIncident | null> {
  const { incidents } = await client.query(openIncidentsDocument, { service: place.service });
  return incidents.edges.find(({ node }) => node.alerts.length > 0)?.node ?? null;
}

async function suspected(client: Client, incidentId: string): Promise<void> {
  const { incident } = await client.query(relatedDocument, { id: incidentId });
  if (incident?.relatedFlagChanges[0]?.flag.name !== liveFlag) throw storyFailure(`The incident should name ${liveFlag} as a suspect.`);
}

/** Presses kill, and asks as an application would until the answer is off. Answers how long that took, ms. */
async function kill(client: Client, incidentId: string): Promise<number> {
  const pressedAt = performance.now();
  await client.mutate(mutation("killFlag"), { ...flagPlace, incidentId, reason: "payments fail" });
  await until(`${liveFlag} is off`, 5_000, async () => ((await readFlag(client)).targeting.killed ? true : null));
  return Math.round(performance.now() - pressedAt);
}

async function onTimeline(client: Client, incidentId: string): Promise<void> {
  await until("the kill on the incident's timeline", 10_000, async () => {
    const { incident } = await client.query(timelineDocument, { id: incidentId });
    const flags = incident?.timeline.edges.filter(({ node }) => node.lane === "flags") ?? [];
    return flags.some(({ node }) => /kill/i.test(node.title)) ? true : null;
  });
}
