import { drillMarkResult, drillMarkWords, drillScore } from "@ballast/schema/drillWords";
import { command as mutation, graphql } from "@ballast/schema/graphql";
import { Option, type Command } from "commander";
import { usageFailure } from "../client/failure.ts";
import type { CliCommand } from "../command.ts";
import { bold } from "../print/style.ts";
import { facts, table } from "../print/table.ts";
import { unknown } from "./lookup.ts";
import { acting, addCommand, type Session } from "./session.ts";
import { parseCount, parseMoment } from "./values.ts";

const listDocument = graphql(`
  query DrillList($state: DrillState) {
    drills(first: 200, state: $state) {
      edges { node { id title severity from until state begunAt score announced service { slug } } }
    }
  }
`);
const shownDocument = graphql(`
  query DrillShown($id: ID!) {
    drill(id: $id) {
      id title scenario severity from until announced lastsMinutes state begunAt calledOff score plannedBy revision service { slug }
      incident { reference } called { name } marks { mark met of tookMs goalMs }
    }
  }
`);
const scoresDocument = graphql(`query DrillTeamScores { drillScores { team month drills score } }`);
const plan = mutation("planDrill", "drill { id title from until }");
const states = ["planned", "running", "over", "calledOff"] as const;

const when = ({ begunAt, from, until }: { readonly begunAt: string | null; readonly from: string; readonly until: string }): string =>
  begunAt ?? (from === until ? from : `${from} … ${until}`);

const list = acting<{ readonly state?: (typeof states)[number] }>(async (session, { flags: { state } }) => {
  const { drills } = await session.client.query(listDocument, { state: state ?? null });
  const rows = drills.edges.map(({ node }) => node);
  session.show(rows, () => rows.length === 0 ? ["There is no such drill."] : table(
    ["id", "what", "service", "severity", "when", "state", "score"].map((head) => ({ head })),
    rows.map((row) => [
      row.id, row.title, row.service?.slug ?? "–", String(row.severity), when(row), row.state, drillScore(row.score),
    ]),
  ));
});

const show = acting(async (session, { args: [id = ""] }) => {
  const { drill } = await session.client.query(shownDocument, { id });
  session.show(drill, () => drill === null ? ["There is no such drill, or none that you may know of yet."] : [
    bold(drill.title), ...(drill.scenario === "" ? [] : [drill.scenario]),
    ...facts([
      ["state", drill.state], ["service", drill.service?.slug], ["severity", String(drill.severity)], ["when", when(drill)],
      ["announced", drill.announced ? "yes" : "no"], ["ends after", `${String(drill.lastsMinutes)} min`],
      ["incident", drill.incident?.reference], ["was on call", drill.called.map(({ name }) => name).join(", ")],
      ["called off", drill.calledOff], ["score", drill.score === null ? null : drillScore(drill.score)],
    ]),
    ...drill.marks.map((mark) => `${mark.met === mark.of ? "●" : mark.met === 0 ? "■" : "▲"} ${drillMarkWords[mark.mark]}: ${drillMarkResult(mark)}`),
  ]);
});

interface Planning {
  readonly service?: string;
  readonly at?: string;
  readonly until?: string;
  readonly severity?: number;
  readonly scenario?: string;
  readonly lasts?: number;
  readonly announced?: boolean;
  readonly id?: string;
}

/** The drill that is planned anew: what nobody tells of it stays. */
async function planned(session: Session, id: string | undefined) {
  if (id === undefined) return null;
  const { drill } = await session.client.query(shownDocument, { id });
  return drill ?? unknown("drill", id, []);
}

