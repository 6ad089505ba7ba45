import {
  activeAcceptance, askedAcceptance, lateness, mitigationName, realDueDates, standing, tooBigAbove, USUAL_TARGET, waitsFor,
} from "@ballast/domain/risk";
import type { MitigationRow, RiskRow } from "@ballast/readmodel/risk";
import { minutesOf } from "@ballast/readmodel/risk";
import type { ProgramItem, ProgramShare, Scope } from "../graphql/context.ts";
import { toGlobalId } from "../graphql/globalId.ts";
import { momentOf } from "../graphql/scope.ts";
import { count } from "../words.ts";

const DAY_MS = 86_400_000;
/** An acceptance asks to be decided on again so many days before its end; what is due within a week is due. */
const [ENDS_SOON_DAYS, DUE_SOON_DAYS] = [14, 7];

const times = (count: number): string => (count === 1 ? "once" : count === 2 ? "twice" : `${String(count)} times`);
const viewOf = ({ riskId }: Pick<RiskRow, "riskId">): string => `/risks/${toGlobalId("Risk", riskId)}`;
const wholeDays = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);

const nothingElse = { before: [], overdueDays: 0, waitsFor: [], realDueOn: null } as const;

/** What of an acceptance somebody has to decide: it waits, it ends soon, it is over and nothing is done. */
function acceptanceOf(risk: RiskRow, today: string): readonly ProgramItem[] {
  const of = {
    ...nothingElse, kind: "Acceptance", nodeKind: "Risk", id: risk.riskId, ownerId: risk.ownerId, minutes: minutesOf(risk),
  } as const;
  const [asked, held] = [askedAcceptance(risk), activeAcceptance(risk)];
  const decision = { word: "Decide", view: viewOf(risk) };
  if (asked !== null) {
    const until = asked.until.slice(0, 10);
    return [{ ...of, title: `Accept ${risk.title} until ${until}`, dueOn: null, why: "waits for a decision", decision }];
  }
  const last = risk.acceptances.at(-1);
  if (held === null && last?.state === "expired" && standing(risk) === "notBegun") {
    const over = Math.max(1, wholeDays(last.until.slice(0, 10), today));
    const why = `over for ${count(over, "day")}, and nothing is done`;
    return [{ ...of, title: `Accept or treat ${risk.title}`, dueOn: last.until.slice(0, 10), overdueDays: over, why, decision }];
  }
  const left = held === null ? Infinity : wholeDays(today, held.until.slice(0, 10));
  if (held === null || left > ENDS_SOON_DAYS || risk.acceptances.some(({ state }) => state === "approved")) return [];
  const why = left <= 0 ? "expires today" : `expires in ${count(left, "day")}`;
  return [{ ...of, title: `Renew the acceptance of ${risk.title}, or treat it`, dueOn: held.until.slice(0, 10), why, decision }];
}

/** A risk that is too big for one and that nobody does anything about. */
function untreated(risk: RiskRow): readonly ProgramItem[] {
  const minutes = minutesOf(risk);
  if (minutes === null || minutes <= tooBigAbove(USUAL_TARGET) || standing(risk) !== "notBegun") return [];
  if (askedAcceptance(risk) !== null || risk.acceptances.at(-1)?.state === "expired") return [];
  return [{
    ...nothingElse, kind: "Risk", nodeKind: "Risk", id: risk.riskId, title: risk.title, ownerId: risk.ownerId, dueOn: null, minutes,
    why: "too big for one risk, not begun", decision: { word: "Treat it", view: viewOf(risk) },
  }];
}

interface Beside {
  readonly all: readonly MitigationRow[];
  readonly risks: ReadonlyMap<string, RiskRow>;
  readonly real: ReadonlyMap<string, string>;
  readonly today: string;
}

function mitigationItem(row: MitigationRow, { all, risks, real, today }: Beside): ProgramItem {
  const { overdue } = lateness(row, today);
  const slips = row.slips.length;
  const served = row.riskIds.flatMap((id) => risks.get(id) ?? []);
  const known = served.flatMap((risk) => minutesOf(risk) ?? []);
  const waits = waitsFor(row, all).flatMap((id) => all.find(({ mitigationId }) => mitigationId === id) ?? []);
  const late = overdue > 0 ? `${count(overdue, "day")} overdue` : null;
  const slipped = slips > 0 ? `slipped ${times(slips)}` : null;
  const soon = overdue === 0 && wholeDays(today, row.dueOn) <= DUE_SOON_DAYS ? "due this week" : null;
  const [first] = served;
  return {
    kind: "Mitigation", nodeKind: "Mitigation", id: row.mitigationId, title: `${mitigationName(row)} ${row.title}`, ownerId: row.ownerId,
    dueOn: row.dueOn, before: row.slips.map(({ from }) => from).toReversed(), overdueDays: overdue,
    minutes: known.length === 0 ? null : known.reduce((sum, minutes) => sum + minutes, 0),
    why: [late, slipped, late === null ? soon : null].filter((word) => word !== null).join(", "),
    waitsFor: waits.map((needed) => `${mitigationName(needed)} ${needed.title}`), realDueOn: real.get(row.mitigationId) ?? null,
    decision: first !== undefined && (overdue > 0 || slips >= 2) ? { word: "Decide", view: viewOf(first) } : null,
  };
}

/** Acceptances, what is too big, and every mitigation that is still to come. */
function itemsOf(scope: Scope): readonly ProgramItem[] {
  const { risks, mitigations } = scope.context.readModel;
  const today = momentOf(scope).toISOString().slice(0, 10);
  const open = risks.all({ filter: { open: true }, asOf: scope.asOf });
  const all = mitigations.all({ asOf: scope.asOf });
  const beside = { all, risks: new Map(open.map((risk) => [risk.id, risk])), real: realDueDates(all), today };
  const toCome = all.filter(({ status }) => status === "planned" || status === "inProgress");
  return [
    ...open.flatMap((risk) => [...acceptanceOf(risk, today), ...untreated(risk)]),
    ...toCome.map((row) => mitigationItem(row, beside)),
  ];
}

/** What of the register stands on the program's board. */
export const riskProgram: ProgramShare = {
  items: itemsOf,
  changed: [
    { types: ["RiskRegistered"], one: "new risk", many: "new risks", view: "/risks?sort=NUMBER_DESC" },
    { types: ["RiskClosed"], one: "risk closed", many: "risks closed", view: "/risks?open=no" },
    { types: ["MitigationDelivered"], one: "mitigation delivered", many: "mitigations delivered", view: "/risks" },
    { types: ["MitigationDueMoved"], one: "promise moved", many: "promises moved", view: "/risks" },
    { types: ["AcceptanceApproved", "AcceptanceRejected"], one: "acceptance decided", many: "acceptances decided", view: "/risks" },
    { types: ["AcceptanceExpired"], one: "acceptance over", many: "acceptances over", view: "/risks" },
  ],
};
