import { startTransition, useEffect, useState } from "react";
import type { ReactNode } from "react";

/**
 * What lies below what a view is opened for: drawn once that stands there, so that it need not wait. Whoever presses something meanwhile
 * comes first.
 */
export function Afterwards({ children }: { children: ReactNode }) {
  const [begun, setBegun] = useState(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    // A frame begins before it is drawn; what is asked for then comes after it.
    const frame = requestAnimationFrame(() => {
      timer = setTimeout(() => startTransition(() => setBegun(true)));
    });
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
  }, []);
  return begun ? children : null;
}
