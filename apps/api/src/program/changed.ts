import type { CountedChange, Scope } from "../graphql/context.ts";
import { count } from "../words.ts";
import type { ProgramChange } from "./programType.ts";

/** More are said to be so many or more: a list of a week is read, not a year's import. */
const MOST = 1_000;

interface Since {
  readonly since: string;
  /** Nothing up to this position was recorded later. */
  readonly after: string;
}

function countedSince(scope: Scope, { types, one, many, view }: CountedChange, { since, after }: Since): ProgramChange | null {
  const { history } = scope.context.readModel;
  const { nodes } = history.list({
    filter: { types, happenedFrom: since, viewer: scope.viewer }, slice: { first: MOST, after }, oldestFirst: true, asOf: scope.asOf,
  });
  const found = nodes.length;
  if (found === 0) return null;
  return { words: `${count(found, one, many)}${found === MOST ? " or more" : ""}`, count: found, view };
}

/**
 * What happened since a moment, of what slices say that the board counts; as far as the scope may know. What happened before it and was
 * brought in since, as a history is, is no news.
 */
export function changedSince(scope: Scope, since: string): readonly ProgramChange[] {
  const after = scope.context.readModel.history.positionAt(new Date(Date.parse(since) - 1).toISOString());
  return scope.context.known.program.flatMap(({ changed = [] }) => changed).flatMap(
    (one) => countedSince(scope, one, { since, after }) ?? []
  );
}
