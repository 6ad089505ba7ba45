import type { Command } from "commander";
import { command as mutation, graphql, type ResultOf, type VariablesOf } from "@ballast/schema/graphql";
import { usageFailure } from "../client/failure.ts";
import type { CliCommand } from "../command.ts";
import { bold, dim } from "../print/style.ts";
import { facts, table } from "../print/table.ts";
import { counted } from "../print/words.ts";
import { parseStep, parseTold, type ParsedTarget } from "./escalationSteps.ts";
import { personNamed, rotationNamed, unknown } from "./lookup.ts";
import { acting, addCommand, type Session } from "./session.ts";
import { collect, momentOption, parseCount } from "./values.ts";

const listDocument = graphql(`
  query EscalationList($asOf: AsOf) { escalationPolicies(asOf: $asOf) { id name isDefault sentence services { slug } } }
`);
const shownDocument = graphql(`
  query EscalationShown($id: ID!, $asOf: AsOf) {
    escalationPolicy(id: $id, asOf: $asOf) {
      id name description sentence rounds isDefault retired changedAt revision services { slug }
      steps { minutes says targets { who person { id } rotation { id } } } lastly { says who person { id } rotation { id } }
      stakeholders { upTo target { who person { id } rotation { id } } }
      history(first: 20) { edges { node { occurredAt sentence } } }
    }
  }
`);
const trialDocument = graphql(`
  query EscalationTried($id: ID!, $at: DateTime!, $service: ID) {
    escalationPolicy(id: $id) {
      trial(at: $at, service: $service) {
        straightToEveryone endsAfterMinutes againAfterMinutes calls { afterMinutes round step canBeWoken people { name } }
      }
    }
  }
`);
const servicesDocument = graphql(`query ServicesForEscalation { services(first: 500) { edges { node { id slug } } } }`);
const writePolicy = mutation("writeEscalationPolicy", "escalationPolicy { id name sentence }");
type Content = VariablesOf<typeof writePolicy.document>["input"]["policy"];
type Listed = ResultOf<typeof listDocument>["escalationPolicies"][number];

async function named(session: Session, given: string, asOf?: string): Promise<Listed> {
  const { escalationPolicies: all } = await session.client.query(listDocument, { asOf: asOf === undefined ? null : { at: asOf } });
  return all.find(({ id, name }) => id === given || name.toLowerCase() === given.toLowerCase())
    ?? unknown("escalation policy", given, all.map(({ name }) => name));
}

const usesOf = ({ isDefault, services }: Pick<Listed, "isDefault" | "services">): string =>
  isDefault
    ? `every service that names none, ${counted(services.length, "service")} now`
    : services.map(({ slug }) => slug).join(", ") || "–";

const list = acting<{ readonly asOf?: string }>(async (session, { flags: { asOf } }) => {
  const { escalationPolicies } = await session.client.query(listDocument, { asOf: asOf === undefined ? null : { at: asOf } });
  session.show(escalationPolicies, () =>
    escalationPolicies.length === 0
      ? ["No escalation policies yet: every page calls who is on call, then who is next, then everyone of the schedule."]
      : table(
          [{ head: "policy" }, { head: "what it does" }, { head: "used by" }],
          escalationPolicies.map((policy) => [policy.name, policy.sentence, usesOf(policy)]),
        ));
});

const show = acting<{ readonly asOf?: string }>(async (session, { args: [given = ""], flags: { asOf } }) => {
  const { id } = await named(session, given, asOf);
  const { escalationPolicy } = await session.client.query(shownDocument, { id, asOf: asOf === undefined ? null : { at: asOf } });
  const policy = escalationPolicy ?? unknown("escalation policy", given, []);
  session.show(policy, () => [
    bold(policy.name), policy.sentence, ...(policy.description === "" ? [] : [policy.description]),
    ...facts([["used by", usesOf(policy)], ["retired", policy.retired], ["changed", policy.changedAt]]),
    ...policy.history.edges.map(({ node: { occurredAt, sentence } }) => dim(`${occurredAt}  ${sentence}`)),
  ]);
});

interface Written {
  readonly step: readonly string[];
  readonly lastly?: string;
  readonly tell: readonly string[];
  readonly rounds?: number;
  readonly description?: string;
  readonly policy?: string;
  readonly reason: string;
}

/** A target with the ids of whom it names. */
async function targetOf(
  { client }: Session, { person, schedule, who }: ParsedTarget,
): Promise<Content["steps"][number]["targets"][number]> {
  if (person !== null) return { personId: (await personNamed(client, person)).id };
  return { rotationId: schedule === null ? null : (await rotationNamed(client, schedule)).id, who };
}

