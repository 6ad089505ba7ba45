const sha = "[0-9a-f]{7,64}";

/** Git's own words: what definition D6 counts. */
const oneCommit = new RegExp(`This reverts commit (${sha})`, "gi");

/** The same for several: "This reverts commits a and b", "…commit a, b & commit c". */
const manyCommits = new RegExp(
  `This reverts commits?\\s+(${sha}(?:(?:\\s*,\\s*(?:and\\s+)?|\\s+and\\s+|\\s*&\\s*)(?:commits?\\s+)?${sha})*)`,
  "gi",
);

/** Hosts' words for a pull request, at the start of a line: "Reverts owner/repo#12". */
const pullRequest = /^[ \t]*(?:This )?reverts (?:(?:pull request|PR) )?((?:[\w.-]{1,100}\/[\w.-]{1,100})?#\d{1,9})\b/gim;

const all = (pattern: RegExp, text: string): readonly string[] => [...text.matchAll(pattern)].map(([, found = ""]) => found);

/** What a commit's message says it takes back: `reverts` as D6 counts it, and `alsoReverts`, everything else. */
export function revertsIn(message: string): { readonly reverts: readonly string[]; readonly alsoReverts: readonly string[] } {
  const reverts = all(oneCommit, message).map((id) => id.toLowerCase());
  const listed = all(manyCommits, message).flatMap((list) => list.toLowerCase().match(new RegExp(sha, "g")) ?? []);
  const more = [...listed.filter((id) => !reverts.includes(id)), ...all(pullRequest, message)];
  return { reverts, alsoReverts: [...new Set(more)] };
}
