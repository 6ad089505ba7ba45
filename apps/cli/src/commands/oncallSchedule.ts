import type { Command } from "commander";
import { command as mutation, graphql } from "@ballast/schema/graphql";
import { usageFailure } from "../client/failure.ts";
import { dim } from "../print/style.ts";
import { table } from "../print/table.ts";
import { exact } from "../print/words.ts";
import { confirm } from "./confirm.ts";
import { parseHours } from "./layerHours.ts";
import { personNamed, rotationNamed, unknown } from "./lookup.ts";
import { acting, addCommand, type Session } from "./session.ts";
import { momentOption, oneOf, parseCount, parseDuration, parseList, typedOption } from "./values.ts";

const scheduleDocument = graphql(`
  query CliSchedule($id: ID!, $from: DateTime!, $to: DateTime!) {
    rotation(id: $id) {
      id name fallback { name }
      scheduleLayers { id name timeZone turnLength level endsAt people { name } }
      findings(from: $from, to: $to) {
        kind from to kept times { from to people { name } } cause { timeZone at } repairs { how overrides { from to person { name } } },
      }
    }
  }
`);
const setLayer = mutation("setLayer", "rotation { id name }");

async function scheduleOf({ client, now }: Session, given: string, ahead: number) {
  const { id } = await rotationNamed(client, given);
  const [from, to] = [new Date(now).toISOString(), new Date(now + ahead).toISOString()];
  return (await client.query(scheduleDocument, { id, from, to })).rotation ?? unknown("rotation", given, []);
}

/** The layer of this name; the first one has none, and is called "first". */
function layerNamed(layers: readonly { readonly id: string; readonly name: string }[], given: string): string {
  const found = layers.find(({ name }, at) => name.toLowerCase() === given.toLowerCase() || (at === 0 && given === "first"));
  return found?.id ?? unknown("layer", given, layers.map(({ name }) => (name === "" ? "first" : name)));
}

interface LayerFlags {
  readonly people: readonly string[];
  readonly zone: string;
  readonly every: "hour" | "day" | "week";
  readonly turns: number;
  readonly weekday: number;
  readonly at: string;
  readonly hours?: string;
  readonly level: number;
  readonly from?: string;
}

const layer = acting<LayerFlags>(async (session, { args: [given = "", name = ""], flags }) => {
  const { id: rotationId, scheduleLayers } = await scheduleOf(session, given, 1);
  const people = await Promise.all(flags.people.map(async (login) => (await personNamed(session.client, login)).id));
  const known = scheduleLayers.find((each, at) => each.name.toLowerCase() === name.toLowerCase() || (at === 0 && name === "first"));
  const payload = await session.client.mutate(setLayer, {
    rotationId,
    ...(known === undefined ? {} : { layerId: known.id }),
    layer: {
      name: known?.name ?? name, timeZone: flags.zone, people, turnLength: flags.turns, level: flags.level,
      handOver: { every: flags.every, weekday: flags.every === "week" ? flags.weekday : null, at: flags.at },
      hours: flags.hours === undefined ? [] : parseHours(flags.hours),
      ...(flags.from === undefined ? {} : { effectiveFrom: flags.from }),
    },
  });
  session.show(payload, () => [known === undefined ? `${given} has the layer ${name}.` : `The layer ${name} of ${given} is changed.`]);
});

const endLayer = acting<{ at?: string }>(async (session, { args: [given = "", name = ""], flags }) => {
  const { id: rotationId, scheduleLayers } = await scheduleOf(session, given, 1);
  const layerId = layerNamed(scheduleLayers, name);
  const payload = await session.client.mutate(mutation("endLayer"), {
    rotationId, layerId, ...(flags.at === undefined ? {} : { at: flags.at }),
  });
  session.show(payload, () => [`The layer ${name} of ${given} ends ${flags.at === undefined ? "now" : exact(flags.at)}.`]);
});

const fallback = acting(async (session, { args: [given = "", login] }) => {
  const { id: rotationId } = await rotationNamed(session.client, given);
  const person = login === undefined ? null : await personNamed(session.client, login);
  const payload = await session.client.mutate(mutation("setFallback"), { rotationId, personId: person?.id ?? null });
  session.show(payload, () => [`${person?.name ?? "Nobody"} answers for ${given} where nobody is on call.`]);
});

const owner = acting(async (session, { args: [given = "", login] }) => {
  const { id: rotationId } = await rotationNamed(session.client, given);
  const person = login === undefined ? null : await personNamed(session.client, login);
  const payload = await session.client.mutate(mutation("setScheduleOwner"), { rotationId, personId: person?.id ?? null });
  session.show(payload, () => [`${person?.name ?? "Whoever takes turns"} is told of gaps of ${given} before they happen.`]);
});

