import { command } from "../data/command.ts";
import type { IncidentState, LinkType, MilestoneName, PublicImpact, RoleName } from "./incidentDocuments.ts";

type Changed = { incident: { id: string; revision: number } | null };
const incident = "incident { id revision }";

function change<Input extends object>(name: string) {
  return command<Input & { incidentId: string }, Changed>(name, incident);
}

export interface Declaration {
  title: string;
  summary: string;
  severity: number;
  publicImpact: PublicImpact;
  services: readonly string[];
  components: readonly string[];
  impactStartAt: string | null;
  drill: boolean;
  private: boolean;
  suspectedDeployId?: string;
}

export const declareIncident = command<Declaration, Changed>("declareIncident", incident);
export const renameIncident = change<{ title: string; summary: string }>("renameIncident");
export const changeIncidentState = change<{ to: IncidentState; reason: string; resolvedAt?: string }>("changeIncidentState");
export const reopenIncident = change<{ reason: string; components: readonly string[] }>("reopenIncident");
export const mergeIncident = change<{ intoIncidentId: string; reason: string }>("mergeIncident");
export const setSeverity = change<{ severity: number; reason: string }>("setSeverity");
export const setPublicImpact = change<{ publicImpact: PublicImpact; reason: string }>("setPublicImpact");
export const openImpactInterval = change<{ component: string; impact: PublicImpact; sharePer100k?: number; startedAt?: string; endedAt?: string }>("openImpactInterval");
export const closeImpactInterval = change<{ intervalId: string; endedAt?: string }>("closeImpactInterval");
export const correctImpactInterval = change<{ intervalId: string; startedAt: string; endedAt?: string; sharePer100k?: number; impact: PublicImpact; reason: string }>("correctImpactInterval");
export const takeRole = change<{ role: RoleName; personId?: string }>("takeRole");
export const leaveRole = change<{ role: RoleName; personId?: string }>("leaveRole");
export const reachMilestone = change<{ milestone: MilestoneName; at?: string }>("reachMilestone");
export const correctMilestone = change<{ milestone: MilestoneName; at?: string; reason: string }>("correctMilestone");
export const addEntry = change<{ at?: string; text: string; pinned: boolean }>("addEntry");
export const correctEntry = change<{ entryId: string; at: string; text: string; reason: string }>("correctEntry");
export const pinEntry = change<{ entryId: string; pinned: boolean }>("pinEntry");
export const addLink = change<{ type: LinkType; kind: string; recordId: string; fromEntryId?: string; confidence: string; note: string }>("addLink");
export const removeLink = change<{ linkId: string; reason: string }>("removeLink");
export const postUpdate = change<{ visibility: "internal" | "public"; status: string; body: string; nextUpdateInMinutes?: number }>("postUpdate");
export const holdReview = change<{ heldAt?: string; notes: string }>("holdReview");
export const skipReview = change<{ reason: string }>("skipReview");
