import type { SittingEvent } from "@ballast/schema";
import type { AgendaItem, Finding, KnownSitting, Sitting } from "./sitting.ts";

/** Folds one fact of a review. */
export function evolveSitting(sitting: Sitting, event: SittingEvent): Sitting {
  if (event.type !== "SittingOpened") return sitting.status === "absent" ? sitting : evolveKnown(sitting, event);
  if (sitting.status !== "absent") return sitting;
  return {
    ...event.data, status: "preparing", moves: [], begunAt: null, agenda: [], attended: [], decisions: [], findings: [], heldOn: null,
    summary: "", skipped: null,
  };
}

const withFinding = (sitting: KnownSitting, findingId: string, change: Partial<Finding>): KnownSitting => ({
  ...sitting, findings: sitting.findings.map((one) => (one.findingId === findingId ? { ...one, ...change } : one)),
});

type Later = Exclude<SittingEvent, { type: "SittingOpened" }>;

function evolveKnown(sitting: KnownSitting, event: Later): KnownSitting {
  switch (event.type) {
    case "SittingMoved": {
      const { dueOn: to, reason } = event.data;
      return { ...sitting, dueOn: to, moves: [...sitting.moves, { from: sitting.dueOn, to, reason }] };
    }
    case "SittingItemAdded": {
      const { itemId, title } = event.data;
      const item = { itemId, kind: "other", record: null, title, dueOn: null, done: false, note: "", revision: 0 } as const;
      return { ...sitting, agenda: [...sitting.agenda, item] };
    }
    case "SittingBegun": {
      const known = new Set(sitting.agenda.map(({ itemId }) => itemId));
      const fresh = event.data.due.filter(({ itemId }) => !known.has(itemId));
      const due = fresh.map((item) => ({ ...item, done: false, note: "", revision: 0 }));
      return { ...sitting, status: "meeting", begunAt: event.data.at, agenda: [...due, ...sitting.agenda] };
    }
    case "SittingAttended": {
      const { personId, attends } = event.data;
      const others = sitting.attended.filter((id) => id !== personId);
      return { ...sitting, attended: attends ? [...others, personId] : others };
    }
    case "SittingItemTalkedOf": {
      const { itemId, done, note } = event.data;
      const talked = (item: AgendaItem): AgendaItem =>
        (item.itemId === itemId ? { ...item, done, note, revision: item.revision + 1 } : item);
      return { ...sitting, agenda: sitting.agenda.map(talked) };
    }
    case "SittingDecided": {
      const { sittingId: _, ...decided } = event.data;
      return { ...sitting, decisions: [...sitting.decisions, { ...decided, undone: null }] };
    }
    case "SittingDecisionUndone": {
      const { decisionId, reason } = event.data;
      const decisions = sitting.decisions.map((one) => (one.decisionId === decisionId ? { ...one, undone: reason } : one));
      return { ...sitting, decisions };
    }
    case "FindingNoted": {
      const { sittingId: _, ...noted } = event.data;
      return { ...sitting, findings: [...sitting.findings, { ...noted, became: null, dismissed: null, takenUp: 0 }] };
    }
    case "FindingRewritten":
      return withFinding(sitting, event.data.findingId, { title: event.data.title, text: event.data.text });
    case "FindingBecame": {
      const { findingId, kind, recordId } = event.data;
      return withFinding(sitting, findingId, { became: { kind, recordId } });
    }
    case "FindingDismissed":
      return withFinding(sitting, event.data.findingId, { dismissed: event.data.reason });
    case "FindingTakenUp": {
      const takenUp = (sitting.findings.find(({ findingId }) => findingId === event.data.findingId)?.takenUp ?? 0) + 1;
      return withFinding(sitting, event.data.findingId, { became: null, dismissed: null, takenUp });
    }
    case "SittingClosed":
      return { ...sitting, status: "held", heldOn: event.data.heldOn, summary: event.data.summary };
    case "SittingSkipped":
      return { ...sitting, status: "skipped", skipped: event.data.reason };
    case "SittingReopened":
      return { ...sitting, status: sitting.begunAt === null ? "preparing" : "meeting", heldOn: null, skipped: null };
  }
}
