import type { Command } from "commander";
import { command as mutation, graphql, type ResultOf, type VariablesOf } from "@ballast/schema/graphql";
import { CommandFailure, usageFailure } from "../client/failure.ts";
import type { CliCommand } from "../command.ts";
import { bold, dim } from "../print/style.ts";
import { facts, table } from "../print/table.ts";
import { counted } from "../print/words.ts";
import { acting, addCommand, type Session } from "./session.ts";
import { collect, momentOption, oneOf, parseCount, parseList } from "./values.ts";

const rulesDocument = graphql(
  `query AlertRuleList($asOf: AsOf) { alertRules(asOf: $asOf) { id reference name position active removed sentence } }`,
);
const ruleDocument = graphql(`
  query AlertRuleShown($id: ID!, $asOf: AsOf) {
    alertRule(id: $id, asOf: $asOf) {
      id reference name position active removed sentence about says changedAt
      labels withoutService severities severity groupBy maintenance incident revision integrations { id } services { slug } sendTo { slug }
      threshold { count withinMinutes } history(first: 20) { edges { node { occurredAt sentence } } }
    }
  }
`);
const trialDocument = graphql(`
  query AlertRuleTried($ruleId: ID, $rule: AlertRuleContent, $before: ID) {
    alertRuleTrial(ruleId: $ruleId, rule: $rule, before: $before) {
      sentence alerts cut silenced added now { incidents }
      tried {
        incidents listed { service { slug } label severity openedAt alerts rules first { name at } } leftOut { name alerts outcome rules }
      }
    }
  }
`);

const writeRule = mutation("writeAlertRule", "alertRule { id reference name position active removed sentence }");
type Rule = NonNullable<ResultOf<typeof ruleDocument>["alertRule"]>;
type Content = NonNullable<VariablesOf<typeof trialDocument>["rule"]>;

async function named(session: Session, id: string, asOf?: string): Promise<Rule> {
  const { alertRule } = await session.client.query(ruleDocument, { id, asOf: asOf === undefined ? null : { at: asOf } });
  if (alertRule !== null) return alertRule;
  throw new CommandFailure({
    code: "NOT_FOUND", message: `There is no alert rule ${id}.`, remedy: "`ballast alert-rule list` shows those there are.",
  });
}

const stateWords = ({ active, removed }: Pick<Rule, "active" | "removed">): string =>
  removed !== null ? dim(`removed: ${removed}`) : active ? "on" : dim("off");

const list = acting<{ readonly asOf?: string }>(async (session, { flags: { asOf } }) => {
  const { alertRules } = await session.client.query(rulesDocument, { asOf: asOf === undefined ? null : { at: asOf } });
  session.show(alertRules, () => alertRules.length === 0 ? [
    "There are no alert rules: each alert goes by its integration and its service.",
  ] : table(
    ["rule", "name", "state", "what it says"].map((head) => ({ head })),
    alertRules.map((rule) => [rule.reference, rule.name, stateWords(rule), rule.sentence]),
  ));
});

const show = acting<{ readonly asOf?: string }>(async (session, { args: [id = ""], flags: { asOf } }) => {
  const rule = await named(session, id, asOf);
  session.show(rule, () => [
    bold(`${rule.reference}: ${rule.name}`), rule.sentence,
    ...facts([
      ["state", stateWords(rule)], ["asked", rule.position === 0 ? null : `as number ${rule.position}`], ["changed", rule.changedAt],
    ]),
    ...rule.history.edges.map(({ node: { occurredAt, sentence } }) => dim(`${occurredAt}  ${sentence}`)),
  ]);
});

const severityWords = ["1", "2", "3", "4", "none"] as const;
const maintenanceWords = ["hold", "pass"] as const;
const incidentWords = ["declare", "join", "never"] as const;

interface Said {
  readonly name?: string;
  readonly label: readonly string[];
  readonly service: readonly string[];
  readonly integration: readonly string[];
  readonly withoutService?: true;
  readonly ofSeverity?: readonly string[];
  readonly severity?: (typeof severityWords)[number];
  readonly sendTo?: string;
  readonly groupBy?: readonly string[];
  readonly count?: number;
  readonly within?: number;
  readonly maintenance?: (typeof maintenanceWords)[number];
  readonly incident?: (typeof incidentWords)[number];
  readonly off?: true;
  readonly before?: string;
  readonly whole?: true;
  readonly reason?: string;
}

const signs = [["!=", "noneOf"], ["^=", "startsWith"], ["=", "oneOf"]] as const;

