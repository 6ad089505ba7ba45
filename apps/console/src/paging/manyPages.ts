import type { PageLine } from "./pageLine.ts";

type Listed = Pick<PageLine, "id" | "sends">;

/** Which pages are answered together: one's own unless something else is chosen. */
export const chosenOf = (
  pages: readonly Listed[], turned: ReadonlyMap<string, boolean>, isMe: (personId: string) => boolean,
): ReadonlySet<string> =>
  new Set(pages.flatMap(({ id, sends }) => {
    const isMine = sends.some(({ person }) => person !== null && isMe(person.id));
    return turned.get(id) ?? isMine ? [id] : [];
  }));

/** What was refused of many, with the incident it is about: one line each. */
export const problemsOf = (
  answers: readonly { readonly pageId: string; readonly problem: string | null }[],
  pages: readonly { readonly id: string; readonly incident: { readonly reference: string } }[],
): readonly string[] =>
  answers.flatMap(({ pageId, problem }) =>
    problem === null ? [] : [`${pages.find(({ id }) => id === pageId)?.incident.reference ?? "A page"}: ${problem}`]);
