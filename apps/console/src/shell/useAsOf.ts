import { useCallback, useLayoutEffect, useMemo, useRef } from "react";
import { useLocation, useNavigate, useNavigationType } from "react-router";
import { asOfInput, formatAsOf, parseAsOf } from "./asOf.ts";
import type { AsOf, AsOfInput } from "./asOf.ts";

const parameter = "asOf";

function searchWith(search: string, value: string | null): string {
  const parameters = new URLSearchParams(search);
  if (value === null) parameters.delete(parameter);
  else parameters.set(parameter, value);
  const text = parameters.toString();
  return text === "" ? "" : `?${text}`;
}

/** The moment the view looks back to. */
export interface LookingBack {
  /** `null` = now. */
  asOf: AsOf | null;
  /** What to put into the variables of every query; `undefined` for now. */
  input: AsOfInput | undefined;
  /** What stands in the address as a moment and is none; `null` where it was read, or nothing stands there. */
  unread: string | null;
  /** Looks back, or returns to now with `null`. */
  set: (asOf: AsOf | null) => void;
}

/** Reads and writes `?asOf=` of the current URL. */
export function useAsOf(): LookingBack {
  const location = useLocation();
  const navigate = useNavigate();
  const text = new URLSearchParams(location.search).get(parameter);
  const asOf = useMemo(() => parseAsOf(text), [text]);
  const input = useMemo(() => asOfInput(asOf), [asOf]);
  const set = useCallback(
    (next: AsOf | null): void => {
      const search = searchWith(location.search, next === null ? null : formatAsOf(next));
      void navigate({ pathname: location.pathname, search }, { state: { leavesAsOf: next === null } });
    },
    [location.pathname, location.search, navigate],
  );
  return { asOf, input, unread: asOf === null && text !== null && text !== "" ? text : null, set };
}

function leaves(state: unknown): boolean {
  return typeof state === "object" && state !== null && "leavesAsOf" in state && state.leavesAsOf === true;
}

/** Carries the moment along when a link leads to another view without naming one. Back and forward keep what they had. */
export function useAsOfCarried(): void {
  const location = useLocation();
  const navigate = useNavigate();
  const how = useNavigationType();
  const kept = useRef<string | null>(null);
  useLayoutEffect(() => {
    const named = new URLSearchParams(location.search).get(parameter);
    if (named !== null || how === "POP" || leaves(location.state)) {
      kept.current = named;
      return;
    }
    if (kept.current === null) return;
    const search = searchWith(location.search, kept.current);
    void navigate({ pathname: location.pathname, search, hash: location.hash }, { replace: true, state: location.state });
  }, [location, navigate, how]);
}
