import { useEffect, useState } from "react";
import { useSearchParams } from "react-router";

/**
 * What a link asks a view to open: `?declare=1`, `?do=resolve`. It is taken out of the address at once, so that a
 * reload does not ask again, and closing what was opened touches no address: by then it may be another view's.
 */
export function useOpenedByLink(name: string): readonly [asked: string | null, forget: () => void] {
  const [parameters, setParameters] = useSearchParams();
  const named = parameters.get(name);
  const [asked, setAsked] = useState(named);
  useEffect(() => {
    if (named === null) return;
    setAsked(named);
    setParameters((before) => {
      const next = new URLSearchParams(before);
      next.delete(name);
      return next;
    }, { replace: true });
  }, [name, named, setParameters]);
  return [asked, () => setAsked(null)];
}
