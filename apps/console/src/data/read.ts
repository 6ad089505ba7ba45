import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import type { UseQueryResult } from "@tanstack/react-query";
import { useCallback } from "react";
import type { TypedDocument } from "@ballast/schema/graphql";
import { call } from "../api/graphqlClient.ts";
import { useLive } from "../api/live.ts";
import type { AsOfInput } from "../shell/asOf.ts";
import { useAsOf } from "../shell/useAsOf.ts";

/** How a view reads. */
export interface ReadOptions {
  /** Reads the present even while the view looks back: previews of commands, which act on now. */
  now?: boolean;
  /** Reads again after so many milliseconds, for what changes without events (metrics). Never while looking back. */
  everyMs?: number;
  /** Keeps showing the answer to the variables before until the new one comes. */
  keep?: boolean;
  /** Reads again whenever a view begins to read it, however lately another one did. */
  fresh?: boolean;
}

/** The cache's name of a read. */
export function readKey(document: { readonly name: string }, variables: object | null, asOf: AsOfInput | undefined): readonly unknown[] {
  return ["read", document.name, variables, asOf ?? null];
}

/** Reads a document, as of the moment in the URL: declare `$asOf: AsOf` in it. `null` variables mean not yet. */
export function useRead<Result, Variables extends object>(
  document: TypedDocument<Result, Variables>,
  variables: NoInfer<Variables> | null,
  { now = false, everyMs, keep = false, fresh = false }: ReadOptions = {},
): UseQueryResult<Result> {
  const { input } = useAsOf();
  const asOf = now ? undefined : input;
  return useQuery({
    queryKey: readKey(document, variables, asOf),
    queryFn: async ({ signal }) =>
      call(document, { ...(variables ?? {}), asOf } as Variables & { asOf: AsOfInput | undefined }, { signal }),
    enabled: variables !== null,
    refetchInterval: everyMs !== undefined && asOf === undefined ? everyMs : false,
    ...(fresh ? { staleTime: 0, refetchOnMount: "always" as const } : {}),
    ...(keep ? { placeholderData: keepPreviousData } : {}),
  });
}

/** What keeps a read live. */
export interface LiveRead<Result, Told, Variables extends object> {
  /** The subscription; it is asked with the same variables. */
  subscription: TypedDocument<Told, Variables>;
  /** The answer with what was told. */
  patch: (before: Result | undefined, told: Told) => Result | undefined;
  options?: ReadOptions;
}

/** Reads a document and patches the answer with what a subscription tells. Silent while looking back; reads again after a reconnect. */
export function useLiveRead<Result, Told, Variables extends object>(
  document: TypedDocument<Result, Variables>,
  variables: NoInfer<Variables> | null,
  { subscription, patch, options = {} }: LiveRead<Result, Told, Variables>,
): UseQueryResult<Result> {
  const { input } = useAsOf();
  const client = useQueryClient();
  const read = useRead(document, variables, options);
  const key = readKey(document, variables, input);
  const refetch = useCallback(() => void client.invalidateQueries({ queryKey: ["read", document.name] }), [client, document.name]);
  useLive(subscription, input === undefined ? variables : null, {
    next: (told) => client.setQueryData<Result>(key, (before) => patch(before, told)),
    resumed: refetch,
  });
  return read;
}
