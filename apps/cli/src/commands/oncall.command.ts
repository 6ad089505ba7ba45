import type { Command } from "commander";
import { command as mutation, graphql } from "@ballast/schema/graphql";
import { rotationLayer } from "@ballast/schema";
import { dim } from "../print/style.ts";
import { table } from "../print/table.ts";
import { exact, relative } from "../print/words.ts";
import { confirm } from "./confirm.ts";
import { changeWords, orderWithout, previewChange, turnsOf, type PeopleChange, type Turns } from "./handingOver.ts";
import { parseHours } from "./layerHours.ts";
import { personNamed, rotationNamed, unknown } from "./lookup.ts";
import { acting, addCommand, withCommonOptions, type Session } from "./session.ts";
import { momentOption, oneOf, parseCount, parseDuration, parseList, typedOption } from "./values.ts";
import { usageFailure } from "../client/failure.ts";
import type { CliCommand } from "../command.ts";
import { addScheduleCommands, scheduleExamples } from "./oncallSchedule.ts";

const rotationRow = graphql(`
  fragment RotationRow on Rotation {
    id name timeZone people { name } onNow { name } next { name } nextHandOverAt services { slug }
    overrides { id person { name } from to reason }
  }
`);
const rotationsDocument = graphql(`query OnCallNow { rotations { ...RotationRow } }`, [rotationRow]);
const shiftsDocument = graphql(`
  query Shifts($id: ID!, $from: DateTime!, $to: DateTime!) {
    rotation(id: $id) { ...RotationRow shifts(from: $from, to: $to) { person { name } from to override } }
  }
`, [rotationRow]);
const createRotation = mutation("createRotation", "rotation { id onNow { name } }");
const changeRotation = mutation("changeRotation", "rotation { latestPeople { name } }");

const now = acting(async (session) => {
  const { rotations } = await session.client.query(rotationsDocument);
  session.show(rotations, () =>
    rotations.length === 0
      ? ["No rotations yet: `ballast oncall create NAME --people a,b` makes one."]
      : table(
          [{ head: "rotation" }, { head: "now" }, { head: "next" }, { head: "hand-over" }, { head: "for" }],
          rotations.map((row) => [
            row.name,
            row.onNow?.name ?? "nobody",
            row.next?.name ?? "–",
            relative(row.nextHandOverAt, session.now),
            row.services.map(({ slug }) => slug).join(", ") || "–",
          ]),
        ),
  );
});

const show = acting<{ for: number }>(async (session, { args: [given = ""], flags }) => {
  const { id } = await rotationNamed(session.client, given);
  const [from, to] = [new Date(session.now).toISOString(), new Date(session.now + flags.for).toISOString()];
  const rotation = (await session.client.query(shiftsDocument, { id, from, to })).rotation ?? unknown("rotation", given, []);
  session.show(rotation, () => [
    `${rotation.name} (${rotation.timeZone}): ${rotation.people.map(({ name }) => name).join(" → ")}`,
    ...table(
      [{ head: "from" }, { head: "to" }, { head: "who" }],
      rotation.shifts.map((shift) => [
        exact(shift.from),
        exact(shift.to),
        `${shift.person?.name ?? "nobody"}${shift.override ? dim(" (stands in)") : ""}`,
      ]),
    ),
    ...rotation.overrides.map(({ id: override, person, reason }) =>
      dim(`stand-in ${override}: ${person.name}${reason === "" ? "" : `, ${reason}`}`),
    ),
  ]);
});

interface CreateFlags {
  readonly people: readonly string[];
  readonly zone: string;
  readonly every: "hour" | "day" | "week";
  readonly turns: number;
  readonly hours?: string;
  readonly weekday: number;
  readonly at: string;
}

const create = acting<CreateFlags>(async (session, { args: [name = ""], flags }) => {
  if (!rotationLayer.shape.handOver.shape.at.safeParse(flags.at).success)
    throw usageFailure(`${flags.at} is no time of day.`, "Give it like 09:00.");
  const people = await Promise.all(flags.people.map(async (login) => (await personNamed(session.client, login)).id));
  const handOver = { every: flags.every, weekday: flags.every === "week" ? flags.weekday : null, at: flags.at };
  const payload = await session.client.mutate(createRotation, {
    name, timeZone: flags.zone, handOver, people, turnLength: flags.turns, hours: flags.hours === undefined ? [] : parseHours(flags.hours),
  });
  session.show(payload, () => [`${name} is there; ${payload.rotation?.onNow?.name ?? "nobody"} is on call now.`]);
});

const changePeople = async (
  session: Session,
  turns: Turns,
  { change, yes, question }: { readonly change: PeopleChange; readonly yes: boolean; readonly question: string },
): Promise<void> => {
  changeWords(turns, await previewChange(session.client, turns.id, change)).forEach((line) => session.say(line));
  if (!yes && !(await confirm(question))) return;
  const payload = await session.client.mutate(changeRotation, { rotationId: turns.id, ...change });
  session.show(payload, () => [`${turns.name}: ${payload.rotation?.latestPeople.map(({ name }) => name).join(" → ") ?? "changed"}`]);
};

