import type { IncidentEvent } from "@ballast/schema";
import { find, valuesOf } from "../keyed.ts";
import { Rejection } from "../rejection.ts";
import { sameContent } from "../sameContent.ts";
import { instantOf } from "../statistics/calendar.ts";
import { isActive, nameOf, type DeclaredIncident, type JoinLink } from "./incident.ts";
import type { CommandOf } from "./incidentCommands.ts";
import { takeRole } from "./people.ts";
import { ended, idInUse } from "./refusals.ts";

/** A way in holds for so long at most, ms: three days. And so many may hold at a time. */
export const LONGEST_JOIN_LINK_MS = 3 * 86_400_000;
const MOST_LINKS = 20;

/** Whether somebody may join by it now. */
export const joinLinkHolds = ({ expiresAt, revoked }: Pick<JoinLink, "expiresAt" | "revoked">, now: string): boolean =>
  revoked === null && instantOf(now) < instantOf(expiresAt);

/** Makes a way in, which lets in whoever has it as a responder: also into a private incident. Only who commands it makes one. */
export function issueJoinLink(
  { type, now, by, ...data }: CommandOf<"IssueJoinLink">, incident: DeclaredIncident,
): readonly IncidentEvent[] {
  const known = find(incident.joinLinks, data.linkId);
  if (known !== undefined) {
    if (sameContent([known.note, known.expiresAt], [data.note, data.expiresAt])) return [];
    throw idInUse("way in", data.linkId, ["linkId"]);
  }
  if (!isActive(incident) && incident.state !== "resolved") throw ended(incident, "get people");
  if (!incident.roles.commander.includes(by)) {
    throw new Rejection(
      "NOT_ALLOWED", `a way into ${nameOf(incident)} is made by who commands it: take that role, or ask its commander`, ["incidentId"],
    );
  }
  const lasts = instantOf(data.expiresAt) - instantOf(now);
  if (lasts <= 0 || lasts > LONGEST_JOIN_LINK_MS) throw new Rejection("INVALID_INPUT", "a way in holds for three days at most", ["hours"]);
  if (valuesOf(incident.joinLinks).filter((link) => joinLinkHolds(link, now)).length >= MOST_LINKS)
    throw new Rejection("TOO_LARGE", `${String(MOST_LINKS)} ways into ${nameOf(incident)} hold: revoke some first`, ["incidentId"]);
  return [{ type: "JoinLinkIssued", data }];
}

/** Nobody comes in by it from now on; who has come stays. */
export function revokeJoinLink(
  { incidentId, linkId, reason }: CommandOf<"RevokeJoinLink">, incident: DeclaredIncident,
): readonly IncidentEvent[] {
  const link = find(incident.joinLinks, linkId);
  if (link === undefined) throw new Rejection("NOT_FOUND", `${nameOf(incident)} has no way in ${linkId}`, ["linkId"]);
  return link.revoked === null ? [{ type: "JoinLinkRevoked", data: { incidentId, linkId, reason } }] : [];
}

/** Whoever joins is a responder, once. A way in that does not hold lets in nobody, and is answered as if it had never been. */
export function joinByLink(
  { incidentId, linkId, personId, now }: CommandOf<"JoinByLink">, incident: DeclaredIncident,
): readonly IncidentEvent[] {
  const link = find(incident.joinLinks, linkId);
  if (link === undefined || !joinLinkHolds(link, now))
    throw new Rejection("NOT_FOUND", "this way in leads nowhere any more: ask who sent it for another one", ["secret"]);
  const taken = takeRole({ type: "TakeRole", now, incidentId, role: "responder", personId }, incident);
  return taken.length === 0 ? [] : [{ type: "JoinLinkUsed", data: { incidentId, linkId, personId } }, ...taken];
}
