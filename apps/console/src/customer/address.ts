import { useSearchParams } from "react-router";

/** What of the page stands in its address. */
export type Parameter = "in" | "flags" | "flag" | "with" | "view";

/** Reads and writes what stands in the address of a customer's view: each of its states has one. */
export function useAddress(): {
  readonly read: (name: Parameter) => string | null;
  readonly put: (values: Partial<Record<Parameter, string | null>>) => void;
} {
  const [parameters, setParameters] = useSearchParams();
  const put = (values: Partial<Record<Parameter, string | null>>): void =>
    setParameters((before) => {
      const next = new URLSearchParams(before);
      for (const [name, value] of Object.entries(values)) {
        if (value === null || value === "") next.delete(name);
        else next.set(name, value);
      }
      return next;
    }, { replace: true });
  return { read: (name) => parameters.get(name), put };
}
