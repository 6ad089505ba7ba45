import { ApiError, clientError } from "../api/errors.ts";
import { isReplaced } from "./newVersion.ts";

/** How long a part of the console may take to come before the page says so, ms. */
const longestMs = 15_000;

/** A part of the console that is fetched when it is first needed. A failure is kept until {@link forgetFailures}. */
export interface Loaded<Part> {
  /** The part, on its way or there; the same promise each time, so that a page can wait for it. */
  readonly get: () => Promise<Part>;
  /** The part where it is there already: nothing has to wait for a promise that was kept. */
  readonly there: () => Part | undefined;
}

const failed = new Set<() => void>();

/** Lets everything that failed to come be fetched again when it is next needed. */
export function forgetFailures(): void {
  for (const forget of failed) forget();
  failed.clear();
}

/** Whether it is a part of the console that did not come, rather than a fault in it. */
export const isNotLoaded = (error: unknown): boolean => error instanceof ApiError && error.code === "PAGE_NOT_LOADED";

/** Whether the part is gone for good: it belongs to a version of the console that is no longer served. */
export const isOfOldVersion = (error: unknown): boolean => error instanceof ApiError && error.code === "NEW_VERSION";

const newVersion = (): ApiError =>
  clientError(
    "NEW_VERSION",
    "Ballast was upgraded: there is a new version of the console, and this part of the old one is gone.",
    "Load the new version. What you typed is kept.",
  );

function withinLimit<Part>(load: () => Promise<Part>): Promise<Part> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("late")), longestMs);
    load().then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

function notLoaded(): ApiError {
  return clientError(
    "PAGE_NOT_LOADED",
    navigator.onLine
      ? "This part of the console did not come."
      : "You are offline, and this part of the console was not opened here before.",
    "It comes by itself as soon as Ballast is reached again. What you typed is kept.",
  );
}

/** Declares a part that is loaded when it is needed. `load` is called again after a failure was forgotten. */
export function loaded<Part>(load: () => Promise<Part>): Loaded<Part> {
  let promise: Promise<Part> | undefined;
  let part: Part | undefined;
  const get = (): Promise<Part> => {
    promise ??= withinLimit(load).then((came) => (part = came)).catch(async () => {
      failed.add(() => (promise = undefined));
      throw (await isReplaced()) ? newVersion() : notLoaded();
    });
    return promise;
  };
  return { get, there: () => part };
}