/** `env=prod,test`, `team!=search`, `host^=web-`. */
function condition(text: string): NonNullable<Content["labels"]>[number] {
  const found = signs.find(([sign]) => text.includes(sign));
  const [label = "", ...rest] = found === undefined ? [] : text.split(found[0]);
  const values = parseList(rest.join(found?.[0] ?? ""));
  if (found === undefined || label.trim() === "" || values.length === 0)
    throw usageFailure(`"${text}" asks nothing of a label: write env=prod,test or team!=search or host^=web-.`);
  return { label: label.trim(), is: found[1], values: [...values] };
}

const among = <Word extends string>(words: readonly Word[], given: string | null | undefined): Word | null =>
  words.find((word) => word === given) ?? null;

/** What a rule says: what was told, and of one that is there whatever was not. */
function contentOf(said: Said, name: string, before: Rule | null = null): Content {
  const or = <Item>(told: readonly Item[] | undefined, known: readonly Item[] | undefined): Item[] =>
    [...(told === undefined || told.length === 0 ? (known ?? []) : told)];
  return {
    name, labels: said.label.length === 0 ? (before?.labels ?? []) : said.label.map(condition),
    services: or(said.service, before?.services.map(({ slug }) => slug)),
    integrations: or(said.integration, before?.integrations.map(({ id }) => id)),
    withoutService: said.withoutService ?? before?.withoutService ?? false,
    severities: or(said.ofSeverity?.map(Number), before?.severities),
    severity: said.severity ?? among(severityWords, before?.severity), sendTo: said.sendTo ?? before?.sendTo?.slug ?? null,
    groupBy: or(said.groupBy, before?.groupBy), count: said.count ?? before?.threshold?.count ?? null,
    withinMinutes: said.within ?? before?.threshold?.withinMinutes ?? null,
    maintenance: said.maintenance ?? among(maintenanceWords, before?.maintenance),
    incident: said.incident ?? among(incidentWords, before?.incident), active: said.off === true ? false : (before?.active ?? true),
  };
}

/** The rule that is written anew: what nobody tells of it stays, unless it is written whole. */
const begun = async (session: Session, { rule, whole }: Said & { readonly rule?: string }) => {
  const one = rule === undefined ? null : await named(session, rule);
  return { one, before: whole === true ? null : one };
};

const idNamed = async (session: Session, given: string | undefined): Promise<string | null> =>
  given === undefined ? null : (await named(session, given)).id;

const write = acting<Said & { readonly rule?: string }>(async (session, { args: [given], flags }) => {
  const { before: place, reason = "" } = flags;
  const { one, before } = await begun(session, flags);
  const name = given ?? one?.name;
  if (name === undefined) throw usageFailure("What is it called? ballast alert-rule write 'Quiet at work' --maintenance hold.");
  const { alertRule } = await session.client.mutate(writeRule, {
    ruleId: one?.id ?? null, rule: contentOf(flags, name, before), before: await idNamed(session, place), reason,
    expectedRevision: one?.revision ?? null,
  });
  session.show(alertRule, () => [
    alertRule === null ? "Done; the server that answered does not show it yet." : `${bold(alertRule.reference)}: ${alertRule.sentence}`,
  ]);
});

const tryRule = acting<Said & { readonly rule?: string }>(async (session, { args: [name], flags }) => {
  const { rule: given, before } = flags;
  if (name === undefined && given === undefined) throw usageFailure(
    "Say what is tried: the name of a rule with what it says, or --rule R-3.",
  );
  const { alertRuleTrial: trial } = await session.client.query(trialDocument, {
    ruleId: await idNamed(session, given), rule: name === undefined ? null : contentOf(flags, name, (await begun(session, flags)).before),
    before: await idNamed(session, before),
  });
  session.show(trial, () => [
    bold(trial.sentence),
    `${counted(trial.silenced, "alert")} would no longer lead to an incident, ${String(trial.added)} would that do not now.`,
    ...(trial.tried.listed.length === 0 ? [] : table(["opened", "of", "severity", "alerts", "first"].map((head) => ({ head })),
      trial.tried.listed.map(({ openedAt, service, label, severity, alerts, first }) => [
        openedAt, label === "" ? (service?.slug ?? dim("no service")) : label, String(severity), String(alerts),
        first.slice(0, 3).map(({ name: of }) => of).join(", "),
      ]))),
    ...(trial.tried.leftOut.length === 0 ? [] : ["", ...table(["leads to none", "times", "why", "rules"].map((head) => ({ head })),
      trial.tried.leftOut.map(({ name: of, alerts, outcome, rules }) => [of, String(alerts), outcome, rules.join(", ")]))]),
  ]);
});

const move = acting<{ readonly before?: string }>(async (session, { args: [id = ""], flags: { before } }) => {
  const { id: ruleId, reference } = await named(session, id);
  await session.client.mutate(mutation("moveAlertRule"), { ruleId, before: await idNamed(session, before) });
  session.show({ moved: reference }, () => [`${reference} is asked ${before === undefined ? "last" : `right before ${before}`}.`]);
});

