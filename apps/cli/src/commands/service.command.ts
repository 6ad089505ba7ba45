import { InvalidArgumentError, type Command } from "commander";
import { command as mutation, graphql, type ResultOf } from "@ballast/schema/graphql";
import { defaultLatency, deployPlan, environmentKind, judgeLatencyToo, type DeployPlan, type EnvironmentKind } from "@ballast/schema";
import { usageFailure } from "../client/failure.ts";
import { issuesOf } from "@ballast/schema/tables";
import { duration, share } from "@ballast/schema/words";
import { exact, relative } from "../print/words.ts";
import { facts, table } from "../print/table.ts";
import { bold } from "../print/style.ts";
import { rotationNamed } from "./lookup.ts";
import { readJson } from "./readFile.ts";
import { addServiceHours } from "./serviceHours.ts";
import { acting, addCommand } from "./session.ts";
import { oneOf, parseCount, parseDuration, parseList, parsePercent, typedOption } from "./values.ts";
import type { CliCommand } from "../command.ts";

const serviceRow = graphql(`
  fragment ServiceRow on Service {
    slug name description repositoryUrl runbookUrl
    environments { name kind deployable plan lane { live { version } liveSince } }
    thresholds { pageErrorsPer100k pageCustomers } supportHours { sentence }
    responders { name onNow { name } } commanders { name }
    lastRelease { version releasedAt } releaseCount openIncidents { reference }
  }
`);
type ServiceRow = ResultOf<typeof serviceRow>;

const servicesDocument = graphql(`
  query ServiceList($filter: ServiceFilter) { services(first: 200, filter: $filter, sort: NAME_ASC) { edges { node { ...ServiceRow } } } }
`, [serviceRow]);
const serviceDocument = graphql(`query ServiceShown($slug: String!) { service(slug: $slug) { ...ServiceRow } }`, [serviceRow]);

const liveOf = ({ environments }: ServiceRow): string =>
  environments.map(({ name, lane }) => `${name} ${lane?.live?.version ?? "–"}`).join(", ");

const planWords = (plan: ServiceRow["environments"][number]["plan"]): string =>
  plan === null
    ? "–"
    : `${plan.steps.map(({ percent, bakeMs }) => `${String(percent)} % ${duration(bakeMs)}`).join(" → ")}, then ${duration(plan.soakMs)} of soaking`;

function describe(service: ServiceRow, now: number): readonly string[] {
  const { thresholds } = service;
  const environments = table(
    [{ head: "environment" }, { head: "kind" }, { head: "live" }, { head: "since" }, { head: "how releases reach everyone" }],
    service.environments.map(({ name, kind, deployable, plan, lane }) => [
      name,
      kind,
      lane?.live?.version ?? "–",
      relative(lane?.liveSince, now),
      deployable ? planWords(plan) : "observed only",
    ]),
  );
  return [
    bold(service.name),
    ...facts([
      ["slug", service.slug],
      ["what it is", service.description],
      ["repository", service.repositoryUrl],
      ["runbook", service.runbookUrl],
      [
        "releases",
        `${String(service.releaseCount)}${service.lastRelease === null ? "" : `, the last one ${service.lastRelease.version} ${relative(service.lastRelease.releasedAt, now)}`}`,
      ],
      [
        "responders",
        service.responders === null
          ? "nobody"
          : `${service.responders.name}${service.responders.onNow === null ? "" : `: ${service.responders.onNow.name} now`}`,
      ],
      ["commanders", service.commanders?.name ?? "nobody"],
      ["pages from", `${share(thresholds.pageErrorsPer100k)} of requests or ${String(thresholds.pageCustomers)} customers`],
      ["support hours", service.supportHours?.sentence ?? "none: urgency goes by the severity"],
      ["open incidents", service.openIncidents.map(({ reference }) => reference).join(", ") || "none"],
    ]),
    "",
    ...environments,
  ];
}

const list = acting<{ text?: string }>(async (session, { flags }) => {
  const { services } = await session.client.query(servicesDocument, { filter: flags.text === undefined ? null : { text: flags.text } });
  const rows = services.edges.map(({ node }) => node);
  session.show(rows, () =>
    rows.length === 0
      ? ["No services yet: `ballast service register SLUG --name NAME` adds one."]
      : table(
          [
            { head: "service" },
            { head: "name" },
            { head: "live" },
            { head: "releases", right: true },
            { head: "last release" },
            { head: "open incidents" },
          ],
          rows.map((row) => [
            row.slug,
            row.name,
            liveOf(row),
            String(row.releaseCount),
            relative(row.lastRelease?.releasedAt, session.now),
            row.openIncidents.map(({ reference }) => reference).join(", ") || "–",
          ]),
        ),
  );
});

