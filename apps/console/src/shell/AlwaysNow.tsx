import type { ReactNode } from "react";
import { PresentContext } from "../marks/now.ts";
import { Quiet } from "../marks/Text.tsx";
import { useAsOf } from "./useAsOf.ts";

/** For views about rights: they are those of now, whatever moment the others look back to, and say so. */
export function AlwaysNow({ children }: { children: ReactNode }) {
  const { asOf } = useAsOf();
  return (
    <PresentContext value={null}>
      {asOf === null ? null : <p><Quiet>Rights are always those of now: this page does not look back.</Quiet></p>}
      {children}
    </PresentContext>
  );
}
