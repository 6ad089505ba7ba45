import type { Aggregate } from "@ballast/domain";
import {
  checkSetDecider, policyDecider, readinessDecider, SAMPLE_NAME, sampleChecks, technologyDecider, trainingDecider,
} from "@ballast/domain/readiness";
import { idOf, ids } from "@ballast/eventlog";
import type { BallastEvent, DataOf } from "@ballast/schema";
import { after, DAY_MS, type Author } from "../author.ts";
import { actor, type Login } from "../cast.ts";
import type { DaysAgo } from "./tellRisks.ts";

interface Telling {
  readonly author: Author;
  readonly daysAgo: DaysAgo;
  /** Whoever started Ballast, who is called for the checkout as well. */
  readonly me: string;
}

/** What is said of one service. */
interface ServiceSaid {
  readonly slug: string;
  readonly owner: Login | null;
  readonly tier: number;
  /** Days since somebody read its runbook; null: nobody has said so. */
  readonly runbook: number | null;
  readonly madeWith: readonly string[];
}

const services: readonly ServiceSaid[] = [
  { slug: "checkout", owner: "ana", tier: 1, runbook: 40, madeWith: ["PostgreSQL", "Node.js", "Redis"] },
  { slug: "search", owner: "sam", tier: 2, runbook: 95, madeWith: ["OpenSearch", "Node.js"] },
  { slug: "billing", owner: "jo", tier: 1, runbook: 203, madeWith: ["PostgreSQL", "Beanstalk"] },
  { slug: "identity", owner: "kim", tier: 1, runbook: 61, madeWith: ["PostgreSQL", "Redis", "Node.js"] },
  { slug: "mail", owner: "sam", tier: 3, runbook: null, madeWith: ["Log4j 1", "Redis"] },
  { slug: "gateway", owner: "kim", tier: 1, runbook: 120, madeWith: ["Envoy"] },
];

type Technology = Pick<DataOf<"TechnologyListed">, "name" | "status" | "instead" | "note">;
const technologies: readonly Technology[] = [
  { name: "PostgreSQL", status: "core", instead: null, note: "Two people are paged for it at any time." },
  { name: "Node.js", status: "core", instead: null, note: "" },
  { name: "Redis", status: "core", instead: null, note: "As a cache: what is only there may be gone." },
  { name: "OpenSearch", status: "allowed", instead: null, note: "" },
  { name: "Envoy", status: "allowed", instead: null, note: "" },
  { name: "Beanstalk", status: "offList", instead: "PostgreSQL", note: "Nobody is left who has run it." },
  { name: "Log4j 1", status: "exception", instead: "Logback", note: "Until the mail service is written anew." },
];

const day = (at: string): string => at.slice(0, 10);
const daysAfter = (at: string, days: number): string => new Date(Date.parse(at) + days * DAY_MS).toISOString();
const technologyId = (name: string): string => idOf(technologyDecider, name);

interface Saying<State, Command, Event extends BallastEvent> {
  readonly aggregate: Aggregate<State, Command, Event>;
  readonly id: string;
  readonly at: string;
  readonly who: Login;
}

const write = <State, Command, Event extends BallastEvent>(
  { author }: Telling, { who, ...place }: Saying<State, Command, Event>, command: Command,
): Promise<void> => author.write({ ...place, by: actor(who), command });

/** What services are held to since spring, and what is known of each: most of it is met, and one thing waits for a decision. */
export async function tellReadiness(telling: Telling): Promise<void> {
  const at = telling.daysAgo(240, 9);
  const checkSetId = idOf(checkSetDecider, SAMPLE_NAME);
  await write(telling, { aggregate: checkSetDecider, id: checkSetId, at, who: "mira" }, {
    type: "PublishChecks", now: at, checkSetId, name: SAMPLE_NAME, reason: "what we hold each other to",
    // Who deploys these services is another system, which says of nothing that it went back.
    checks: sampleChecks.filter(({ ground }) => ground.on !== "fact" || ground.fact !== "rollbackTried"),
  });
  await tellTechnologies(telling, after(at, 1_200));
  await tellPolicy(telling);
  await tellTraining(telling);
  for (const [index, service] of services.entries()) await tellService(telling, service, after(at, 3_600 + 300 * index));
}

async function tellTechnologies(telling: Telling, at: string): Promise<void> {
  for (const { name, status, instead, note } of technologies) {
    const id = technologyId(name);
    await write(telling, { aggregate: technologyDecider, id, at, who: "mira" }, {
      type: "ListTechnology", now: at, technologyId: id, name, status, packages: [], instead, note, reason: null,
      until: status === "exception" ? day(telling.daysAgo(-75)) : null,
    });
  }
}

