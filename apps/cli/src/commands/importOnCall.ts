import type { Command } from "commander";
import { onCallProducts, type OnCallProduct } from "@ballast/schema";
import { CommandFailure } from "../client/failure.ts";
import type { ImportedOnCall } from "../oncall/importOnCall.ts";
import type { ComparedShift, SideBySide } from "../oncall/sideBySide.ts";
import { dateOn, timeOn, wallOf } from "../oncall/wall.ts";
import { printableDeep } from "../print/printable.ts";
import { bold, dim } from "../print/style.ts";
import { table } from "../print/table.ts";
import { counted } from "../print/words.ts";
import { acting, addCommand } from "./session.ts";
import { oneOf } from "./values.ts";

interface OnCallFlags {
  readonly from: OnCallProduct;
  readonly dryRun?: true;
  readonly register?: true;
}

/** So many shifts that are the same on both sides are drawn of a schedule; those that differ are drawn all. */
const SHOWN = 100;

const names = (people: readonly string[]): string => (people.length === 0 ? "nobody" : people.join(", "));

function shiftRows({ shifts, timeZone }: SideBySide): readonly string[] {
  const wall = wallOf(timeZone);
  const shown = (at: string): string => `${dateOn(wall.of(Date.parse(at)))} ${timeOn(wall.of(Date.parse(at)))}`;
  const minutes = ({ from, to }: ComparedShift): number => (Date.parse(to) - Date.parse(from)) / 60_000;
  const same = shifts.filter(({ differs }) => !differs).slice(0, SHOWN);
  const drawn = shifts.filter((shift) => shift.differs || same.includes(shift));
  return [
    ...table(
      [{ head: "from" }, { head: "to" }, { head: "there" }, { head: "here" }, { head: "differs", right: true }],
      drawn.map((shift) => [
        shown(shift.from), shown(shift.to), names(shift.there), names(shift.here), shift.differs ? `■ ${String(minutes(shift))} min` : "",
      ]),
    ).map((line) => `  ${line}`),
    ...(
      drawn.length < shifts.length
        ? [dim(`  and ${String(shifts.length - drawn.length)} more that are the same: --json lists them all`)]
        : []
    ),
  ];
}

function comparison(schedule: SideBySide): string {
  if (schedule.incomparable !== null) return `cannot be compared: ${schedule.incomparable}`;
  return schedule.differing === 0
   
      ? "no minute of 90 days differs"
      : `${schedule.differing.toLocaleString("en")} of ${schedule.minutes.toLocaleString("en")} minutes differ`;
}

function lines(result: ImportedOnCall, dryRun: boolean): readonly string[] {
  const { schedules, left, refused, unknown, registered, ruled, imported, updated, unchanged } = result;
  return [
    ...schedules.flatMap((schedule) => [
      `${bold(schedule.name)} (${schedule.timeZone}): ${comparison(schedule)}`,
      ...(dryRun && schedule.incomparable === null ? shiftRows(schedule) : []),
    ]),
    ...(
      left.length === 0
        ? ["Everything is carried over."]
        : ["Not carried over, or not as it was:", ...left.map(({ what, why }) => `  ${what}: ${why}`)]
    ),
    ...(unknown.length === 0 ? [] : [
      `Not here: ${unknown.join(", ")}. What calls them is not imported; it is compared as if it were. Let them in, or add --register.`,
    ]),
    ...(registered.length === 0 ? [] : [`${dryRun ? "Would let in" : "Let in"} as responders: ${registered.join(", ")}.`]),
    ...(ruled.length === 0 ? [] : [`${dryRun ? "Would set" : "Set"} by which channels they are called: ${ruled.join(", ")}.`]),
    ...(refused.length === 0 ? [] : [
      dryRun ? "Would not be imported:" : "Not imported:", ...refused.map(({ what, why }) => `  ${what}: ${why}`),
    ]),
    `${dryRun ? "Would import" : "Imported"} ${String(imported)}, updated ${String(updated)}, unchanged ${String(unchanged)} of ${counted(imported + updated + unchanged + refused.length, "schedule and policy", "schedules and policies")}.`,
    ...(dryRun ? [dim("Nothing was changed. Without --dry-run it is; importing again changes only what changed there.")] : []),
  ];
}