type Shown = NonNullable<ResultOf<typeof shownDocument>["escalationPolicy"]>;

/** A target that stands in a policy, as it is written again. */
const againTarget = ({ who, person, rotation }: Pick<Shown["lastly"][number], "who" | "person" | "rotation">) =>
  (person !== null ? { personId: person.id } : { rotationId: rotation?.id ?? null, who });

/** The policy that is written anew: what nobody tells of it stays. */
async function written(session: Session, given: string | undefined): Promise<Shown | null> {
  if (given === undefined) return null;
  const { escalationPolicy } = await session.client.query(shownDocument, { id: (await named(session, given)).id, asOf: null });
  return escalationPolicy ?? unknown("escalation policy", given, []);
}

const write = acting<Written>(async (session, { args: [called], flags }) => {
  const before = await written(session, flags.policy);
  const name = called ?? before?.name;
  if (name === undefined) throw usageFailure('What is it called? ballast escalation write Nights --step "service/5m".');
  if (flags.step.length === 0 && before === null) throw usageFailure('A policy has one step at least: --step "service/5m".');
  const targetsOf = (targets: readonly ParsedTarget[]) => Promise.all(targets.map((target) => targetOf(session, target)));
  const steps = flags.step.length === 0
    ? (before?.steps.map(({ targets, minutes }) => ({ targets: targets.map(againTarget), minutes })) ?? [])
    : await Promise.all(flags.step.map(parseStep).map(async ({ targets, minutes }) => ({ targets: await targetsOf(targets), minutes })));
  const lastly = flags.lastly === undefined
    ? (before?.lastly.map(againTarget) ?? []) : flags.lastly === "none" ? [] : await targetsOf(parseStep(flags.lastly).targets);
  const stakeholders = flags.tell.length === 0
    ? (before?.stakeholders.map(({ target, upTo }) => ({ ...againTarget(target), upTo })) ?? [])
    : (await Promise.all(flags.tell.filter((text) => text !== "none").map(parseTold).map(async ({ targets, upTo }) =>
        (await targetsOf(targets)).map((target) => ({ ...target, upTo }))))).flat();
  const payload = await session.client.mutate(writePolicy, {
    policyId: before?.id ?? null, expectedRevision: before?.revision ?? null, reason: flags.reason,
    policy: {
      name, description: flags.description ?? before?.description ?? "", steps, rounds: flags.rounds ?? before?.rounds ?? 3, lastly,
      stakeholders,
    },
  });
  const { escalationPolicy } = payload;
  session.show(payload, () => [
    escalationPolicy === null ? "Done; the server that answered does not show it yet." : `${bold(name)}: ${escalationPolicy.sentence}`,
  ]);
});

const retire = acting<{ readonly reason?: string }>(async (session, { args: [given = ""], flags: { reason } }) => {
  if (reason === undefined) throw usageFailure("Whoever looks for it wants to know why: add --reason.");
  const { id: policyId, name } = await named(session, given);
  await session.client.mutate(mutation("retireEscalationPolicy"), { policyId, reason });
  session.show({ retired: name }, () => [`${name} is retired; its history stays.`]);
});

const use = acting<{ readonly default?: true }>(async (session, { args: [service = "", given], flags }) => {
  const policy = given === undefined ? null : await named(session, given);
  if (policy === null && flags.default !== true) throw usageFailure("Name a policy, or --default for what holds everywhere.");
  const payload = await session.client.mutate(mutation("assignEscalation"), { service, policyId: policy?.id ?? null });
  session.show(payload, () => [
    policy === null ? `${service} goes by the default again.` : `The responders of ${service} are called by ${policy.name}.`,
  ]);
});

const setDefault = acting<{ readonly none?: true }>(async (session, { args: [given], flags }) => {
  if (given !== undefined) {
    const { id: policyId, name } = await named(session, given);
    await session.client.mutate(mutation("makeEscalationDefault"), { policyId });
    return session.show({ default: name }, () => [`Services that name no policy go by ${name}.`]);
  }
  const { escalationPolicies } = await session.client.query(listDocument, { asOf: null });
  const now = escalationPolicies.find(({ isDefault }) => isDefault);
  if (flags.none === true && now !== undefined) await session.client.mutate(mutation("endEscalationDefault"), { policyId: now.id });
  const left = flags.none === true ? undefined : now;
  session.show({ default: left?.name ?? null }, () => [
    left === undefined
      ? "Services that name no policy call who is on call, then who is next, then everyone."
      : `Services that name no policy go by ${left.name}.`,
  ]);
});

