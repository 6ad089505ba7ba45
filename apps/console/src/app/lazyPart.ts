import type { ComponentType } from "react";
import { createElement, use } from "react";
import { loaded } from "./loading.ts";

/** A component in a chunk of its own. Unlike React's `lazy`, one that failed to come can be fetched again. */
export function lazyPart<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  const part = loaded(load);
  return function Part(props: Props) {
    return createElement(use(part.get()), props);
  };
}
