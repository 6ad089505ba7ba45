import { useLogout } from "ra-core";
import { useCallback } from "react";
import { useNavigate } from "react-router";
import { useZone } from "../marks/zone.ts";
import { useCommandSource } from "../shell/commands.ts";
import type { Command } from "../shell/commands.ts";
import { readVerbs } from "../shell/verbs.ts";
import type { Making, PaletteVerb } from "../shell/verbs.ts";

/** A verb and its object, as people say it: "roll back checkout", "deploy checkout v4", "who is on call for search". */
export function useVerbs(verbs: readonly PaletteVerb[]): void {
  const navigate = useNavigate();
  const logout = useLogout();
  const zone = useZone();
  const source = useCallback(async (text: string, signal: AbortSignal): Promise<readonly Command[]> => {
    const making: Making = { go: (to) => void navigate(to), signOut: () => void logout(), zone, signal };
    return (await Promise.all(readVerbs(text, verbs).map(({ verb, rest }) => verb.offer(rest, making)))).flat().slice(0, 12);
  }, [navigate, logout, zone, verbs]);
  useCommandSource(source);
}
