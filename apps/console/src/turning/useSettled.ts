import { useEffect, useState } from "react";

const PAUSE_MS = 200;

/** The value, once it has stood still for a moment: what is dragged or typed asks once. */
export function useSettled<Value>(value: Value): Value {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
