import { reviewDecider, usualAgenda, type ReviewCommand } from "@ballast/domain/review";
import { idOf, ids } from "@ballast/eventlog";
import type { FactorEffect, ReviewSection } from "@ballast/schema";
import { own } from "@ballast/schema/own";
import { after, type Author } from "../author.ts";
import { actor, cast, type Login } from "../cast.ts";
import type { PastIncident } from "../pastIncidents.ts";
import { pastIncidentId, REVIEWED_AFTER_SECONDS } from "../tellIncident.ts";
import type { Happening } from "./happenings.ts";

/** What was one of the reasons, by its word: the same word wherever it comes again. */
interface Factor {
  readonly word: string;
  readonly effect: FactorEffect;
  readonly text: string;
}

/** What is said of incidents of a kind, beside what was found and learned. */
interface Said {
  readonly factors: readonly Factor[];
  readonly wentWell: string;
  readonly surprise?: string;
  /** How whoever was called saw the moment at which it was detected. */
  readonly differently?: string;
}

const byFamily: Readonly<Record<string, Said>> = {
  provider: {
    factors: [
      { word: "third-party", effect: "caused", text: "The provider changed something of its own and told nobody." },
      { word: "alert-missing", effect: "prolonged", text: "Refusals are counted in sum: one provider is half of nothing." },
    ],
    wentWell: "Going over to the other provider took a press.",
  },
  release: {
    factors: [
      { word: "test-gap", effect: "contributed", text: "No test has a case for it." },
      { word: "untested-change", effect: "caused", text: "Production was the first to see the change with real requests." },
    ],
    wentWell: "The first alert named the release.",
  },
  certificate: {
    factors: [
      { word: "monitoring-gap", effect: "contributed", text: "Nothing watched this certificate." },
      { word: "knowledge-of-one", effect: "prolonged", text: "One person knew where it is issued." },
    ],
    wentWell: "Customers were told within four minutes.", differently: "Customers had written to us before anything called me.",
  },
  cache: {
    factors: [
      { word: "shared-state", effect: "caused", text: "All nodes lose their cache with the same restart." },
      { word: "capacity", effect: "contributed", text: "Without the cache there are half as many nodes as it takes." },
    ],
    wentWell: "Searches answered all the time, only late.",
  },
  peak: {
    factors: [
      { word: "capacity", effect: "caused", text: "One limit holds for all customers together." },
      { word: "alert-noise", effect: "prolonged", text: "Forty alerts of one cause: the third page was the one that said it." },
    ],
    wentWell: "The address was found in two minutes.", differently: "I took it for the sale: it was in the log before I was called.",
  },
  database: {
    factors: [
      { word: "configuration", effect: "prolonged", text: "The driver keeps an address for ten minutes, whatever the server says." },
      { word: "untested-change", effect: "contributed", text: "The fail-over had never been tried with this driver." },
    ],
    wentWell: "No invoice was lost or sent twice.", surprise: "The database was back long before we were.",
  },
  session: {
    factors: [{ word: "monitoring-gap", effect: "contributed", text: "Clocks are looked at when a node starts and never again." }],
    wentWell: "Taking the two nodes out ended it at once.",
  },
  index: {
    factors: [
      { word: "automation-surprise", effect: "caused", text: "The job ends early without an error, and its result is taken." },
      { word: "test-gap", effect: "contributed", text: "Nobody compares the new index with the one before." },
    ],
    wentWell: "Yesterday's index was still there.",
  },
  odd: {
    factors: [{ word: "latent-bug", effect: "caused", text: "It was there for two years and needed a restart in the middle." }],
    wentWell: "Whoever was charged twice had their money back the same day.",
  },
};

interface Told {
  readonly name: string;
  /** Declared, ISO. */
  readonly at: string;
  readonly onCall: Login;
  readonly learned: string;
  readonly found: string;
  readonly said: Said;
}

const nothingMore: Said = { factors: [], wentWell: "Whoever was called was there within minutes." };

