import { useCallback, useMemo } from "react";
import { ownId } from "../data/globalId.ts";
import { useRead } from "../data/read.ts";
import type { SegmentChoice } from "./ConditionFields.tsx";
import type { SegmentNames } from "./conditionWords.ts";
import { segmentsDocument } from "./segmentDocuments.ts";

/** The segments that there are, to ask for and to be named, by the ids that rules hold. */
export function useSegments(): { readonly choices: readonly SegmentChoice[]; readonly nameOf: SegmentNames } {
  const { data } = useRead(segmentsDocument, {});
  const choices = useMemo(() => (data?.segments ?? []).map(({ id, name }) => ({ id: ownId(id) ?? "", name })), [data]);
  const nameOf = useCallback((id: string) => choices.find((one) => one.id === id)?.name, [choices]);
  return { choices, nameOf };
}