async function tellPolicy(telling: Telling): Promise<void> {
  const [first, second] = [telling.daysAgo(230, 10), telling.daysAgo(64, 10)];
  const policyId = idOf(policyDecider, ids.command("demonstration", "policy", "changes"));
  const name = "How production is changed";
  const publish = (at: string, text: string, reason: string): Promise<void> =>
    write(telling, { aggregate: policyDecider, id: policyId, at, who: "mira" }, {
      type: "PublishPolicy", now: at, policyId, name, text, url: null, isFor: "everybody", reason,
    });
  const acknowledge = (at: string, who: Login, version: number): Promise<void> =>
    write(telling, { aggregate: policyDecider, id: policyId, at, who }, {
      type: "AcknowledgePolicy", now: at, policyId, version, personId: ids.person(who),
    });
  await publish(first, "Every change goes through steps, and goes back by itself.", "it was never written down");
  for (const [index, who] of (["ana", "jo", "kim", "sam"] as const).entries()) await acknowledge(daysAfter(first, 2 + index), who, 1);
  await publish(
    second, "Every change goes through steps, and goes back by itself. A flag is killed before it is discussed.",
    "what the summer taught us",
  );
  for (const [index, who] of (["ana", "kim", "mira", "jo"] as const).entries()) await acknowledge(daysAfter(second, 1 + 3 * index), who, 2);
  const mine = telling.daysAgo(1, 16);
  await telling.author.write({
    aggregate: policyDecider, id: policyId, at: mine, by: { personId: telling.me, name: "Administrator", means: "console" },
    command: { type: "AcknowledgePolicy", now: mine, policyId, version: 2, personId: telling.me },
  });
}

async function tellTraining(telling: Telling): Promise<void> {
  const at = telling.daysAgo(225, 10);
  const name = "Incident response";
  const trainingId = idOf(trainingDecider, name);
  await write(telling, { aggregate: trainingDecider, id: trainingId, at, who: "mira" }, {
    type: "DefineTraining", now: at, trainingId, name, isFor: "responders", validDays: 365, url: null,
  });
  const taken = [["ana", 200], ["jo", 199], ["kim", 150], ["mira", 40], ["sam", 33]] as const;
  for (const [personId, ago] of [...taken.map(([login, ago]) => [ids.person(login), ago] as const), [telling.me, 1] as const]) {
    const on = telling.daysAgo(ago, 15);
    await write(telling, { aggregate: trainingDecider, id: trainingId, at: on, who: "mira" }, {
      type: "RecordTraining", now: on, trainingId, personId, on: day(on), note: "",
    });
  }
}

async function tellService(telling: Telling, { slug, owner, tier, runbook, madeWith }: ServiceSaid, at: string): Promise<void> {
  const serviceId = ids.service(slug);
  const readinessId = idOf(readinessDecider, serviceId);
  const own = { readinessId, serviceId };
  const place = (when: string, who: Login) => ({ aggregate: readinessDecider, id: readinessId, at: when, who });
  const by = owner ?? "mira";
  await write(telling, place(at, "mira"), {
    type: "SetServiceOwner", now: at, ...own, ownerId: owner === null ? null : ids.person(owner), tier, reason: null,
  });
  const stated = after(at, 1_800);
  await write(telling, place(stated, by), {
    type: "StateTechnologies", now: stated, ...own, source: "statement", packages: 0, unlisted: [], unlistedCount: 0,
    uses: madeWith.map((name) => ({ technologyId: technologyId(name), versions: [] })),
  });
  if (runbook !== null) {
    const read = telling.daysAgo(runbook, 14);
    await write(telling, place(read, by), {
      type: "StateCheck", now: read, ...own, checkId: "runbook", statedBy: ids.person(by), on: day(read), until: day(daysAfter(read, 180)),
      note: "read, and tried on staging",
    });
  }
  if (slug === "billing") await tellExemption(
    telling, { ...own, checkId: "technologies", asked: 30, until: 60, reason: "Beanstalk goes with the new export" }, "granted",
  );
  if (slug === "mail") await tellExemption(
    telling, { ...own, checkId: "runbook", asked: 2, until: 45, reason: "the service is written anew until then" }, "asked",
  );
}

interface ExemptionSaid {
  readonly readinessId: string;
  readonly serviceId: string;
  readonly checkId: string;
  /** So many days ago, and so many ahead. */
  readonly asked: number;
  readonly until: number;
  readonly reason: string;
}

async function tellExemption(
  telling: Telling, { asked, until, checkId, reason, ...own }: ExemptionSaid, state: "asked" | "granted",
): Promise<void> {
  const at = telling.daysAgo(asked, 11);
  const exemptionId = ids.part(own.readinessId, "exemption", checkId);
  const place = (when: string, who: Login) => ({ aggregate: readinessDecider, id: own.readinessId, at: when, who });
  await write(telling, place(at, "sam"), {
    type: "AskExemption", now: at, ...own, exemptionId, checkId, askedBy: ids.person("sam"), until: day(telling.daysAgo(-until)), reason,
  });
  if (state === "asked") return;
  const granted = after(at, 7_200);
  await write(telling, place(granted, "mira"), {
    type: "GrantExemption", now: granted, ...own, exemptionId, approverId: ids.person("mira"), note: "once",
  });
}
