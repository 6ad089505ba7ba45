import { graphql, type ActionState, type ResultOf } from "@ballast/schema/graphql";
import { minutesFigure } from "@ballast/schema/badMinutes";
import type { Client } from "../client/client.ts";
import { CommandFailure } from "../client/failure.ts";
import { bold, dim } from "../print/style.ts";
import { facts, table } from "../print/table.ts";
import { relative, short } from "../print/words.ts";
import { personNamed } from "./lookup.ts";
import { acting } from "./session.ts";

const actionRow = graphql(`
  fragment CliActionRow on Action {
    id reference title kind state dueOn overdueDays daysLate owner { id name } ownerName cameOf { name } slips { from to reason at by { name } }
  }
`);
const actionsDocument = graphql(`
  query ActionList($filter: ActionFilter, $first: Int) {
    actions(filter: $filter, first: $first) { totalCount edges { node { ...CliActionRow } } }
  }
`, [actionRow]);
const actionDocument = graphql(`
  query ActionShown($id: ID!, $asOf: AsOf) {
    action(id: $id, asOf: $asOf) {
      ...CliActionRow text links risk { id reference title } minutesADay priceOfLateness registeredAt registeredBy { name }
      finishedAt finishedBy { name } finishNote verifiedBy { name } verifyNote dropped
    }
  }
`, [actionRow]);
export type ToldAction = NonNullable<ResultOf<typeof actionDocument>["action"]>;

/** The action that is called ACT-n, n, as its source calls it, or by its id; as it was at a moment. */
export async function actionNamed(client: Client, called: string, at: string | null = null): Promise<ToldAction> {
  const id = /^\d+$/u.test(called) ? `ACT-${called}` : called;
  const { action } = await client.query(actionDocument, { id, asOf: at === null ? null : { at } });
  if (action !== null) return action;
  throw new CommandFailure({
    code: "NOT_FOUND", message: `There is no action ${called}.`, remedy: "`ballast action list` shows those there are.",
  });
}

interface ListFlags {
  readonly owner?: string;
  readonly unowned?: true;
  readonly state?: ActionState;
  readonly overdue?: true;
  readonly due?: string;
  readonly from?: string;
  readonly text?: string;
  readonly all?: true;
  readonly limit: number;
}

const notOver: ActionState[] = ["proposed", "open", "done"];

/** `ballast action list`. */
export const list = acting<ListFlags>(async (session, { flags: { owner, unowned, state, overdue, due, from, text, all, limit } }) => {
  const filter = {
    unowned, overdue, dueBefore: due, sourceKind: from, text,
    ...(owner === undefined ? {} : { owner: (await personNamed(session.client, owner)).id }),
    states: state !== undefined ? [state] : all === true ? undefined : notOver,
  };
  const { actions } = await session.client.query(actionsDocument, { filter, first: limit });
  const rows = actions.edges.map(({ node }) => node);
  session.show({ totalCount: actions.totalCount, actions: rows }, () => [
    ...table(
      ["action", "what", "state", "due", "late", "owner", "came of"].map((head) => ({ head })),
      rows.map((action) => [
        short(action.reference, 28), short(action.title, 50), action.state, action.dueOn ?? dim("–"), lateWords(action), ownerOf(action),
        short(action.cameOf?.name ?? "", 32) || dim("–"),
      ]),
    ),
    "", `${String(rows.length)} of ${String(actions.totalCount)}.`,
  ]);
});

const ownerOf = ({ owner, ownerName }: Pick<ToldAction, "owner" | "ownerName">): string =>
  owner?.name ?? (ownerName === null ? dim("nobody") : `${ownerName} ${dim("(not here)")}`);

const days = (n: number): string => `${String(n)} ${n === 1 ? "day" : "days"}`;
const lateWords = ({ overdueDays, daysLate }: Pick<ToldAction, "overdueDays" | "daysLate">): string =>
  overdueDays > 0 ? bold(days(overdueDays)) : daysLate > 0 ? dim(`${days(daysLate)} after the first promise`) : dim("–");

/** `ballast action show`. */
export const show = acting<{ readonly asOf?: string }>(async (session, { args: [called = ""], flags: { asOf } }) => {
  const action = await actionNamed(session.client, called, asOf ?? null);
  session.show(action, () => describedAction(action, session.now));
});

/** An action for people. */
export function describedAction(action: ToldAction, now: number): readonly string[] {
  const { reference, title, text, links, slips, risk, minutesADay, priceOfLateness, finishedBy, finishNote, verifiedBy, verifyNote } =
    action;
  return [
    bold(`${reference} ${title}`), ...(text === "" ? [] : [text]),
    ...facts([
      ["state", action.state],
      ["kind", action.kind === "longTerm" ? "long-term" : "short-term"],
      ["owner", ownerOf(action)],
      ["due", action.dueOn ?? "no day promised"],
      ["late", action.daysLate === 0 ? null : `${days(action.daysLate)} after the first promise`],
      [
        "price",
        minutesADay === null ? null : `${minutesFigure(minutesADay)} bad minutes a day, ${minutesFigure(priceOfLateness ?? 0)} so far`,
      ],
      ["risk", risk === null ? null : `${risk.reference} ${risk.title}`],
      ["came of", action.cameOf?.name ?? null],
      ["registered", `${relative(action.registeredAt, now)} by ${action.registeredBy.name}`],
      [
        "done",
        action.finishedAt === null
          ? null
          : `${relative(action.finishedAt, now)} by ${finishedBy?.name ?? "another system"} ${finishNote ?? ""}`,
      ],
      ["verified", verifiedBy === null ? null : `by ${verifiedBy.name} ${verifyNote ?? ""}`],
      ["dropped", action.dropped],
      ["links", links.join(" ") || null],
    ]),
    ...(slips.length === 0 ? [] : ["", ...table(
      ["promised", "moved to", "when", "by", "why"].map((head) => ({ head })),
      slips.map(({ from, to, at, by, reason }) => [from, to, relative(at, now), by.name, reason]),
    )]),
  ];
}
