import { useState } from "react";

/**
 * Whether something that opens has to be there: from when it is first opened on, so that it can also close in its own time. Until then a
 * page with many of them draws none.
 */
export function useOnceOpen(open: boolean): boolean {
  const [opened, setOpened] = useState(open);
  if (open && !opened) setOpened(true);
  return open || opened;
}