const integrationsDocument = graphql(`query CliAlertIntegrations { integrations { id name kind severities removed } }`);

/** One that brings alerts, by its name or id, with its words for how severe they are. */
async function alertIntegration({ client }: Session, given: string) {
  const { integrations } = await client.query(integrationsDocument, {});
  const open = integrations.filter(({ kind, removed }) => kind !== "github" && !removed);
  const found = open.filter(({ id, name }) => id === given || name.toLowerCase() === given.toLowerCase());
  if (found.length > 1)
    throw usageFailure(`Several integrations are called ${given}.`, `Use an id: ${found.map(({ id }) => id).join(", ")}.`);
  return found[0] ?? unknown("integration", given, open.map(({ name }) => name));
}

const emptyAlert = acting<{ severity?: string }>(async (session, { args: [given = "", by], flags: { severity } }) => {
  const { id: rotationId } = await rotationNamed(session.client, given);
  const integration = by === undefined ? null : await alertIntegration(session, by);
  if (integration !== null && severity === undefined)
    throw usageFailure("Say how severe it is.", `--severity takes one of ${Object.keys(integration.severities).join(", ")}.`);
  const payload = await session.client.mutate(mutation("setEmptyShiftAlert"), {
    rotationId, integrationId: integration?.id ?? null, severity: severity ?? null,
  });
  session.show(payload, () => [
    integration === null ? `It is no alert that nobody is on call for ${given}.`
      : `While nobody is on call for ${given}, and something calls it, that is an alert of ${integration.name}.`,
  ]);
});

const ahead = acting<{ for: number }>(async (session, { args: [given = ""], flags }) => {
  const { name, findings, scheduleLayers, fallback: stands } = await scheduleOf(session, given, flags.for);
  session.show(findings, () => [
    `${name}: ${scheduleLayers.map((each) => `${each.name || "first"} (${each.timeZone}): ${each.people.map((who) => who.name).join(" → ")}`).join("; ")}`,
    dim(`Where nobody is on call ${stands?.name ?? "nobody"} answers.`),
    ...(findings.length === 0
      ? ["No gap and no overlap in that time."]
      : table(
          [
            { head: "what" }, { head: "first" }, { head: "last until" }, { head: "times", right: true }, { head: "why" },
            { head: "decided" },
          ],
          findings.map((found) => [
            found.kind === "gap" ? "nobody" : (found.times[0]?.people.map((who) => who.name).join(" and ") ?? "several"),
            exact(found.from),
            exact(found.to),
            String(found.times.length),
            found.cause === null ? "–" : `the clocks of ${found.cause.timeZone} change`,
            found.kept ?? (found.repairs.length === 0 ? "–" : "`ballast oncall repair` puts it right"),
          ]),
        )),
  ]);
});

interface RepairFlags {
  readonly from: string;
  readonly to: string;
  readonly how: "stay" | "come";
  readonly kind: "gap" | "overlap";
  readonly reason: string;
}

const repair = acting<RepairFlags>(async (session, { args: [given = ""], flags: { from, to, how, kind, reason } }) => {
  if (Date.parse(from) >= Date.parse(to)) throw usageFailure("--to is not after --from.", "`ballast oncall ahead` says from when to when.");
  const { id: rotationId } = await rotationNamed(session.client, given);
  const payload = await session.client.mutate(mutation("repairSchedule"), { rotationId, kind, from, to, how, reason });
  session.show(payload, () => [`${given} is put right from ${exact(from)} to ${exact(to)}.`]);
});

const keep = acting<Omit<RepairFlags, "how">>(async (session, { args: [given = ""], flags: { from, to, kind, reason } }) => {
  const { id: rotationId } = await rotationNamed(session.client, given);
  const payload = await session.client.mutate(mutation("keepFinding"), { rotationId, kind, from, to, reason });
  session.show(payload, () => [`${given} stays as it is from ${exact(from)} to ${exact(to)}.`]);
});

const swapsDocument = graphql(`
  query CliSwaps($id: ID!) { rotation(id: $id) { id name onNow { name } swaps { id from to reason state person { name } } } }
`);
const tryDocument = graphql(`
  query CliPaging($id: ID!, $at: DateTime!) {
    rotation(id: $id) { paging(at: $at) { rounds straightToEveryone steps { afterMinutes step canBeWoken people { name } } } }
  }
`);

const reachDocument = graphql(`
  query CliReach($id: ID!, $days: Int) {
    rotation(id: $id) { reachability(days: $days) { sentence proven unproven silent nobody times { from to reach people { name } } } }
  }
`);

