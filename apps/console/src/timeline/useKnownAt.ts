import { useCallback, useEffect, useRef, useState } from "react";
import { useSearchParams } from "react-router";

/** Browsers refuse addresses that change many times a second: the URL follows once a hand has come to rest. */
const restMs = 250;

/**
 * One value kept in the URL, at once on the page and a moment later in the address. `null` takes it out.
 * A change from outside (a link, going back) wins over what is on the page.
 */
export function useUrlValue(name: string): [value: string | null, set: (value: string | null) => void] {
  const [parameters, setParameters] = useSearchParams();
  const inUrl = parameters.get(name);
  const [value, setValue] = useState(inUrl);
  const written = useRef(inUrl);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => {
    if (inUrl === written.current) return;
    written.current = inUrl;
    setValue(inUrl);
  }, [inUrl]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const write = useRef(setParameters);
  write.current = setParameters;
  const set = useCallback((next: string | null): void => {
    setValue(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      written.current = next;
      // The address is read when it is written: several values may come to rest in the same moment.
      const latest = new URLSearchParams(location.search);
      if (next === null) latest.delete(name);
      else latest.set(name, next);
      write.current(latest, { replace: true, preventScrollReset: true });
    }, restMs);
  }, [name]);
  return [value, set];
}

/** The moment the timeline's slider stands at (`?knownAt=`), `null` = now. The page's sentence and figures follow it. */
export function useKnownAt(): [knownAt: string | null, set: (at: string | null) => void] {
  const [value, set] = useUrlValue("knownAt");
  return [value !== null && Number.isNaN(Date.parse(value)) ? null : value, set];
}
