import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { graphql } from "@ballast/schema/graphql";
import { useLive } from "../api/live.ts";
import { useAsOf } from "../shell/useAsOf.ts";

/** Tells that something was recorded; what it was is read with the list. */
export const logDocument = graphql(`
  subscription Log($types: [String!]) { log(types: $types) { id type } }
`);

/** At most this often, so that an import of thousands does not read the list thousands of times. */
const pauseMs = 1_000;

/** Reads a list again when one of these events is recorded. Silent while looking back. */
export function useLogRefresh(types: readonly string[], key: readonly unknown[]): void {
  const client = useQueryClient();
  const { asOf } = useAsOf();
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const refresh = (): void => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      void client.invalidateQueries({ queryKey: key });
    }, pauseMs);
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  useLive(logDocument, asOf === null ? { types } : null, { next: refresh, resumed: refresh });
}