const onCallOf = acting<OnCallFlags>(async (session, { args: [file = ""], flags: { from, dryRun = false, register = false } }) => {
  const { importOnCall } = await import("../oncall/importOnCall.ts");
  const result = await importOnCall(session.client, file, { from, dryRun, register, now: session.now });
  // What stands in a file was not made printable where it came in, as answers are.
  session.show(result, () => lines(printableDeep(result), dryRun));
  if (result.imported + result.updated + result.unchanged === 0)
    throw new CommandFailure({
      code: "NOTHING_USABLE", message: `Nothing was imported: ${file} has no schedule and no policy that can be.`,
      remedy: "What each lacks is said above; `ballast import oncall --help` says what is read.",
    });
});

const help = `
FILE is one JSON object, a list of such or one a line, with the answers of the product's API as they came, in lists or pages:

  pagerduty       users, schedules, escalation_policies, and overrides by the schedule's id (or within it)
    curl -H "Authorization: Token token=$KEY" "https://api.pagerduty.com/users?limit=100&include[]=contact_methods&include[]=notification_rules" > users.json
    for id in $SCHEDULES; do for part in "" /overrides; do
      curl -H "Authorization: Token token=$KEY" "https://api.pagerduty.com/schedules/$id$part?since=$TODAY&until=$IN_90_DAYS" |
        jq -c --arg id "$id" 'if has("overrides") then {overrides: {($id): .}} else . end'; done; done > schedules.json
    curl -H "Authorization: Token token=$KEY" "https://api.pagerduty.com/escalation_policies?limit=100" > policies.json
    cat users.json schedules.json policies.json | jq -c . > pagerduty.jsonl
  opsgenie        users, schedules, escalations, and overrides and notification_rules by the id of their schedule or user (or within it)
    curl -H "Authorization: GenieKey $KEY" "https://api.opsgenie.com/v2/users?limit=100" > users.json
    curl -H "Authorization: GenieKey $KEY" "https://api.opsgenie.com/v2/schedules?expand=rotation" > schedules.json
    curl -H "Authorization: GenieKey $KEY" "https://api.opsgenie.com/v2/escalations" > escalations.json
    for id in $(jq -r '.data[].id' schedules.json); do curl -H "Authorization: GenieKey $KEY" "https://api.opsgenie.com/v2/schedules/$id/overrides" |
      jq -c --arg id "$id" '{overrides: {($id): .data}}'; done > overrides.json
    (jq -nc '{users: input, schedules: input, escalations: input}' users.json schedules.json escalations.json; cat overrides.json) > opsgenie.jsonl
  grafana-oncall  users, schedules, on_call_shifts, escalation_chains, escalation_policies, personal_notification_rules
    for what in users schedules on_call_shifts escalation_chains escalation_policies personal_notification_rules; do
      curl -H "Authorization: $KEY" "$ONCALL/api/v1/$what/" | jq -c "{$what: .results}"; done > grafana.jsonl

People are found by mail address. A schedule, or policy, is known by its id there: imported again, what changed there since is changed here,
and what was changed here stays otherwise. It holds from the import on. Who is on call there is worked out from the export by that product's
rules, and compared with who would be here for each minute of the next 90 days; where PagerDuty has drawn its final schedule (since and until), with
that too.
`;

/** Registers `ballast import oncall`. */
export function addOnCall(parent: Command): void {
  addCommand(
    parent, "oncall <file>", "schedules, their layers, overrides and escalation policies of another product; - reads standard input",
  )
    .requiredOption("--from <product>", onCallProducts.join(", "), oneOf(onCallProducts))
    .option("--dry-run", "record nothing; draw the shifts of 90 days there and here side by side, with every minute that differs")
    .option("--register", "let in who is on call there and not here, as responders")
    .addHelpText("after", help)
    .action(onCallOf);
}
