import { isOpen, referenceOf } from "@ballast/readmodel";
import type { Merging, MergeEffect } from "../graphql/context.ts";
import { find } from "../graphql/records.ts";
import type { Scope } from "../graphql/scope.ts";
import { count, listed } from "../words.ts";

const plain = (sentence: string): MergeEffect => ({ sentence, warns: false });
const warning = (sentence: string): MergeEffect => ({ sentence, warns: true });

/** Who works on it and not on the other one: nobody takes a role there by a merge. */
function people(scope: Scope, { incident, into }: Merging): readonly MergeEffect[] {
  const at = ({ roles, typeRoles = [] }: Merging["incident"]): readonly string[] =>
    [...roles, ...typeRoles].flatMap(({ personId, to }) => (to === null ? [personId] : []));
  const there = new Set(at(into));
  const left = [...new Set(at(incident).filter((id) => !there.has(id)))];
  const names = listed(left.map((id) => find(scope, "Person", id)?.name ?? "somebody"));
  const [work, have] = left.length === 1 ? ["works", "has"] : ["work", "have"];
  return left.length === 0
    ? [] : [warning(`${names} ${work} on ${referenceOf(incident)} and ${have} no role in ${referenceOf(into)}: a merge moves nobody.`)];
}

/** Services and components of it that the other one does not name. */
function services(scope: Scope, { incident, into }: Merging): readonly MergeEffect[] {
  const left = incident.serviceIds.filter((id) => !into.serviceIds.includes(id));
  const names = listed(left.map((id) => find(scope, "Service", id)?.slug ?? "a service"));
  const [are, them] = left.length === 1 ? ["is", "it"] : ["are", "them"];
  return left.length === 0 ? [] : [warning(
    `${names} ${are} not named in ${referenceOf(into)}: name ${them} there, or what comes of ${them} opens an incident of its own.`,
  )];
}

/** What merging does to the two themselves. */
export function mergeEffects(scope: Scope, merge: Merging): readonly MergeEffect[] {
  const { incident, into } = merge;
  const [one, other] = [referenceOf(incident), referenceOf(into)];
  const open = (incident.tasks ?? []).filter(({ status }) => status === "open");
  const times = incident.intervals.filter(({ endedAt }) => endedAt === null).length;
  return [
    plain(`${one} ends and counts in no figure; no review of it falls due. Reopening takes it up again.`),
    plain(isOpen(into) ? `${other} goes on as it is.` : `${other} is ${into.state} and stays so: reopen it where this goes on.`),
    plain(`The timeline, updates, links and milestones of ${one} stay with it, and it leads to ${other}.`),
    ...(times === 0 ? [] : [plain(`The impact of ${one} ends now and counts nowhere: what ${other} costs is said there.`)]),
    ...(open.length === 0 ? [] : [warning(
      `${count(open.length, "task")} of ${one} ${open.length === 1 ? "stays" : "stay"} open with it: ${listed(open.slice(0, 5).map(({ text }) => text))}.`,
    )]),
    ...people(scope, merge),
    ...services(scope, merge),
  ];
}
