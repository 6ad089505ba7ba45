/** A tag; `sha` is the commit it names, null when it names something else. */
export interface GitTag {
  readonly version: string;
  readonly sha: string | null;
  /** ISO 8601: the tag's own date, or that of its commit. */
  readonly at: string;
}

/** A commit as git prints it. */
export interface GitCommit {
  readonly sha: string;
  readonly parents: readonly string[];
  readonly authorAt: string;
  readonly committedAt: string;
  readonly author: string;
  readonly subject: string;
  /** Ids or prefixes of ids that its message says it reverts. */
  readonly reverts: readonly string[];
}

/** A tag with the commits that are shipped first in it, oldest first. */
export interface ChargedRelease {
  readonly tag: GitTag;
  readonly commits: readonly GitCommit[];
}

/**
 * Charges each commit to the first release, by date, that contains it; ties in the order given. Each commit is
 * visited once: what an earlier release contains, it contains with all of its ancestors.
 * @param commits every commit that a tag contains, none before its children
 */
export function chargedCommits(tags: readonly GitTag[], commits: readonly GitCommit[]): readonly ChargedRelease[] {
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