const turn = (active: boolean) => acting<{ readonly reason?: string }>(async (session, { args: [id = ""], flags: { reason = "" } }) => {
  const { id: ruleId, reference } = await named(session, id);
  await session.client.mutate(mutation("turnAlertRule"), { ruleId, active, reason });
  session.show({ rule: reference, active }, () => [`${reference} is ${active ? "on" : "off"}.`]);
});

const remove = acting<{ readonly reason?: string }>(async (session, { args: [id = ""], flags: { reason } }) => {
  if (reason === undefined) throw usageFailure("Whoever looks for it wants to know why: add --reason.");
  const { id: ruleId, reference } = await named(session, id);
  await session.client.mutate(mutation("removeAlertRule"), { ruleId, reason });
  session.show({ removed: reference }, () => [`${reference} is removed; alerts that fire stay as they are.`]);
});

const saying = (one: Command): Command =>
  one
    .option("--label <condition>", "env=prod,test or team!=search or host^=web-; may be given several times", collect, [])
    .option("--service <slug>", "alerts of this service; may be given several times", collect, [])
    .option("--integration <id>", "alerts that come by it; may be given several times", collect, [])
    .option("--without-service", "only alerts that are about no service")
    .option("--of-severity <levels>", "alerts that stand for these incident severities: 1,2", parseList)
    .option("--severity <level>", "the incident severity that each stands for, or none", oneOf(severityWords))
    .option("--send-to <slug>", "the service that each is about")
    .option("--group-by <labels>", "an incident for each set of values of these labels: cluster,region", parseList)
    .option("--count <number>", "an incident needs so many …", parseCount)
    .option("--within <minutes>", "… within so many minutes", parseCount)
    .option("--maintenance <word>", "hold: it waits while its service is in maintenance; pass: it does not", oneOf(maintenanceWords))
    .option("--incident <word>", "declare one, only join one, or never", oneOf(incidentWords))
    .option("--off", "alerts are not asked with it")
    .option("--whole", "what is not told, a rule that is there does not say any more")
    .option("--before <rule>", "it is asked right before this one");

/** Registers `ballast alert-rule …`. */
function registerAlertRule(program: Command): void {
  const rule = program.command("alert-rule").description(
    "alert rules: which alerts call whom, which are counted, grouped, held or sent elsewhere",
  );
  addCommand(
    rule, "list", "the rules, in the order in which alerts are asked with them",
  ).option("--as-of <moment>", "as it was then", momentOption)
    .action(list);
  addCommand(
    rule, "show <rule>", "one rule, by R-n or id, and what happened to it",
  ).option("--as-of <moment>", "as it was then", momentOption)
    .action(show);
  saying(addCommand(rule, "try [name]", "what a rule would have made of the alerts of the last 30 days; nothing is changed"))
    .option("--rule <rule>", "one that is there, as it would be; without a name only moved").action(tryRule);
  saying(addCommand(rule, "write [name]", "writes a rule, or changes one: of that, what is not told stays"))
    .option("--rule <rule>", "writes this one anew").option("--reason <text>", "why").action(write);
  addCommand(rule, "move <rule>", "asks it elsewhere among the others").option(
    "--before <rule>", "right before this one; last unless told",
  ).action(move);
  addCommand(rule, "on <rule>", "alerts are asked with it").option("--reason <text>", "why").action(turn(true));
  addCommand(rule, "off <rule>", "alerts are not asked with it").option("--reason <text>", "why").action(turn(false));
  addCommand(rule, "remove <rule>", "ends it; its history stays").option("--reason <text>", "why").action(remove);
}

export const command: CliCommand = {
  register: registerAlertRule,
  examples: {
    "alert-rule": ["ballast alert-rule list", "ballast alert-rule try 'Flapping disks' --label alertname=DiskSlow --count 3 --within 10"],
    "alert-rule list": ["ballast alert-rule list --json"],
    "alert-rule show": ["ballast alert-rule show R-3"],
    "alert-rule try": [
      "ballast alert-rule try 'Flapping disks' --label alertname=DiskSlow --count 3 --within 10",
      "ballast alert-rule try --rule R-3 --before R-1",
    ],
    "alert-rule write": [
      "ballast alert-rule write 'Catch all' --without-service --send-to platform",
      "ballast alert-rule write 'Quiet at work' --maintenance hold --reason 'planned work called people'",
    ],
    "alert-rule move": ["ballast alert-rule move R-3 --before R-1"],
    "alert-rule on": ["ballast alert-rule on R-3"],
    "alert-rule off": ["ballast alert-rule off R-3 --reason 'it hid a real one'"],
    "alert-rule remove": ["ballast alert-rule remove R-3 --reason 'the disks were replaced'"],
  },
};
