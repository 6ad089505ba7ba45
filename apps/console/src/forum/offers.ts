import { call } from "../api/graphqlClient.ts";
import type { Command } from "../shell/commands.ts";
import { names, rowNote } from "../shell/verbs.ts";
import type { Making } from "../shell/verbs.ts";
import { dayWords } from "../promises/Due.tsx";
import { forumsDocument } from "./forumDocuments.ts";

/** Series of reviews, each with the review that is open. */
export async function offerForums(rest: readonly string[], { go, zone, signal }: Making): Promise<readonly Command[]> {
  const { forums } = await call(forumsDocument, {}, { signal });
  return forums
    .filter(({ title, vendor, kind }) => names(rest, title, vendor ?? "", kind))
    .flatMap(({ id, title, owner, nextDueOn, open }): readonly Command[] => [
      {
        id: `openForum-${id}`, title: `Open ${title}`, group: "Go to", icon: "forums",
        note: rowNote(zone, nextDueOn, "series", owner.name), run: () => go(`/forums/${encodeURIComponent(id)}`),
      },
      ...(open === null ? [] : [{
        id: `openSitting-${open.id}`, title: `Open ${title} of ${dayWords(open.dueOn)}`, group: "Go to", icon: "forums" as const,
        note: rowNote(zone, null, open.state), run: () => go(`/sittings/${encodeURIComponent(open.id)}`),
      }]),
    ]);
}