const reach = acting<{ for: number }>(async (session, { args: [given = ""], flags }) => {
  const { id } = await rotationNamed(session.client, given);
  const days = Math.max(1, Math.round(flags.for / 86_400_000));
  const { rotation } = await session.client.query(reachDocument, { id, days });
  const found = rotation?.reachability ?? unknown("rotation", given, []);
  const open = found.times.filter((time) => time.reach !== "proven");
  session.show(found, () => [
    found.sentence,
    ...(open.length === 0
      ? []
      : table(
          [{ head: "from" }, { head: "to" }, { head: "reach" }, { head: "on call" }],
          open.slice(0, 100).map(({ from, to, reach: word, people }) => [
            exact(from), exact(to), word, people.map(({ name }) => name).join(", ") || "nobody",
          ]),
        )),
    dim("Proven: who is on call answered a page, a drill's too, in the last 90 days, by a channel that they still have."),
  ]);
});

const takeOver = acting<{ yes?: true }>(async (session, { args: [given = ""], flags }) => {
  const { id: rotationId } = await rotationNamed(session.client, given);
  const who = (await session.client.query(swapsDocument, { id: rotationId })).rotation?.onNow?.name ?? "nobody";
  if (flags.yes !== true && !(await confirm(`Take ${given} over now from ${who}?`))) return;
  const payload = await session.client.mutate(mutation("takeOverNow"), { rotationId });
  session.show(payload, () => [`${given} is yours until the shift that runs would end. You and whoever had it are told.`]);
});

const swap = acting<{ from: string; to: string; reason: string }>(async (session, { args: [given = ""], flags: { from, to, reason } }) => {
  const { id: rotationId } = await rotationNamed(session.client, given);
  const payload = await session.client.mutate(mutation("askForSwap"), { rotationId, from, to, reason });
  session.show(payload, () => ["Everybody who takes turns there is told; until somebody takes it, it stays yours."]);
});

const swaps = acting<{ take?: string }>(async (session, { args: [given = ""], flags: { take } }) => {
  const { id: rotationId } = await rotationNamed(session.client, given);
  if (take !== undefined) {
    const payload = await session.client.mutate(mutation("takeSwap"), { rotationId, swapId: take });
    return session.show(payload, () => ["It is yours. Both of you are told."]);
  }
  const { rotation } = await session.client.query(swapsDocument, { id: rotationId });
  const found = rotation?.swaps.filter(({ state }) => state === "open") ?? [];
  session.show(found, () =>
    found.length === 0
      ? ["Nobody asks for a stand-in."]
      : table(
          [{ head: "swap" }, { head: "who" }, { head: "from" }, { head: "to" }, { head: "why" }],
          found.map(({ id, person, from, to, reason }) => [id, person.name, exact(from), exact(to), reason || "–"]),
        ));
});

const tryOn = acting<{ at?: string }>(async (session, { args: [given = ""], flags }) => {
  const { id } = await rotationNamed(session.client, given);
  const at = flags.at ?? new Date(session.now).toISOString();
  const paging = (await session.client.query(tryDocument, { id, at })).rotation?.paging ?? unknown("rotation", given, []);
  session.show(paging, () => [
    ...table(
      [{ head: "after" }, { head: "step" }, { head: "who" }, { head: "can be woken", right: true }],
      paging.steps.map(({ afterMinutes, step, people, canBeWoken }) => [
        afterMinutes === 0 ? "at once" : `${String(afterMinutes)} min`, step, people.map(({ name }) => name).join(", "), String(canBeWoken),
      ]),
    ),
    dim(`${String(paging.rounds)} times over.${paging.straightToEveryone === null ? "" : ` Straight to everyone: ${paging.straightToEveryone}.`} Nothing was sent.`),
  ]);
});

