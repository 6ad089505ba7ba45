import { call } from "../api/graphqlClient.ts";
import { nodesOf } from "../data/fields.ts";
import { doing } from "../shell/commands.ts";
import { names, rowNote } from "../shell/verbs.ts";
import type { PaletteVerb } from "../shell/verbs.ts";
import { reviewsDocument } from "./reviewsBinding.ts";

interface OfReviews {
  readonly name: string;
  readonly sayings: readonly string[];
  readonly does: string;
  /** What stands behind the review's address. */
  readonly at: string;
  readonly states: readonly ("preparing" | "meeting" | "held")[];
}

const ofReviews = ({ name, sayings, does, at, states }: OfReviews): PaletteVerb => ({
  name,
  sayings,
  offer: async (rest, { go, zone, signal }) => {
    const { reviews } = await call(reviewsDocument, { first: 30, filter: { states: [...states] } }, { signal });
    return nodesOf(reviews)
      .filter(({ incident }) => names(rest, incident.reference, incident.reference.replace(/^INC-/u, ""), incident.title))
      .map(({ id, incident, dueAt, state, facilitator }) => ({
        id: `${name}-${id}`, title: `${does} ${incident.reference} · ${incident.title}`, group: doing, icon: "reviews",
        note: rowNote(zone, dueAt, state, facilitator?.name ?? "nobody leads it"), run: () => go(`/reviews/${encodeURIComponent(id)}${at}`),
      }) as const);
  },
});

/** What is done to a review. */
export const reviewVerbs: readonly PaletteVerb[] = [
  ofReviews({
    name: "meetReview", sayings: ["meet", "meeting of", "open the meeting"], does: "Meet about", at: "/meeting",
    states: ["preparing", "meeting"],
  }),
  ofReviews({
    name: "closeReview", sayings: ["close review", "close the review"], does: "Close the review of", at: "?do=close",
    states: ["preparing", "meeting"],
  }),
  ofReviews({
    name: "publishReview", sayings: ["publish review", "publish the review"], does: "Publish the review of", at: "?do=publish",
    states: ["held"],
  }),
];
