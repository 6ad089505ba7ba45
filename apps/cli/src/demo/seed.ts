import { command as mutation, graphql } from "@ballast/schema/graphql";
import { personDecider, rotationDecider, serviceDecider } from "@ballast/domain";
import { connectLog, ids } from "@ballast/eventlog";
import { createClient, type Client } from "../client/client.ts";
import { CommandFailure } from "../client/failure.ts";
import { authorOf, calendarFrom, type Author, type Calendar } from "./author.ts";
import { actor, cast, shops } from "./cast.ts";
import { prepareFlag } from "./liveFlag.ts";
import { bringToLife, liveEnvironment, liveService, prepareLive } from "./live.ts";
import { pastIncidents } from "./pastIncidents.ts";
import { tellReleases } from "./pastReleases.ts";
import { tellIncident } from "./tellIncident.ts";

/** A running instance, and where its log is. */
export interface Seeded {
  readonly url: string;
  readonly credential: string;
  readonly eventstore: string;
  /** Where the checkout finds the token that it asks for flags with. */
  readonly tokenFile: string;
  /** Told what is being done. */
  readonly say?: (what: string) => void;
}

/**
 * Fills an instance with the demonstration: some weeks of history, told through the rules of everything else, and a
 * live checkout on the fleet with the person who started Ballast on call. Safe to repeat; does nothing the second time.
 */
export async function seedDemonstration({ url, credential, eventstore, tokenFile, say = () => undefined }: Seeded): Promise<void> {
  const client = createClient({ url, token: credential });
  const log = connectLog({ address: eventstore });
  try {
    const me = await whoAmI(client);
    if (!(await isSeeded(client))) {
      const now = await firstStart(client);
      await tellHistory({ author: authorOf(log), client, calendar: calendarFrom(now), say, me, now });
    }
    say("a flag");
    await prepareFlag(client, tokenFile);
    say("checkout v1");
    await bringToLife(client);
  } finally {
    await log.close();
  }
}

interface Telling {
  readonly author: Author;
  readonly client: Client;
  readonly calendar: Calendar;
  readonly say: (what: string) => void;
  readonly me: string;
  readonly now: Date;
}

async function tellHistory({ author, client, calendar, say, me, now }: Telling): Promise<void> {
  say("people and services");
  await tellPeople(author, calendar);
  await tellServices(author, calendar);
  await tellRotations(author, { calendar, me, now });
  for (const shop of shops) {
    say(`releases of ${shop.slug}`);
    await tellReleases(author, calendar, shop);
  }
  say("incidents");
  for (const [index, past] of pastIncidents.entries()) await tellIncident(author, calendar, { past, number: index + 1 });
  say("checkout");
  await prepareLive(client, now);
}

const meDocument = graphql(`query SeedingPerson { me { person { id email } } }`);
const seededDocument = graphql(`query Seeded($service: String!) { release(service: $service, version: "v4") { id } }`);
const firstJoinDocument = graphql(`query FirstJoin { events(first: 1, types: ["PersonJoined"]) { edges { node { recordedAt } } } }`);

/** The person whose credential this is; for the demonstration they get an address, whose mail the sink keeps. */
async function whoAmI(client: Client): Promise<string> {
  const { me } = await client.query(meDocument);
  if (me === null) throw new CommandFailure({ code: "NOT_SIGNED_IN", message: "Whoever fills the instance is nobody." });
  if (me.person.email === null) await client.mutate(mutation("setContacts"), { personId: me.person.id, email: "you@ballast.example" });
  return Buffer.from(me.person.id, "base64url").toString("utf8").split(":")[1] ?? me.person.id;
}

/** The last thing the history writes is the checkout's release v4. */
async function isSeeded(client: Client): Promise<boolean> {
  const { release } = await client.query(seededDocument, { service: liveService });
  return release !== null;
}

/** The day the seeding began: an interrupted one goes on with the same dates. */
async function firstStart(client: Client): Promise<Date> {
  const { events } = await client.query(firstJoinDocument);
  return new Date(events.edges[0]?.node.recordedAt ?? Date.now());
}

async function tellPeople(author: Author, calendar: Calendar): Promise<void> {
  const at = calendar(45, "08:00");
  for (const { login, name, roles, timeZone } of cast) {
    const personId = ids.person(login);
    await author.write({
      aggregate: personDecider,
      id: personId,
      at,
      by: actor("mira"),
      command: {
        type: "JoinPerson", now: at, personId, login, name, roles: [...roles],
        contacts: { email: `${login}@ballast.example`, chatWebhookUrl: null }, timeZone,
      },
    });
  }
}

async function tellServices(author: Author, calendar: Calendar): Promise<void> {
  const at = calendar(45, "09:00");
  const all = [{ slug: liveService, name: "Checkout", description: "Baskets, payments, orders." }, ...shops];
  for (const { slug, name, description } of all) {
    const serviceId = ids.service(slug);
    const fact = { aggregate: serviceDecider, id: serviceId, at, by: actor("mira") } as const;
    await author.write({ ...fact, command: { type: "RegisterService", now: at, serviceId, slug, name, description } });
    if (slug === liveService) continue;
    await author.write({
      ...fact,
      command: {
        type: "DefineEnvironment", now: at, serviceId, environment: "staging", kind: "staging", target: { kind: "observed" }, order: 0,
      },
    });
    await author.write({
      ...fact,
      command: {
        type: "DefineEnvironment", now: at, serviceId, environment: liveEnvironment, kind: "production", target: { kind: "observed" },
        order: 1,
      },
    });
  }
}

/** Three rotations; whoever started Ballast has the checkout this week. */
async function tellRotations(author: Author, { calendar, me, now }: { calendar: Calendar; me: string; now: Date }): Promise<void> {
  const at = calendar(45, "09:30");
  const monday = new Date(now.getTime() - ((now.getUTCDay() + 6) % 7) * 24 * 60 * 60_000).toISOString().slice(0, 10);
  const rotations = [
    { name: "Checkout", people: [me, ids.person("ana"), ids.person("jo")], services: [liveService], purpose: "responders" },
    {
      name: "Platform", people: [ids.person("kim"), ids.person("sam"), ids.person("ana")], services: shops.map(({ slug }) => slug),
      purpose: "responders",
    },
    {
      name: "Commanders", people: [ids.person("mira"), ids.person("ana")], services: [liveService, ...shops.map(({ slug }) => slug)],
      purpose: "commander",
    },
  ] as const;
  for (const { name, people, services, purpose } of rotations) {
    const rotationId = ids.rotation(name);
    // Handed over on Mondays at midnight UTC, so that the first of the list has this week from its first hour.
    const layer = {
      effectiveFrom: at, timeZone: "UTC", handOver: { every: "week", weekday: 1, at: "00:00" } as const, people: [...people],
      startsOn: monday,
    };
    await author.write({
      aggregate: rotationDecider, id: rotationId, at, by: actor("mira"),
      command: { type: "CreateRotation", now: at, rotationId, name, layer },
    });
    for (const slug of services) {
      const serviceId = ids.service(slug);
      await author.write({
        aggregate: serviceDecider, id: serviceId, at, by: actor("mira"),
        command: { type: "AssignRotation", now: at, serviceId, purpose, rotationId },
      });
    }
  }
}