/** Registers the commands of schedules in layers, and of what is found wrong with them before it happens. */
export function addScheduleCommands(oncall: Command): void {
  addCommand(oncall, "layer <rotation> <name>", "add a layer to a schedule, or say what one is from a moment on")
    .requiredOption("--people <logins>", "who takes turns, in order", parseList)
    .option("--zone <zone>", "its own time zone, as America/Chicago", "UTC")
    .option("--every <turn>", "hour, day or week", oneOf(["hour", "day", "week"]), "week")
    .option("--turns <n>", "so many of these one turn lasts", parseCount, 1)
    .option("--weekday <n>", "weekly: 1 (Monday) to 7", parseCount, 1)
    .option("--at <time>", "wall-clock time of the hand-over", "09:00")
    .option("--hours <hours>", "when it is on call, as \"Mon-Fri 08:00-20:00, Sat 10:00-02:00\"; always unless told")
    .option("--level <n>", "of several layers those of the highest level answer", parseCount, 0)
    .option("--from <moment>", "from when; now unless told", momentOption)
    .action(layer);
  addCommand(oncall, "end-layer <rotation> <name>", "end a layer; the past stays what it was")
    .option("--at <moment>", "when; now unless told", momentOption)
    .action(endLayer);
  addCommand(oncall, "owner <rotation> [person]", "who is told of its gaps before they happen; whoever takes turns unless told").action(owner);
  addCommand(oncall, "empty-alert <rotation> [integration]", "whose alert it is that nobody is on call; nobody's unless told")
    .option("--severity <word>", "how severe, as that integration calls it")
    .action(emptyAlert);
  addCommand(oncall, "fallback <rotation> [person]", "who answers where nobody is on call; nobody unless told").action(fallback);
  addCommand(oncall, "take-over <rotation>", "take the pager now; you and whoever had it are told")
    .option("--yes", "do it without asking")
    .action(takeOver);
  addCommand(oncall, "swap <rotation>", "ask for a stand-in in a shift of your own")
    .requiredOption("--from <moment>", "from when", momentOption)
    .requiredOption("--to <moment>", "until when", momentOption)
    .option("--reason <text>", "why", "")
    .action(swap);
  addCommand(oncall, "swaps <rotation>", "shifts that somebody asks to be stood in for; --take takes one")
    .option("--take <swap>", "take this one")
    .action(swaps);
  addCommand(oncall, "try <rotation>", "whom a page would call at a moment; nothing is sent")
    .option("--at <moment>", "when; now unless told", momentOption)
    .action(tryOn);
  addCommand(oncall, "reach <rotation>", "whether a page would be answered at every minute ahead, as far as answered pages prove it")
    .addOption(typedOption("--for <time>", "how far ahead; 90 days at most", { parse: parseDuration, otherwise: "30d" }))
    .action(reach);
  addCommand(oncall, "ahead <rotation>", "gaps and overlaps before they happen, and why")
    .addOption(typedOption("--for <time>", "how far ahead", { parse: parseDuration, otherwise: "90d" }))
    .action(ahead);
  for (
    const [name, says] of [["repair", "put gaps or overlaps right"], ["keep", "leave gaps or overlaps as they are, for a reason"]] as const
  ) {
    const added = addCommand(oncall, `${name} <rotation>`, says)
      .requiredOption("--from <moment>", "from when", momentOption)
      .requiredOption("--to <moment>", "until when", momentOption)
      .option("--kind <kind>", "gap or overlap", oneOf(["gap", "overlap"]), "gap");
    if (name === "repair")
      added
        .option("--how <how>", "stay (who was on before) or come (who is on afterwards)", oneOf(["stay", "come"]), "stay")
        .option("--reason <text>", "why", "")
        .action(repair);
    else added.requiredOption("--reason <text>", "why").action(keep);
  }
}

export const scheduleExamples = {
  "oncall layer": [
    'ballast oncall layer Platform Americas --people kim,sam --zone America/Chicago --hours "Mon-Sun 13:00-01:00"',
    'ballast oncall layer Platform Nights --people ada,bob --every day --turns 2 --hours "Mon-Fri 22:00-06:00" --level 1',
  ],
  "oncall end-layer": ["ballast oncall end-layer Platform Americas --at 2026-12-31T00:00:00Z"],
  "oncall owner": ["ballast oncall owner Platform dan", "ballast oncall owner Platform"],
  "oncall empty-alert": ["ballast oncall empty-alert Platform Opsgenie --severity P2", "ballast oncall empty-alert Platform"],
  "oncall fallback": ["ballast oncall fallback Platform dan", "ballast oncall fallback Platform"],
  "oncall take-over": ["ballast oncall take-over Platform --yes"],
  "oncall swap": ['ballast oncall swap Platform --from 2026-12-24T09:00:00Z --to 2026-12-25T09:00:00Z --reason "dentist"'],
  "oncall swaps": ["ballast oncall swaps Platform", "ballast oncall swaps Platform --take 2f1f4a52-59a5-4b5f-8f25-0c1f1e0f4d12"],
  "oncall try": ["ballast oncall try Platform --at 2026-10-25T06:30:00Z"],
  "oncall reach": ["ballast oncall reach Platform", "ballast oncall reach Platform --for 90d --json"],
  "oncall ahead": ["ballast oncall ahead Platform --for 60d"],
  "oncall repair": ["ballast oncall repair Platform --from 2026-10-25T06:00:00Z --to 2026-11-01T07:00:00Z --how stay"],
  "oncall keep": [
    'ballast oncall keep Platform --kind overlap --from 2026-10-25T18:00:00Z --to 2026-11-01T00:00:00Z --reason "two are better"',
  ],
};
