import useMediaQuery from "@mui/material/useMediaQuery";

/** Below this width the navigation stands at the bottom and rows have two lines; the style sheets say the same. */
const narrowWidth = 720;

/** Whether the page is as narrow as a phone. */
export function useNarrow(): boolean {
  return useMediaQuery(`(max-width: ${narrowWidth}px)`, { noSsr: true });
}
