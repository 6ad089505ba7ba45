import { QueryClient } from "@tanstack/react-query";
import { ApiError } from "./errors.ts";

const retried = new Set(["OFFLINE", "HTTP_502", "HTTP_503", "HTTP_504"]);

/** One cache for the console. Refusals are answers and not tried again; an API that is away is, twice. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 2_000,
      retry: (count, error) => count < 2 && error instanceof ApiError && retried.has(error.code),
      refetchOnWindowFocus: true,
      // Without a network a question fails and says so, instead of waiting in silence; it is asked again when there is one.
      networkMode: "always",
      refetchOnReconnect: true,
    },
  },
});
