import { expect, it } from "vitest";
import { withoutSecrets } from "./withoutSecrets.ts";

it.each([
  ["no route to +41791234567", "no route to …"],
  ["0041 79 123 45 67 is switched off", "… is switched off"],
  ["(079) 123-45-67: busy", "…: busy"],
  ["call 079.123.45.67 failed with 486", "call … failed with 486"],
])("takes a telephone number out however it is grouped: %s", (said, kept) => {
  expect(withoutSecrets(said, ["+41791234567"])).toBe(kept);
});

it.each([
  ["topic night-shift is reserved", "topic … is reserved"],
  ["POST /night-shift?auth=k3y forbidden", "POST … forbidden"],
  ["https://ntfy.example.org/night-shift says no", "https://ntfy.example.org… says no"],
  ["the night-shifts of others stay", "the night-shifts of others stay"],
])("takes out of what is said of a topic whatever one could write to it by: %s", (said, kept) => {
  expect(withoutSecrets(said, ["https://ntfy.example.org/night-shift?auth=k3y"])).toBe(kept);
});

it.each([
  ["550 5.1.1 <kim@acme.example> who?", "550 5.1.1 <…> who?"],
  ["see https://acme.example/a/b?c=d for more", "see https://acme.example/… for more"],
  ["at https://kim:pass@acme.example/", "at https://acme.example/…"],
  ["key 0123456789abcdef0123456789abcdef is unknown", "key … is unknown"],
  ["call +49 30 1234567", "call …"],
  ["127.0.0.1 answered 429 internationalisation_of_errors", "127.0.0.1 answered 429 internationalisation_of_errors"],
])("takes out what looks like one, and leaves the rest: %s", (said, kept) => {
  expect(withoutSecrets(said)).toBe(kept);
});

it.each([
  ["connect ECONNREFUSED 192.168.100.23:587", "connect ECONNREFUSED 192.168.100.23:587"],
  ["too many until 2026-11-30T14:00:00Z", "too many until 2026-11-30T14:00:00Z"],
  ["2026-11-30 14:00:00 to +49 30 1234567", "2026-11-30 14:00:00 to …"],
  ["on 2026-11-30 0301234567 was busy", "on 2026-11-30 … was busy"],
  ["079.123.45.67 and 0041.79.123.45.67", "… and …"],
  ["+41.79.123.45, 41.79.123.45.67", "…, …"],
])("leaves when and where something failed: %s", (said, kept) => {
  expect(withoutSecrets(said)).toBe(kept);
});

it.each([
  ["1234567 or 1234567: busy", "… or …: busy"],
  ["1234567 (1234567): busy", "…): busy"],
  ["079 123 45 67 486 busy", "… 486 busy"],
  ["+41 79 123 45 68", "…"],
  ["error 12 34", "error 12 34"],
])("takes a number out wherever it stands among others: %s", (said, kept) => {
  expect(withoutSecrets(said, ["+41791234567"])).toBe(kept);
});

// Each took as long as its length by itself: a provider's words of ten thousand characters held up an API for seconds.
it.each(["a", "1", "(", "1(", "a.", "+", "https://", "1 ", "a@"])("reads a long run of %j once", (run) => {
  const said = run.repeat(100_000 / run.length);
  expect(withoutSecrets(said, ["+41791111112"]).length).toBeLessThanOrEqual(said.length);
});
