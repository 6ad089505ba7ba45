import { isOverAsTold } from "@ballast/domain";
import type { RowOf } from "../../engine/registry.ts";
import { derivedEntry } from "./entryBase.ts";
import { entryIds, person, type TimelineEntryRow, type Tone } from "./timelineEntry.ts";

type DeployRow = RowOf<"deploy">;
type AlertRow = RowOf<"alert">;
type PageRow = RowOf<"page">;
type PageSendRow = PageRow["sends"][number];
type SendOutcome = PageSendRow["outcome"];

const DEPLOY_TONES: Readonly<Record<string, Tone>> = {
  succeeded: "good", done: "good", rolledBack: "bad", rollingBack: "bad", rollbackFailed: "bad", escalated: "bad", aborted: "attention",
  failed: "attention", cancelled: "idle", paused: "attention", held: "attention",
};

/** A deploy as a bar, with the moments in it that matter to an incident. */
export function deployEntries(incidentId: string, deploy: DeployRow): readonly TimelineEntryRow[] {
  const { id, kind, version, environment, fromVersion, state, effect, rollback } = deploy;
  const at = (what: string) => entryIds.related(id, what);
  const base = { lane: "deploys", recordKind: "deploy", recordId: id } as const;
  const title = kind === "rollback" ? `Rollback to ${version} in ${environment}` : `Deploy of ${version} to ${environment}`;
  const bar = derivedEntry(incidentId, {
    ...base,
    id: at("deploy"),
    kind,
    title,
    detail: [fromVersion === null ? "" : `from ${fromVersion}`, deploy.reason].filter((part) => part !== "").join(" · ") || null,
    at: deploy.requestedAt,
    endAt: deploy.endedAt,
    ongoing: !isOverAsTold(deploy.course),
    tone: DEPLOY_TONES[state] ?? "info",
    keyMoment: kind === "rollback",
    actor: deploy.requestedBy,
    evidence: { state, version, fromVersion, percent: deploy.percent, warnings: deploy.warnings },
  });
  const failures = deploy.steps.flatMap(({ index, verdict }) =>
    verdict?.verdict !== "fail"
      ? []
      : [
          derivedEntry(incidentId, {
            ...base, id: at(`verdict-${index}`), kind: "verdict", title: `Step ${index + 1} failed`, detail: verdict.reason, at: verdict.at,
            tone: "bad", keyMoment: true, evidence: { ...verdict },
          }),
        ],
  );
  const undone =
    rollback === null
      ? []
      : [
          derivedEntry(incidentId, {
            ...base, id: at("rollback"), kind: "rollbackBegan", title: rollback.automatic ? "Rolled back by Ballast" : "Rolling back",
            detail: rollback.reason, at: rollback.at, tone: "attention", keyMoment: true,
          }),
        ];
  const measured =
    effect === null
      ? []
      : [
          derivedEntry(incidentId, {
            ...base, id: at("effect"), kind: "effect", title: effect.sentence, at: effect.at,
            tone: effect.recovered === true ? "good" : "attention", evidence: { ...effect },
          }),
        ];
  return [bar, ...takenUp(incidentId, deploy, base), ...failures, ...undone, ...measured];
}

/** An alert, from firing to cleared. */
export const alertEntry = (incidentId: string, alert: AlertRow): TimelineEntryRow =>
  derivedEntry(incidentId, {
    id: entryIds.related(alert.id, "alert"), lane: "alerts", kind: "alert", title: alert.name, detail: alert.summary || null,
    at: alert.startsAt, endAt: alert.endsAt, ongoing: alert.firing, tone: "bad", knownFrom: alert.recordedAt, recordedAt: alert.recordedAt,
    recordKind: "alert", recordId: alert.id,
    evidence: { labels: alert.labels, annotations: alert.annotations, severity: alert.severity, generatorUrl: alert.generatorUrl },
  });

/** Every try to reach somebody, and the answers. */
export function pageEntries(incidentId: string, page: PageRow): readonly TimelineEntryRow[] {
  const base = { lane: "pages", recordKind: "page", recordId: page.id } as const;
  const sent = page.sends.map((send) =>
    derivedEntry(incidentId, {
      ...base, id: entryIds.related(page.id, `send-${send.key}`), kind: send.refused === null ? "pageSent" : "pageRefused",
      title: sendTitle(send), detail: send.refused, at: send.at, tone: SEND_TONES[send.outcome], evidence: { ...send },
    }),
  );
  const unanswered = page.unanswered.map(({ at, round, againAt }) =>
    derivedEntry(incidentId, {
      ...base,
      id: entryIds.related(page.id, `unanswered-${round}`),
      kind: "pageUnanswered",
      title: `Nobody has answered the page in ${round + 1} rounds`,
      at,
      tone: "bad",
      keyMoment: true,
      detail:
        againAt === null
          ? "It stays open; nobody is called again."
          : `It stays open; calling begins again at ${againAt.slice(11, 16)} UTC.`,
    }),
  );
  const answered = page.answers.map(({ personId, at, late }) =>
    derivedEntry(incidentId, {
      ...base, id: entryIds.related(page.id, `answer-${personId}-${at}`), kind: "pageAcknowledged",
      title: `${person(personId)} acknowledged${late ? ", late" : ""}`, at, tone: late ? "idle" : "good", keyMoment: !late,
    }),
  );
  const handed = page.handedOn === null ? [] : [
    derivedEntry(incidentId, {
      ...base, id: entryIds.related(page.id, "handedOn"), kind: "handedOn", at: page.handedOn.at, tone: "attention", keyMoment: true,
      title: `${person(page.handedOn.personId)} handed the page on${
        page.handedOn.to.kind === "person" ? ` to ${person(page.handedOn.to.personId)}` : ""}`,
      detail: page.handedOn.note || null,
    }),
  ];
  return [...sent, ...takenUp(incidentId, page, base), ...unanswered, ...answered, ...handed];
}

/** The run that carried it was lost in the workflow engine, and another went on; or the watchdog did, while that did not answer. */
const takenUp = (
  incidentId: string,
  row: Pick<DeployRow | PageRow, "id" | "takenUp">,
  base: Pick<TimelineEntryRow, "lane" | "recordKind" | "recordId">,
): readonly TimelineEntryRow[] =>
  row.takenUp.map(({ at, reason, ...by }) =>
    derivedEntry(incidentId, {
      ...base, id: entryIds.related(row.id, `takenUp-${at}`), kind: "takenUp",
      title: "watchdog" in by ? "The watchdog calls" : "Taken up again where it stood", detail: reason || null, at, tone: "attention",
    }),
  );

const SEND_TONES: Readonly<Record<SendOutcome, Tone>> = {
  trying: "attention", handedOver: "info", unknown: "attention", failed: "bad", delivered: "info", undelivered: "bad",
};

function sendTitle({ personId, channel, step, round, outcome }: PageSendRow): string {
  const who = personId === null ? "nobody on call" : person(personId);
  const how = channel === null ? "" : ` by ${channel}`;
  if (outcome === "failed" || outcome === "undelivered") return `${who} not reached${how}`;
  const place = `${round > 0 ? `, round ${round + 1}` : ""}${step === "everyone" ? ", with everyone" : ""}`;
  return `${who} ${outcome === "unknown" ? "perhaps paged" : outcome === "trying" ? "being paged" : "paged"}${how}${place}`;
}
