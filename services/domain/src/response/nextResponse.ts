import type { IncidentState } from "@ballast/schema";

/** What an incident's response looks at before it does the next thing. Instants are ms since 1970. */
export interface ResponseFacts {
  readonly state: IncidentState;
  readonly severity: number;
  readonly declaredAt: number;
  readonly resolvedAt: number | null;
  readonly hasCommander: boolean;
  /** Somebody wrote an entry, an update or a state since the acknowledgement. */
  readonly workedOnSinceAcknowledged: boolean;
  readonly acknowledgedAt: number | null;
  /** Until when somebody who answered has said that they look again; absent in what was looked at before this was told: nobody has. */
  readonly lookAgainAt?: number | null;
  readonly lastUpdateAt: number | null;
  /** When the last update promised the next one. */
  readonly nextUpdateDueAt: number | null;
  readonly remindedAt: number | null;
  readonly reviewMarked: boolean;
  /** What made the incident as urgent as it is; absent in what was looked at before this was told: declared. */
  readonly urgentBy?: "declared" | "reopened" | "worsened";
  /** Pages asked for so far, by purpose. */
  readonly pages: readonly CalledPage[];
}

/** A page that a response asked for. */
export interface CalledPage {
  readonly purpose: "responders" | "commander";
  readonly requestedAt: number;
  readonly open: boolean;
  /**
   * It calls for the incident as it is: asked for since it was last opened and since it last got worse, or still open
   * for a severity as bad as today's. Absent in what was looked at before this was told: it does.
   */
  readonly current?: boolean;
  /** Asked for since the incident was last opened; absent: it was. */
  readonly sinceOpened?: boolean;
  /** It waits, of low urgency, for hours of its services to begin: from then on it is called for anew. Absent: it does not. */
  readonly raisedAt?: number;
  /** The hours that it waits for hold it back no longer: they were changed, taken away, or a service was named that has none. */
  readonly released?: true;
}

/** How quickly a response reminds, ms. */
export interface ResponseTimes {
  readonly firstUpdateWithinMs: number;
  readonly updateEveryMs: number;
  readonly commanderWithinMs: number;
  readonly quietAfterAcknowledgeMs: number;
}

/** The next thing a response does; `wait` until a moment (null = until something changes). */
export type ResponseAct =
  | { readonly kind: "page"; readonly purpose: "responders" | "commander"; readonly reason: string; readonly occasion: number }
  | { readonly kind: "remind"; readonly dueAt: number }
  | { readonly kind: "markReview"; readonly dueAt: number }
  | { readonly kind: "wait"; readonly until: number | null }
  | { readonly kind: "end" };

const unanswerable: readonly IncidentState[] = ["declined", "merged", "cancelled"];

/** Decides the next act of a response. Pure: the same facts at the same moment give the same act. */
export function nextResponse(facts: ResponseFacts, times: ResponseTimes, now: number): ResponseAct {
  if (unanswerable.includes(facts.state)) return { kind: "end" };
  if (facts.state === "resolved" || facts.state === "closed") return afterResolution(facts);
  const due = [...pagesDue(facts, times), updateDue(facts, times)].filter((act) => act !== null);
  const ready = due.find(({ at }) => at <= now);
  if (ready !== undefined) return ready.act;
  return { kind: "wait", until: due.reduce<number | null>((soonest, { at }) => (soonest === null ? at : Math.min(soonest, at)), null) };
}

/** Three days for the top severity, five business days for the others. */
export function reviewDueAt(resolvedAt: number, severity: number): number {
  const day = 24 * 60 * 60_000;
  if (severity === 1) return resolvedAt + 3 * day;
  let due = resolvedAt;
  for (let left = 5; left > 0; ) {
    due += day;
    const weekday = new Date(due).getUTCDay();
    if (weekday !== 0 && weekday !== 6) left -= 1;
  }
  return due;
}

function afterResolution(facts: ResponseFacts): ResponseAct {
  if (facts.reviewMarked || facts.resolvedAt === null) return { kind: "end" };
  return { kind: "markReview", dueAt: reviewDueAt(facts.resolvedAt, facts.severity) };
}

interface Due {
  readonly at: number;
  readonly act: ResponseAct;
}

const reasons = {
  declared: () => "an incident was declared",
  reopened: () => "the incident was reopened",
  worsened: (severity: number) => `its severity rose to ${severity}`,
};

function pagesDue(facts: ResponseFacts, times: ResponseTimes): Due[] {
  if (facts.severity > 3) return [];
  const of = (purpose: "responders" | "commander") => facts.pages.filter((page) => page.purpose === purpose);
  const called = (purpose: "responders" | "commander") => of(purpose).some(({ current }) => current !== false);
  const page = (purpose: "responders" | "commander", at: number, reason: string): Due => ({
    at, act: { kind: "page", purpose, reason, occasion: of(purpose).length },
  });
  const due: Due[] = [];
  if (!called("responders")) due.push(page("responders", facts.declaredAt, reasons[facts.urgentBy ?? "declared"](facts.severity)));
  if (facts.severity <= 2 && !called("commander") && !facts.hasCommander)
    due.push(page("commander", facts.declaredAt, "the severity asks for a commander"));
  for (const purpose of ["responders", "commander"] as const) {
    const waiting = of(purpose).filter(({ open, current }) => open && current !== false);
    const raised = waiting.flatMap(({ raisedAt }) => raisedAt ?? []);
    const reason = waiting.some(({ released }) => released === true)
      ? "nobody has answered it, and no support hours hold it back any more"
      : "nobody has answered it outside the support hours, which have begun";
    // Whoever has taken command meanwhile is the commander that it called for.
    const isWanted = purpose === "responders" || (facts.severity <= 2 && !facts.hasCommander);
    if (raised.length > 0 && isWanted)
      due.push(page(purpose, Math.min(...raised), reason));
  }
  const lastCommanderPage = of("commander").at(-1);
  if (facts.severity <= 2 && !facts.hasCommander && lastCommanderPage !== undefined && !lastCommanderPage.open) {
    due.push(
      page(
        "commander",
        Math.max(lastCommanderPage.requestedAt, facts.acknowledgedAt ?? 0) + times.commanderWithinMs,
        "nobody took command",
      ),
    );
  }
  const quiet = quietSince(facts);
  if (quiet !== null)
    due.push(page("responders", quiet + times.quietAfterAcknowledgeMs, "acknowledged, but since then no commander and no entry"));
  return due;
}

/** Acknowledged, but nobody commands and nothing was written: since when. Null while that is not so, or a page is open. */
function quietSince(facts: ResponseFacts): number | null {
  if (facts.acknowledgedAt === null || facts.hasCommander || facts.workedOnSinceAcknowledged) return null;
  const pages = facts.pages.filter(({ purpose, sinceOpened }) => purpose === "responders" && sinceOpened !== false);
  if (pages.length === 0 || pages.some(({ open }) => open)) return null;
  return Math.max(facts.acknowledgedAt, facts.lookAgainAt ?? 0, ...pages.map(({ requestedAt }) => requestedAt));
}

function updateDue(facts: ResponseFacts, times: ResponseTimes): Due | null {
  const promised =
    facts.nextUpdateDueAt
    ?? (facts.lastUpdateAt === null ? facts.declaredAt + times.firstUpdateWithinMs : facts.lastUpdateAt + times.updateEveryMs);
  const remindedFor = facts.remindedAt !== null && facts.remindedAt >= promised;
  const at = remindedFor && facts.remindedAt !== null ? facts.remindedAt + times.updateEveryMs : promised;
  return { at, act: { kind: "remind", dueAt: at } };
}