const planIt = acting<Planning>(async (session, { args: [given], flags }) => {
  const before = await planned(session, flags.id);
  const [title, service] = [given ?? before?.title, flags.service ?? before?.service?.slug];
  const from = flags.at ?? before?.from;
  if (title === undefined || service === undefined || from === undefined) throw usageFailure(
    "Say what, for whom and when: 'The pool is empty' --service checkout --at 2026-12-01T10:00:00Z, and --until for a random moment between.",
  );
  // One that begins exactly then begins exactly at its new moment.
  const until = flags.until ?? (before === null || before.until === before.from ? null : before.until);
  const { drill } = await session.client.mutate(plan, {
    drillId: flags.id ?? null, title, scenario: flags.scenario ?? before?.scenario ?? "", service, from, until,
    severity: flags.severity ?? before?.severity ?? null, announced: flags.announced ?? before?.announced ?? false,
    lastsMinutes: flags.lasts ?? before?.lastsMinutes ?? null, expectedRevision: before?.revision ?? null,
  });
  session.show(drill, () => [
    drill === null
      ? "Done; the server that answered does not show it yet."
      : `${bold(drill.title)}: ${when({ begunAt: null, ...drill })}  ${drill.id}`,
  ]);
});

const callOff = acting<{ readonly reason?: string }>(async (session, { args: [id = ""], flags: { reason } }) => {
  if (reason === undefined) throw usageFailure("Whoever was called wants to know why: add --reason.");
  await session.client.mutate(mutation("callOffDrill"), { drillId: id, reason });
  session.show({ calledOff: id }, () => ["It is called off, and nobody is called any more."]);
});

const scores = acting(async (session) => {
  const { drillScores } = await session.client.query(scoresDocument, {});
  session.show(drillScores, () => drillScores.length === 0 ? ["No drill is over yet."] : table(
    [{ head: "month" }, { head: "team" }, { head: "drills", right: true }, { head: "score", right: true }],
    drillScores.map(({ month, team, drills, score }) => [month, team ?? "in no team", String(drills), drillScore(score)]),
  ));
});

/** Registers `ballast drill …`. */
function registerDrill(program: Command): void {
  const drill = program.command("drill").description("exercises: incidents that are none, begun at their time and scored");
  addCommand(drill, "list", "those there are, what begins last first")
    .addOption(new Option("--state <state>", "only those that stand so").choices(states)).action(list);
  addCommand(drill, "show <id>", "one of them, and how it went").action(show);
  addCommand(drill, "plan [title]", "plans one, or plans one anew: of that, what is not told stays")
    .option("--service <slug>", "for whose people it is")
    .option("--at <instant>", "when it begins, with its zone", (text: string) => parseMoment(text))
    .option("--until <instant>", "it begins at a random moment until then", (text: string) => parseMoment(text))
    .option("--severity <n>", "how bad it is supposed to be, 1 to 4; 2 unless told", parseCount)
    .option("--scenario <text>", "what is supposed to happen")
    .option("--lasts <minutes>", "it ends by itself after so many minutes; 60 unless told", parseCount)
    .option("--announced", "those on call are told beforehand")
    .option("--no-announced", "they are not")
    .option("--id <id>", "plans this one anew")
    .action(planIt);
  addCommand(drill, "call-off <id>", "calls one off, before it begins or while it runs").option("--reason <text>", "why").action(callOff);
  addCommand(drill, "scores", "how they went, by team and month").action(scores);
}

export const command: CliCommand = {
  register: registerDrill,
  examples: {
    "drill": ["ballast drill list"],
    "drill list": ["ballast drill list --state planned --json"],
    "drill show": ["ballast drill show 5f0c2a52-7d0c-5d0e-9a52-1f7b0c2a5210"],
    "drill plan": [
      "ballast drill plan 'The pool is empty' --service checkout --at 2026-12-01T10:00:00Z",
      "ballast drill plan 'The pool is empty' --service checkout --at 2026-12-01T09:00:00Z --until 2026-12-05T16:00:00Z --severity 1",
      "ballast drill plan --id 5f0c2a52-7d0c-5d0e-9a52-1f7b0c2a5210 --at 2026-12-02T10:00:00Z",
    ],
    "drill call-off": ["ballast drill call-off 5f0c2a52-7d0c-5d0e-9a52-1f7b0c2a5210 --reason 'a release goes out'"],
    "drill scores": ["ballast drill scores"],
  },
};
