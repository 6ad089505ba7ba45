import { graphql, type ResultOf } from "@ballast/schema/graphql";
import type { Client } from "../client/client.ts";
import { CommandFailure } from "../client/failure.ts";
import { bold, dim } from "../print/style.ts";
import { facts, table } from "../print/table.ts";
import { counted, short } from "../print/words.ts";
import { acting } from "./session.ts";

const forumsDocument = graphql(`
  query ForumList($ended: Boolean, $asOf: AsOf) {
    forums(ended: $ended, asOf: $asOf) {
      id title kind vendor state nextDueOn overdueDays cadence { every unit } owner { name } participants { name } services { slug }
      open { id state } sittings(first: 12) { id state dueOn heldOn findings { open } decisions { undone } }
    }
  }
`);
type ToldForum = ResultOf<typeof forumsDocument>["forums"][number];

const sittingDocument = graphql(`
  query SittingShown($id: ID!, $asOf: AsOf) {
    sitting(id: $id, asOf: $asOf) {
      id state dueOn overdueDays heldOn summary skipped forum { title owner { name } } attended { name }
      agenda { kind title dueOn done note } decisions { text reason undone by { name } }
      findings { id title open dismissed became { kind name } }
    }
  }
`);
type ToldSitting = NonNullable<ResultOf<typeof sittingDocument>["sitting"]>;

/** The series of this title, whatever its case, or id. */
export async function forumNamed(client: Client, called: string): Promise<ToldForum> {
  const { forums } = await client.query(forumsDocument, { ended: true });
  const found = forums.filter(({ id, title }) => id === called || title.toLowerCase() === called.toLowerCase());
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  throw new CommandFailure({
    code: "NOT_FOUND", message: found.length === 0 ? `There is no series of reviews ${called}.` : `Several series are called ${called}.`,
    remedy: found.length === 0 ? "`ballast forum list` shows those there are." : "Name it by its id; `ballast forum list --json` has them.",
  });
}

/** The review of a series that is open, or the last one. */
export async function sittingOf(client: Client, called: string): Promise<string> {
  const { title, open, sittings } = await forumNamed(client, called);
  const id = open?.id ?? sittings[0]?.id;
  if (id !== undefined) return id;
  throw new CommandFailure({
    code: "NOT_FOUND", message: `${title} has no review yet.`, remedy: "`ballast forum open` opens the next one.",
  });
}

const often = ({ every, unit }: ToldForum["cadence"]): string => (every === 1 ? `every ${unit}` : `every ${String(every)} ${unit}s`);
const whenOf = ({ nextDueOn, overdueDays }: ToldForum): string =>
  nextDueOn === null ? "ended" : overdueDays > 0 ? `${nextDueOn}, ${counted(overdueDays, "day")} late` : nextDueOn;

/** `ballast forum list`. */
export const list = acting<{ readonly all?: true }>(async (session, { flags: { all } }) => {
  const { forums } = await session.client.query(forumsDocument, { ended: all === true });
  session.show({ forums }, () => [
    ...table(
      [{ head: "series" }, { head: "kind" }, { head: "comes" }, { head: "next" }, { head: "owner" }],
      forums.map((one) => [short(one.title, 50), one.kind, often(one.cadence), whenOf(one), one.owner.name]),
    ),
    dim(counted(forums.length, "series", "series")),
  ]);
});

const agendaOf = ({ agenda }: ToldSitting): readonly string[] =>
  table(
    [{ head: "" }, { head: "what" }, { head: "why" }, { head: "day" }],
    agenda.map(({ done, title, kind, dueOn, note }) => [
      done ? "done" : "", short(note === "" ? title : `${title}: ${note}`, 70), kind, dueOn ?? "–",
    ]),
  );

/** One review in lines. */
export function describedSitting(sitting: ToldSitting): readonly string[] {
  const { forum, state, dueOn, overdueDays, heldOn, skipped, attended, decisions, findings } = sitting;
  return [
    bold(`${forum.title} of ${heldOn ?? dueOn}`),
    ...facts([
      ["state", overdueDays > 0 ? `${state}, ${counted(overdueDays, "day")} late` : state],
      ["owner", forum.owner.name],
      ["was there", attended.map(({ name }) => name).join(", ") || "–"],
      ["skipped", skipped ?? "no"],
    ]),
    "", bold("agenda"), ...agendaOf(sitting),
    "", bold("decisions"),
    ...decisions.map(
      ({ text, reason, by, undone }) =>
        `  ${text} ${dim(`${by?.name ?? "somebody"}: ${reason}${undone === null ? "" : `; undone: ${undone}`}`)}`,
    ),
    "", bold("findings"),
    ...table(
      [{ head: "finding" }, { head: "became" }],
      findings.map((one) => [short(one.title, 60), one.open ? "open" : (one.became?.name ?? `dismissed: ${one.dismissed ?? ""}`)]),
    ),
  ];
}

/** The review with this id. */
export async function sittingShown(client: Client, id: string, at: string | null = null): Promise<ToldSitting> {
  const { sitting } = await client.query(sittingDocument, { id, asOf: at === null ? null : { at } });
  if (sitting !== null) return sitting;
  throw new CommandFailure({ code: "NOT_FOUND", message: "There was no such review then.", remedy: "Choose a later moment." });
}

/** `ballast forum show`. */
export const show = acting<{ readonly asOf?: string }>(async (session, { args: [called = ""], flags: { asOf } }) => {
  const sitting = await sittingShown(session.client, await sittingOf(session.client, called), asOf ?? null);
  session.show(sitting, () => describedSitting(sitting));
});