const show = acting(async (session, { args: [slug = ""] }) => {
  const { service } = await session.client.query(serviceDocument, { slug });
  if (service === null) throw usageFailure(`There is no service ${slug}.`, "`ballast service list` shows those there are.");
  session.show(service, () => describe(service, session.now));
});

const answer = "service { slug name }";
const newService = mutation("registerService", answer);
const defineEnvironment = mutation("defineEnvironment", answer);
const removeEnvironment = mutation("removeEnvironment", answer);
const setDeployPlan = mutation("setDeployPlan", answer);
const setThresholds = mutation("setThresholds", answer);
const assignRotation = mutation("assignRotation", answer);

const register = acting<{ name?: string; description: string; repository?: string; runbook?: string }>(
  async (session, { args: [slug = ""], flags }) => {
    const payload = await session.client.mutate(newService, {
      slug, name: flags.name ?? slug, description: flags.description,
    });
    const { repository, runbook } = flags;
    if (repository !== undefined || runbook !== undefined)
      await session.client.mutate(mutation("describeService"),
        {
          service: slug, ...(repository !== undefined && { repositoryUrl: repository }),
          ...(runbook !== undefined && { runbookUrl: runbook }),
        });
    session.show(payload, () => [
      `${flags.name ?? slug} is registered as ${slug}.`,
      `Next: \`ballast service environment ${slug} production\`.`,
    ]);
  },
);

interface EnvironmentFlags {
  readonly kind: EnvironmentKind;
  readonly target: "fleet" | "observed";
  readonly traffic?: number;
  readonly customers?: number;
  readonly remove?: string;
}

const environment = acting<EnvironmentFlags>(async (session, { args: [service = "", name = ""], flags }) => {
  const target = { kind: flags.target, trafficPerSecond: flags.traffic ?? null, customers: flags.customers ?? null };
  const payload =
    flags.remove === undefined
      ? await session.client.mutate(defineEnvironment, { service, environment: name, kind: flags.kind, target })
      : await session.client.mutate(removeEnvironment, { service, environment: name, reason: flags.remove });
  session.show(payload, () => [
    flags.remove === undefined
      ? `${service} has the environment ${name} (${flags.kind}, ${flags.target}).`
      : `${name} was taken away from ${service}; its history stays.`,
  ]);
});

interface PlanFlags {
  readonly file?: string;
  readonly steps: readonly string[];
  readonly bake: number;
  readonly soak: number;
  readonly minSamples: number;
  readonly maxErrors: number;
  readonly minEffect: number;
  readonly maxP95?: number;
  readonly latency: boolean;
  readonly minSlowerMs: number;
  readonly minSlowerPercent: number;
}

function planOf(flags: PlanFlags): DeployPlan {
  const analysis = {
    minSamples: flags.minSamples, maxErrorsPer100k: flags.maxErrors, minEffectPer100k: flags.minEffect, maxP95Ms: flags.maxP95 ?? null,
    judgesLatency: flags.latency, minSlowerMs: flags.minSlowerMs, minSlowerPercent: flags.minSlowerPercent,
  };
  const given: unknown =
    flags.file === undefined
      ? {
          steps: flags.steps.map((percent) => ({ percent: Number(percent), customers: [], bakeMs: flags.bake, analysis })),
          soakMs: flags.soak,
        }
      : judgeLatencyToo({ plan: readJson(flags.file) }).plan;
  const plan = deployPlan.safeParse(given);
  if (!plan.success) throw usageFailure(`This is no plan: ${issuesOf(plan.error)}`, "Steps never shrink and the last one is 100.");
  return plan.data;
}

const plan = acting<PlanFlags>(async (session, { args: [service = "", name = ""], flags }) => {
  const wanted = planOf(flags);
  const payload = await session.client.mutate(setDeployPlan, { service, environment: name, plan: wanted });
  session.show(payload, () => [`${service} ${name}: ${planWords(wanted)}.`]);
});

const thresholds = acting<{ errors: number; customers: number }>(async (session, { args: [service = ""], flags }) => {
  const payload = await session.client.mutate(setThresholds, {
    service, pageErrorsPer100k: flags.errors, pageCustomers: flags.customers,
  });
  session.show(payload, () => [
    `${service} pages from ${share(flags.errors)} of requests or ${String(flags.customers)} customers.`,
  ]);
});

const rotation = acting<{ purpose: "responders" | "commander"; none?: true }>(async (session, { args: [service = "", name], flags }) => {
  if (name === undefined && flags.none !== true) throw usageFailure("Name a rotation, or say --none.");
  const rotationId = name === undefined ? null : (await rotationNamed(session.client, name)).id;
  const payload = await session.client.mutate(assignRotation, { service, purpose: flags.purpose, rotationId });
  session.show(payload, () => [
    rotationId === null
      ? `Nobody is called for ${service} any more.`
      : `${String(name)} is called for ${service} (${flags.purpose}), from ${exact(new Date(session.now).toISOString())} on.`,
  ]);
});

