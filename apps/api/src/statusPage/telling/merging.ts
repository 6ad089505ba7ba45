import { referenceOf } from "@ballast/readmodel";
import { isolated } from "@ballast/schema/isolated";
import type { Merging, MergeEffect } from "../../graphql/context.ts";
import type { Scope } from "../../graphql/scope.ts";
import { count } from "../../words.ts";
import { titleOf, viewOf } from "../html/frame.ts";
import { standingOf } from "../standings.ts";
import { mayReadStatusPage } from "../statusPageType.ts";
import { byChannel, hearersOf } from "./notices.ts";

/** On each page what readers see, and how many are told that it goes on under the other one. */
export function mergingForReaders(scope: Scope, { incident, into }: Merging): readonly MergeEffect[] {
  const { context } = scope;
  const [one, other] = [referenceOf(incident), referenceOf(into)];
  const pages = context.readModel.statusPages.all().filter((row) => mayReadStatusPage(scope, row));
  return pages.flatMap(({ id }): readonly MergeEffect[] => {
    const standing = standingOf(scope, id);
    const report = standing?.all.find((each) => each.id === incident.id);
    if (standing === null || report === undefined) return [];
    const name = isolated(standing.page.name);
    const goesOn = standing.all.find((each) => each.id === into.id);
    const gone = `${name}: ${one} is on it no more, nor in its bars`;
    const heard = report.updates.length > 0;
    if (goesOn === undefined) return [{
      sentence: `${gone}; ${other} is not on it, so nobody is told${heard ? ": readers who heard of it hear nothing more" : ""}.`, warns: heard,
    }];
    if (!heard) return [{ sentence: `${gone}; readers never heard of it, and are told nothing.`, warns: false }];
    const { mail, chat, webhook } = byChannel(hearersOf(context, standing, report));
    const told = mail + chat + webhook;
    const title = isolated(titleOf(viewOf(standing), goesOn));
    const who = told === 0 ? "nobody subscribed to it, and else would be" : `${count(told, "subscriber")} ${told === 1 ? "is" : "are"}`;
    return [{ sentence: `${gone}; ${who} told that it goes on as “${title}”.`, warns: false }];
  });
}
