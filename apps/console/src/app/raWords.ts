import type { I18nProvider } from "ra-core";

/** The few sentences that react-admin's own parts say here. The console's are written where they are said. */
const sentences: ReadonlyMap<string, string> = new Map(Object.entries({
  "ra.auth.auth_check_error": "Sign in to go on.",
  "ra.notification.logged_out": "The session has ended. Sign in again.",
  "ra.notification.not_authorized": "This is not open to your roles.",
  "ra.notification.data_provider_error": "What was asked for could not be read.",
  "ra.notification.http_error": "Ballast did not answer.",
}));

function fallback(options: unknown): string | undefined {
  return typeof options === "object" && options !== null && "_" in options && typeof options._ === "string" ? options._ : undefined;
}

/** react-admin's view of the console's words. */
export const words: I18nProvider = {
  translate: (key: string, options?: unknown) => sentences.get(key) ?? fallback(options) ?? key,
  changeLocale: async () => undefined,
  getLocale: () => "en",
};