/** Reviews of what hurt customers: prepared, met about, closed and read by everybody, as the incident says that it was held. */
export async function tellReviews(
  author: Author, happenings: readonly Happening[], past: readonly { readonly at: string; readonly past: PastIncident }[],
): Promise<void> {
  const told: readonly Told[] = [
    ...happenings.flatMap(({ name, at, story, family }) =>
      story.review === null || story.unreviewed !== undefined
        ? []
        : [{
          name, at, onCall: story.onCall, learned: story.review, found: family.found[0] ?? family.looking,
          said: own(byFamily, family.key) ?? nothingMore,
        }]),
    ...past.flatMap(({ at, past: { title, onCall, review, summary, unreviewed } }) =>
      review === null || unreviewed !== undefined
        ? []
        : [{ name: title, at, onCall, learned: review, found: summary, said: nothingMore }]),
  ];
  for (const one of told) await tellReview(author, one);
}

async function tellReview(author: Author, { name, at, onCall, learned, found, said }: Told): Promise<void> {
  const incidentId = pastIncidentId(name);
  const reviewId = idOf(reviewDecider, incidentId);
  const say = (when: string, who: Login, command: ReviewCommand): Promise<void> =>
    author.write({ aggregate: reviewDecider, id: reviewId, at: when, by: actor(who), command });
  const opened = after(at, 6 * 3_600);
  await say(opened, "mira", {
    type: "OpenIncidentReview", now: opened, reviewId, incidentId, dueAt: after(at, 7 * 24 * 3_600), facilitatorId: ids.person("mira"),
    agenda: [...usualAgenda],
  });
  await say(after(opened, 300), "mira", {
    type: "NameParticipant", now: after(opened, 300), reviewId, personId: ids.person(onCall), interview: "done",
  });
  // Who takes part reads the timeline before, as it was known then.
  const read = (minutes: number, who: Login): Promise<void> => {
    const now = after(opened, 60 * minutes);
    return say(now, who, { type: "NoteDraftRead", now, reviewId, personId: ids.person(who) });
  };
  await read(40, onCall);
  if (said.differently !== undefined) {
    const when = after(opened, 45 * 60);
    await say(when, onCall, {
      type: "WriteLine", now: when, reviewId, lineId: ids.part(reviewId, "line", "differently"), section: "differently",
      text: said.differently, authorId: ids.person(onCall), factor: null,
      moment: { entryId: ids.part(incidentId, "milestone", "detected"), at },
    });
  }
  await read(90, "mira");
  const heldAt = after(at, REVIEWED_AFTER_SECONDS);
  const lines: readonly (readonly [ReviewSection, string, Factor | null])[] = [
    ["happened", found, null],
    ...said.factors.map((factor) => ["factor", factor.text, factor] as const),
    ["wentWell", said.wentWell, null],
    ...(said.surprise === undefined ? [] : [["surprise", said.surprise, null] as const]),
    ["learning", learned, null],
  ];
  for (const [index, [section, text, factor]] of lines.entries()) {
    // What happened is written by whoever was there, before they meet; the rest while they do.
    const before = section === "happened";
    const [when, who] = before ? [after(opened, 6_000), onCall] as const : [after(heldAt, -1_800 + 180 * index), "mira"] as const;
    await say(when, who, {
      type: "WriteLine", now: when, reviewId, lineId: ids.part(reviewId, "line", index), section, text, authorId: ids.person(who),
      factor: factor === null ? null : { word: factor.word, effect: factor.effect }, moment: null,
    });
  }
  await say(heldAt, "mira", { type: "CloseReview", now: heldAt, reviewId, heldAt, actions: [] });
  const publishedAt = after(heldAt, 2 * 3_600);
  await say(publishedAt, "mira", {
    type: "PublishReview", now: publishedAt, reviewId, visibility: "internal", note: "",
    told: cast.map(({ login }) => ids.person(login)),
  });
}