const steps = (text: string): readonly string[] => {
  const given = parseList(text);
  if (given.length === 0 || given.some((one) => Number.isNaN(Number(one))))
    throw new InvalidArgumentError("Give percentages, like 10,50,100.");
  return given;
};

/** Registers `ballast service …`. */
function registerService(program: Command): void {
  const service = program.command("service").description("services: what is managed, its environments, plans and who is called");
  addCommand(service, "list", "all services with what is live").option("--text <words>", "those that fit").action(list);
  addCommand(service, "show <slug>", "one service").action(show);
  addCommand(service, "register <slug>", "register a service")
    .option("--name <name>", "name for people")
    .option("--description <text>", "what it does, for whom", "")
    .option("--repository <url>", "where its code is")
    .option("--runbook <url>", "what to do when it breaks; pages carry it")
    .action(register);
  addCommand(service, "environment <service> <name>", "add an environment, or change it")
    .option("--kind <kind>", environmentKind.options.join(", "), oneOf(environmentKind.options), "production")
    .option("--target <target>", "fleet (Ballast deploys) or observed (another system does)", oneOf(["fleet", "observed"]), "fleet")
    .option("--traffic <n>", "fleet: requests a second of the built-in sample traffic while something changes, a tenth of them at rest", parseCount)
    .option("--customers <n>", "fleet: how many customers it comes from", parseCount)
    .option("--remove <reason>", "take it away instead")
    .action(environment);
  addCommand(service, "plan <service> <environment>", "set how releases reach everyone")
    .addOption(typedOption("--steps <percentages>", "exposure steps", { parse: steps, otherwise: "1,10,50,100" }))
    .addOption(typedOption("--bake <time>", "how long each step bakes", { parse: parseDuration, otherwise: "10m" }))
    .addOption(typedOption("--soak <time>", "how long it soaks at 100 %", { parse: parseDuration, otherwise: "1h" }))
    .option("--min-samples <n>", "fewer requests are inconclusive", parseCount, 50)
    .addOption(typedOption("--max-errors <percent>", "more errors fail a step", { parse: parsePercent, otherwise: "1%" }))
    .addOption(
      typedOption("--min-effect <percent>", "a failure needs so much more than the baseline", { parse: parsePercent, otherwise: "0.5%" }),
    )
    .option("--max-p95 <time>", "slower fails a step, whatever the stable release's latency is", parseDuration)
    .option("--no-latency", "do not judge latency against the stable release")
    .addOption(
      typedOption("--min-slower-ms <time>", "slower than the stable release only counts from so much on", {
        parse: parseDuration, otherwise: "50ms",
      }),
    )
    .option("--min-slower-percent <n>", "and from so many percent on", parseCount, defaultLatency.minSlowerPercent)
    .option("--file <json>", "a whole plan as JSON instead")
    .action(plan);
  addCommand(service, "thresholds <service>", "above which impact somebody is paged")
    .requiredOption("--errors <percent>", "share of requests that fail", parsePercent)
    .requiredOption("--customers <n>", "customers who saw errors", parseCount)
    .action(thresholds);
  addCommand(service, "rotation <service> [rotation]", "say who is called")
    .option("--purpose <purpose>", "responders, or commander for severities 1 and 2", oneOf(["responders", "commander"]), "responders")
    .option("--none", "nobody")
    .action(rotation);
  addServiceHours(service);
}

export const command: CliCommand = {
  register: registerService,
  examples: {
    "service": [
      "ballast service register checkout --name Checkout",
      "ballast service environment checkout production",
      "ballast service list",
    ],
    "service list": ["ballast service list --text pay"],
    "service show": ["ballast service show checkout"],
    "service register": ["ballast service register checkout --name Checkout --repository https://git.example.org/checkout"],
    "service environment": [
      "ballast service environment checkout production",
      "ballast service environment legacy production --target observed",
      'ballast service environment checkout lab --remove "nobody uses it"',
    ],
    "service plan": [
      "ballast service plan checkout production --steps 1,10,50,100 --bake 5m --soak 30m",
      "ballast service plan checkout production --file plan.json",
    ],
    "service thresholds": ["ballast service thresholds checkout --errors 2 --customers 100"],
    "service rotation": [
      'ballast service rotation checkout "First line"',
      "ballast service rotation checkout Leads --purpose commander",
      "ballast service rotation checkout --none",
    ],
    "service hours": [
      "ballast service hours checkout --zone Europe/Zurich --days 1-5 --from 09:00 --to 18:00",
      "ballast service hours checkout",
      "ballast service hours checkout --to 17:00 --try --at 2026-12-05T22:00:00Z",
      "ballast service hours checkout --none",
    ],
  },
};
