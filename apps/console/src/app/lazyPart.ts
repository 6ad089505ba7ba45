import type { ComponentType } from "react";
import { createElement, use } from "react";
import { loaded, type Loaded } from "./loading.ts";

/** A component in a chunk of its own. Unlike React's `lazy`, one that failed to come can be fetched again. */
export const lazyPart = <Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> =>
  componentOf(loaded(load));

/** The component that a part is, once it is there. */
export function componentOf<Props extends object>(part: Loaded<ComponentType<Props>>): ComponentType<Props> {
  return function Part(props: Props) {
    // `use` lets even a promise that was kept wait once, and what then shows instead stays for 300 ms.
    return createElement(part.there() ?? use(part.get()), props);
  };
}
