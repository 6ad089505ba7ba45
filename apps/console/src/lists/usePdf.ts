import { useNotify } from "ra-core";
import { useState } from "react";
import { asProblem } from "../api/errors.ts";
import { downloadBytes } from "./csv.ts";

/** A document that the API has printed; null where what it is about is not there. */
type Given = { readonly name: string; readonly base64: string } | null;

/** Hands PDFs to the browser as the API gives them, which takes seconds; where it makes none, why not, and what to do instead, is said. */
export function usePdf(): { readonly making: boolean; readonly save: (asked: Promise<Given>) => void } {
  const [making, setMaking] = useState(false);
  const notify = useNotify();
  const save = (asked: Promise<Given>): void => {
    setMaking(true);
    asked
      .then((pdf) => {
        if (pdf !== null) downloadBytes(pdf.name, Uint8Array.from(atob(pdf.base64), (letter) => letter.charCodeAt(0)), "application/pdf");
      })
      .catch((error: unknown) => {
        const { message, fix } = asProblem(error);
        notify([message, fix].filter((words) => words !== null).join(" "), { type: "error" });
      })
      .finally(() => setMaking(false));
  };
  return { making, save };
}
