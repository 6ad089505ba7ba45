import { graphql, type ResultOf, type ReviewState } from "@ballast/schema/graphql";
import { ordinalTime } from "@ballast/schema/words";
import type { Client } from "../client/client.ts";
import { CommandFailure } from "../client/failure.ts";
import { bold, dim } from "../print/style.ts";
import { facts, table } from "../print/table.ts";
import { counted, relative, short } from "../print/words.ts";
import { acting } from "./session.ts";

const reviewRow = graphql(`
  fragment CliReviewRow on Review { id state dueAt overdue heldAt facilitator { name } incident { reference title severity } }
`);
const reviewsDocument = graphql(`
  query ReviewList($filter: ReviewFilter, $first: Int) {
    reviews(filter: $filter, first: $first) { totalCount edges { node { ...CliReviewRow } } }
  }
`, [reviewRow]);
const reviewDocument = graphql(`
  query ReviewShown($id: ID!, $asOf: AsOf) {
    review(id: $id, asOf: $asOf) {
      ...CliReviewRow skipped participants { interview person { name } } joined { name }
      lines { section text factor { word effect } recurrence { time } author { name } agreed { name } }
      actions { reference title kind state dueOn owner { name } } publication { visibility at told { name } }
    }
  }
`, [reviewRow]);
type ToldReview = NonNullable<ResultOf<typeof reviewDocument>["review"]>;

export const exportDocument = graphql(`
  query ReviewExported($id: ID!, $format: ReviewFormat, $audience: Visibility) {
    review(id: $id) { exported(format: $format, audience: $audience) }
  }
`);

export const pdfDocument = graphql(`
  query ReviewPrinted($id: ID!, $audience: Visibility) { reviewPdf(id: $id, audience: $audience) { name base64 } }
`);

/** The review of the incident that is called INC-n, n, or by the review's id; as it was at a moment. */
export async function reviewNamed(client: Client, called: string, at: string | null = null): Promise<ToldReview> {
  const id = /^\d+$/u.test(called) ? `INC-${called}` : called;
  const { review } = await client.query(reviewDocument, { id, asOf: at === null ? null : { at } });
  if (review !== null) return review;
  throw new CommandFailure({
    code: "NOT_FOUND", message: `There is no review of ${called}.`, remedy: "`ballast review list` shows those there are.",
  });
}

interface ListFlags {
  readonly state?: ReviewState;
  readonly overdue?: true;
  readonly factor?: string;
  readonly text?: string;
  readonly limit: number;
}

const whenOf = ({ heldAt, dueAt }: { readonly heldAt: string | null; readonly dueAt: string | null }, now: number): string =>
  heldAt !== null ? `held ${relative(heldAt, now)}` : dueAt === null ? "–" : `due ${relative(dueAt, now)}`;

/** `ballast review list`. */
export const list = acting<ListFlags>(async (session, { flags: { state, overdue, factor, text, limit } }) => {
  const states: ReviewState[] | undefined = state !== undefined ? [state] : overdue === true ? ["preparing", "meeting"] : undefined;
  const filter = { states, factor, text, ...(overdue === true ? { dueBefore: new Date(session.now).toISOString() } : {}) };
  const { reviews } = await session.client.query(reviewsDocument, { filter, first: limit });
  const rows = reviews.edges.map(({ node }) => node);
  session.show({ totalCount: reviews.totalCount, reviews: rows }, () => [
    ...table(
      [{ head: "incident" }, { head: "title" }, { head: "state" }, { head: "when" }, { head: "led by" }],
      rows.map((row) => [
        row.incident.reference, short(row.incident.title, 50), row.overdue ? `${row.state}, overdue` : row.state, whenOf(row, session.now),
        row.facilitator?.name ?? "nobody yet",
      ]),
    ),
    dim(counted(reviews.totalCount, "review")),
  ]);
});

function linesOf(review: ToldReview): readonly string[] {
  return [...Map.groupBy(review.lines, ({ section }) => section)].flatMap(([section, lines]) => [
    "",
    bold(section),
    ...lines.map(({ text, author, factor, recurrence, agreed }) => {
      const said = [
        factor === null ? undefined : `${factor.word}, ${factor.effect}`,
        recurrence === null || recurrence.time < 2 ? undefined : `the ${ordinalTime(recurrence.time)} time with this factor`,
        author?.name, agreed.length === 0 ? undefined : counted(agreed.length, "agrees", "agree"),
      ];
      return `  ${text} ${dim(said.filter((one) => one !== undefined).join(" · "))}`;
    }),
  ]);
}

/** `ballast review show`. */
export const show = acting<{ readonly asOf?: string }>(async (session, { args: [called = ""], flags: { asOf } }) => {
  const review = await reviewNamed(session.client, called, asOf ?? null);
  session.show(review, () => [
    bold(`Review of ${review.incident.reference}: ${review.incident.title}`),
    ...facts([
      ["state", review.overdue ? `${review.state}, overdue` : review.state],
      ["when", whenOf(review, session.now)],
      ["led by", review.facilitator?.name ?? "nobody yet"],
      ["takes part", review.participants.map(({ person }) => person.name).join(", ") || "–"],
      ["was there", review.joined.map(({ name }) => name).join(", ") || "–"],
      [
        "published",
        review.publication === null ? "no" : `${review.publication.visibility}, told ${String(review.publication.told.length)}`,
      ],
    ]),
    ...linesOf(review),
    "",
    bold("actions"),
    ...table(
      [{ head: "action" }, { head: "what" }, { head: "state" }, { head: "due" }, { head: "owner" }],
      review.actions.map((one) => [one.reference, short(one.title, 60), one.state, one.dueOn ?? "no day", one.owner?.name ?? "nobody yet"]),
    ),
  ]);
});
