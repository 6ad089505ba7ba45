import { command as mutation, graphql } from "@ballast/schema/graphql";
import { personDecider, rotationDecider, serviceDecider } from "@ballast/domain";
import { connectLog, ids } from "@ballast/eventlog";
import { createClient, type Client } from "../client/client.ts";
import { CommandFailure } from "../client/failure.ts";
import { after, authorOf, calendarFrom, type Author, type Calendar } from "./author.ts";
import { actor, cast, shops } from "./cast.ts";
import { prepareFlag } from "./liveFlag.ts";
import { bringToLife, liveEnvironment, liveService, prepareLive } from "./live.ts";
import { pastIncidents } from "./pastIncidents.ts";
import { tellReleases } from "./pastReleases.ts";
import { layOutPage } from "./statusPage.ts";
import { rotationsOf, type PastRotation } from "./rotations.ts";
import { tellIncident } from "./tellIncident.ts";
import { beginYear, loadYear } from "./year/loadYear.ts";
import { COMPANY_DAYS } from "./year/year.ts";

/** A running instance, and where its log is. */
export interface Seeded {
  readonly url: string;
  readonly credential: string;
  readonly eventstore: string;
  /** Where the checkout finds the token that it asks for flags with. */
  readonly tokenFile: string;
  /** Whether a year of history is to come behind it, see `seedYear`; some weeks of it else. */
  readonly year: boolean;
  /** Told what is being done. */
  readonly say?: (what: string) => void;
}

/**
 * Fills an instance with the demonstration: some weeks of history, told through the rules of everything else, and a
 * live checkout on the fleet with the person who started Ballast on call. Safe to repeat; does nothing the second time.
 */
export async function seedDemonstration({ url, credential, eventstore, tokenFile, year, say = () => undefined }: Seeded): Promise<void> {
  const client = createClient({ url, token: credential });
  const log = connectLog({ address: eventstore });
  try {
    const me = await whoAmI(client);
    if (!(await isSeeded(client))) {
      const now = await firstStart(client);
      const telling: Telling = { author: authorOf(log), client, calendar: calendarFrom(now), say, me, now };
      await tellCompany(telling, year ? COMPANY_DAYS : WEEKS_DAYS);
      if (year) await beginYear(log, { me, now });
      else await tellWeeks(telling);
      say("checkout");
      await prepareLive(client, now);
      say("a status page");
      await layOutPage(client);
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

/** What `seedYear` is told. */
export type SeededYear = Omit<Seeded, "tokenFile" | "year"> & { readonly signal: AbortSignal };

/**
 * Writes the year behind what `seedDemonstration` has begun, a part at a time, and goes on where it was left; nothing where none was begun
 * or all of it is there. Answers whether there was anything to do.
 */
export async function seedYear({ url, credential, eventstore, say = () => undefined, signal }: SeededYear): Promise<boolean> {
  const client = createClient({ url, token: credential });
  const log = connectLog({ address: eventstore });
  try {
    return await loadYear(log, { me: await whoAmI(client), now: await firstStart(client), say, signal });
  } finally {
    await log.close();
  }
}

/** Without the year the company is known for so many days. */
const WEEKS_DAYS = 45;

async function tellCompany({ author, calendar, say, me, now }: Telling, days: number): Promise<void> {
  say("people and services");
  await tellPeople(author, calendar(days, "08:00"));
  await tellServices(author, calendar(days, "08:30"));
  await tellRotations(author, rotationsOf({ me, now, since: calendar(days, "09:00") }));
}

async function tellWeeks({ author, calendar, say }: Telling): Promise<void> {
  for (const shop of shops) {
    say(`releases of ${shop.slug}`);
    await tellReleases(author, calendar, shop);
  }
  say("incidents");
  for (const [index, past] of pastIncidents.entries())
    await tellIncident(author, { name: past.title, past, at: calendar(past.daysAgo, past.time), number: index + 1 });
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

async function tellPeople(author: Author, at: string): Promise<void> {
  const mira = ids.person("mira");
  for (const { login, name, roles, timeZone, teams } of cast) {
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
    const reportsTo = login === "mira" ? null : mira;
    await author.write({
      aggregate: personDecider, id: personId, at: after(at, 60), by: actor("mira"),
      command: {
        type: "PlacePerson", now: at, personId, teams: [...teams], reportsTo, above: reportsTo === null ? [] : [reportsTo],
      },
    });
  }
}

async function tellServices(author: Author, at: string): Promise<void> {
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
async function tellRotations(author: Author, rotations: readonly PastRotation[]): Promise<void> {
  for (const { name, layers: [layer, ...then], services, purpose } of rotations) {
    const [rotationId, at] = [ids.rotation(name), layer.effectiveFrom];
    const rotation = { aggregate: rotationDecider, id: rotationId, by: actor("mira") } as const;
    await author.write({ ...rotation, at, command: { type: "CreateRotation", now: at, rotationId, name, layer } });
    for (const changed of then) {
      const now = changed.effectiveFrom;
      await author.write({ ...rotation, at: now, command: { type: "ChangeRotation", now, rotationId, layer: changed } });
    }
    for (const slug of services) {
      const serviceId = ids.service(slug);
      await author.write({
        aggregate: serviceDecider, id: serviceId, at, by: actor("mira"),
        command: { type: "AssignRotation", now: at, serviceId, purpose, rotationId },
      });
    }
  }
}