const add = acting<{ after?: string; yes?: true }>(async (session, { args: [rotation = "", person = ""], flags }) => {
  const [where, who, after] = await Promise.all([
    rotationNamed(session.client, rotation),
    personNamed(session.client, person),
    flags.after === undefined ? null : personNamed(session.client, flags.after),
  ]);
  const turns = await turnsOf(session.client, where.id);
  const order = turns.latestPeople.map(({ id }) => id).filter((id) => id !== who.id);
  const place = after === null ? order.length : order.indexOf(after.id) + 1;
  await changePeople(session, turns, {
    change: { people: order.toSpliced(place === 0 ? order.length : place, 0, who.id), takers: [] }, yes: flags.yes === true,
    question: `Add ${who.name} to ${where.name}?`,
  });
});

const remove = acting<{ taker?: string; yes?: true }>(async (session, { args: [rotation = "", person = ""], flags }) => {
  const [where, who, taker] = await Promise.all([
    rotationNamed(session.client, rotation),
    personNamed(session.client, person),
    flags.taker === undefined ? null : personNamed(session.client, flags.taker),
  ]);
  const turns = await turnsOf(session.client, where.id);
  if (taker === null) session.say(`The others take ${who.name}'s shifts in turn; --taker names somebody else.`);
  await changePeople(session, turns, {
    change: orderWithout(turns, who.id, taker?.id ?? null), yes: flags.yes === true, question: `Remove ${who.name} from ${where.name}?`,
  });
});

interface OverrideFlags {
  readonly from: string;
  readonly to: string;
  readonly reason: string;
}

const override = acting<OverrideFlags>(async (session, { args: [rotation = "", person = ""], flags: { from, to, reason } }) => {
  const [where, who] = await Promise.all([rotationNamed(session.client, rotation), personNamed(session.client, person)]);
  const payload = await session.client.mutate(mutation("addOverride"),
    { rotationId: where.id, personId: who.id, from, to, reason });
  session.show(payload, () => [`${who.name} stands in for ${where.name} from ${exact(from)} to ${exact(to)}.`]);
});

const removeOverride = acting<{ reason: string }>(async (session, { args: [rotation = "", overrideId = ""], flags: { reason } }) => {
  const { id } = await rotationNamed(session.client, rotation);
  const payload = await session.client.mutate(mutation("removeOverride"), { rotationId: id, overrideId, reason });
  session.show(payload, () => ["The stand-in is taken away."]);
});

/** Registers `ballast oncall …`. */
function registerOncall(program: Command): void {
  const oncall = program.command("oncall").description("on-call: who is called now and next, rotations, stand-ins");
  withCommonOptions(
    oncall.command("now", { isDefault: true }).description("who is on call now and next (the word now may be left out)"),
  ).action(now);
  addCommand(oncall, "show <rotation>", "a rotation's shifts")
    .addOption(typedOption("--for <time>", "how far ahead", { parse: parseDuration, otherwise: "14d" }))
    .action(show);
  addCommand(oncall, "create <name>", "create a rotation")
    .requiredOption("--people <logins>", "who takes turns, in order", parseList)
    .option("--zone <zone>", "time zone, as Europe/Zurich", "UTC")
    .option("--every <turn>", "hour, day or week", oneOf(["hour", "day", "week"]), "week")
    .option("--turns <n>", "so many of these one turn lasts", parseCount, 1)
    .option("--hours <hours>", "when it is on call, as \"Mon-Fri 08:00-20:00\"; always unless told")
    .option("--weekday <n>", "weekly: 1 (Monday) to 7", parseCount, 1)
    .option("--at <time>", "wall-clock time of the hand-over", "09:00")
    .action(create);
  addCommand(oncall, "add <rotation> <person>", "somebody takes turns from the next hand-over on")
    .option("--after <person>", "whom they follow; the last unless told")
    .option("--yes", "do it without asking")
    .action(add);
  addCommand(oncall, "remove <rotation> <person>", "somebody takes no more turns; says who takes their shifts")
    .option("--taker <person>", "who takes their place; the others in turn unless told")
    .option("--yes", "do it without asking")
    .action(remove);
  addCommand(oncall, "override <rotation> <person>", "somebody stands in")
    .requiredOption("--from <moment>", "from when", momentOption)
    .requiredOption("--to <moment>", "until when", momentOption)
    .option("--reason <text>", "why", "")
    .action(override);
  addCommand(oncall, "remove-override <rotation> <stand-in>", "take a stand-in away")
    .requiredOption("--reason <text>", "why")
    .action(removeOverride);
  addScheduleCommands(oncall);
}

export const command: CliCommand = {
  register: registerOncall,
  examples: {
    ...scheduleExamples,
    "oncall": ["ballast oncall", "ballast oncall create \"First line\" --people ada,bob --zone Europe/Zurich"],
    "oncall now": ["ballast oncall", "ballast oncall now --json"],
    "oncall show": ['ballast oncall show "First line" --for 28d'],
    "oncall create": ['ballast oncall create "First line" --people ada,bob --zone Europe/Zurich --every week --weekday 1 --at 09:00'],
    "oncall add": ['ballast oncall add "First line" dan', 'ballast oncall add "First line" dan --after ada'],
    "oncall remove": ['ballast oncall remove "First line" ada', 'ballast oncall remove "First line" ada --taker dan --yes'],
    "oncall override": [
      'ballast oncall override "First line" bob --from 2026-12-24T09:00:00Z --to 2026-12-27T09:00:00Z --reason "holiday"',
    ],
    "oncall remove-override": ['ballast oncall remove-override "First line" 2f1f4a52-59a5-4b5f-8f25-0c1f1e0f4d12 --reason "back early"'],
  },
};