const tryOn = acting<{ readonly at?: string; readonly service?: string }>(async (session, { args: [given = ""], flags }) => {
  const { id, services } = await named(session, given);
  const { services: all } = flags.service === undefined ? { services: { edges: [] } } : await session.client.query(servicesDocument);
  const slug = flags.service ?? services[0]?.slug;
  const service = flags.service === undefined
    ? undefined
    : (all.edges.find(({ node }) => node.slug === flags.service)?.node ?? unknown("service", flags.service, []));
  const { escalationPolicy } = await session.client.query(trialDocument, {
    id, at: flags.at ?? new Date(session.now).toISOString(), service: service?.id ?? null,
  });
  const trial = escalationPolicy?.trial ?? unknown("escalation policy", given, []);
  session.show(trial, () => [
    ...table(
      [{ head: "after" }, { head: "round", right: true }, { head: "step" }, { head: "who" }, { head: "can be woken", right: true }],
      trial.calls.map(({ afterMinutes, round, step, people, canBeWoken }) => [
        afterMinutes === 0 ? "at once" : `${String(afterMinutes)} min`, String(round + 1), step === 0 ? "everyone" : String(step),
        people.map((who) => who.name).join(", ") || "nobody: passed over", String(canBeWoken),
      ]),
    ),
    ...(trial.straightToEveryone === null ? [] : [`Straight to everyone: ${trial.straightToEveryone}.`]),
    dim(
      `After ${String(trial.endsAfterMinutes)} min all of them have passed; calling begins again ${String(trial.againAfterMinutes)} min later. Nothing was sent.`,
    ),
    ...(flags.service === undefined && slug !== undefined ? [dim(`With --service ${slug} steps ask its schedule too.`)] : []),
  ]);
});

/** Registers `ballast escalation …`. */
function registerEscalation(program: Command): void {
  const escalation = program.command("escalation").description("escalation policies: in which order people are called");
  addCommand(escalation, "list", "the policies, and what uses them")
    .option("--as-of <moment>", "as it was then", momentOption)
    .action(list);
  addCommand(escalation, "show <policy>", "one policy, and what happened to it")
    .option("--as-of <moment>", "as it was then", momentOption)
    .action(show);
  addCommand(escalation, "write [name]", "writes a policy, or one anew: of that, what is not told stays")
    .option(
      "--step <targets/minutes>",
      "whom it calls and for how long, in order: service, next, everyone, SCHEDULE, next:SCHEDULE, everyone:SCHEDULE or @LOGIN, between commas",
      collect, [],
    )
    .option("--lastly <targets>", "whom the last time around calls when its steps have passed, or none")
    .option(
      "--tell <targets/severity>", "who is told of its incidents by mail and chat and never called: @ada,everyone:Board/2; or none", collect, [],
    )
    .option("--rounds <n>", "how often it starts from the top; 3 unless told", parseCount)
    .option("--description <text>", "what it is for")
    .option("--policy <policy>", "writes this one anew")
    .option("--reason <text>", "why", "")
    .action(write);
  addCommand(escalation, "retire <policy>", "ends one that nothing uses; its history stays")
    .option("--reason <text>", "why")
    .action(retire);
  addCommand(escalation, "use <service> [policy]", "lets the responders of a service be called by a policy")
    .option("--default", "by what holds everywhere")
    .action(use);
  addCommand(escalation, "default [policy]", "the policy of every service that names none")
    .option("--none", "none: who is on call, then who is next, then everyone")
    .action(setDefault);
  addCommand(escalation, "try <policy>", "whom it would call at a moment, minute by minute; nothing is sent")
    .option("--at <moment>", "when; now unless told", momentOption)
    .option("--service <slug>", "for this service, whose schedule steps may ask")
    .action(tryOn);
}

export const command: CliCommand = {
  register: registerEscalation,
  examples: {
    escalation: [
      "ballast escalation list", 'ballast escalation write Platform --step service/5m --step next/5m --step "everyone,@ada/10m" --rounds 3',
    ],
    "escalation list": ["ballast escalation list --json"],
    "escalation show": ["ballast escalation show Platform"],
    "escalation write": [
      'ballast escalation write Platform --step service/5m --step "everyone:Platform/10m" --lastly @ada --reason "as agreed"',
      'ballast escalation write Platform --policy Platform --step "Platform,@ada/5m" --rounds 2',
    ],
    "escalation retire": ['ballast escalation retire Platform --reason "Night and Day took its place"'],
    "escalation use": ["ballast escalation use checkout Platform", "ballast escalation use checkout --default"],
    "escalation default": ["ballast escalation default Platform", "ballast escalation default --none"],
    "escalation try": ["ballast escalation try Platform --at 2026-10-25T06:30:00Z --service checkout"],
  },
};
