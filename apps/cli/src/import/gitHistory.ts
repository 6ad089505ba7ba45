/** A tag; `sha` is the commit it names, null when it names something else. */
export interface GitTag {
  readonly version: string;
  readonly sha: string | null;
  /** ISO 8601: the tag's own date, or that of its commit; null for a tag object without one. */
  readonly at: string | null;
}

/** A tag whose moment is known. */
export type DatedTag = GitTag & { readonly at: string };

/** A commit as git prints it. */
export interface GitCommit {
  readonly sha: string;
  readonly parents: readonly string[];
  readonly authorAt: string;
  readonly committedAt: string;
  readonly author: string;
  readonly subject: string;
  /** Ids or prefixes of ids that its message says it reverts (D6). */
  readonly reverts: readonly string[];
  /** What else its message says it takes back. */
  readonly alsoReverts: readonly string[];
}

/** A tag with the commits that are shipped first in it, oldest first. */
export interface ChargedRelease {
  readonly tag: DatedTag;
  readonly commits: readonly GitCommit[];
}

/** Gives tags without a date that of their commit; a tag is left over where that has none either. */
export function datedTags(
  tags: readonly GitTag[],
  commits: readonly GitCommit[],
): { readonly dated: readonly DatedTag[]; readonly undated: readonly GitTag[] } {
  const committed = new Map(commits.map(({ sha, committedAt }) => [sha, committedAt]));
  const found = tags.map((tag) => ({ tag, at: tag.at ?? committed.get(tag.sha ?? "") ?? "" }));
  const isDated = ({ at }: { readonly at: string }): boolean => !Number.isNaN(Date.parse(at));
  return {
    dated: found.filter(isDated).map(({ tag, at }) => ({ ...tag, at })),
    undated: found.filter((one) => !isDated(one)).map(({ tag }) => tag),
  };
}

/**
 * Charges each commit to the first release, by date, that contains it; ties in the order given. Each commit is
 * visited once: what an earlier release contains, it contains with all of its ancestors.
 * @param commits every commit that a tag contains, none before its children
 */
export function chargedCommits(tags: readonly DatedTag[], commits: readonly GitCommit[]): readonly ChargedRelease[] {
  const places = new Map(commits.map((commit, place) => [commit.sha, { commit, place }]));
  const charged = new Set<string>();
  const ordered = tags.map((tag) => ({ tag, instant: Date.parse(tag.at) })).toSorted((a, b) => a.instant - b.instant);
  return ordered.map(({ tag }) => {
    const own: { commit: GitCommit; place: number }[] = [];
    const waiting = tag.sha === null ? [] : [tag.sha];
    for (let sha = waiting.pop(); sha !== undefined; sha = waiting.pop()) {
      const found = places.get(sha);
      if (found === undefined || charged.has(sha)) continue;
      charged.add(sha);
      own.push(found);
      waiting.push(...found.commit.parents);
    }
    return { tag, commits: own.toSorted((a, b) => b.place - a.place).map(({ commit }) => commit) };
  });
}
