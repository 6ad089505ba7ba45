import type { Components, Theme } from "@mui/material/styles";

const thin = "1px solid var(--line)";

/** What things lie on, and what floats over them. */
export const surfaces: Components<Theme> = {
  MuiPaper: {
    defaultProps: { elevation: 0 },
    styleOverrides: { root: { backgroundImage: "none", border: thin, boxShadow: "none" } },
  },
  MuiBackdrop: { styleOverrides: { root: { "&:not(.MuiBackdrop-invisible)": { background: "var(--scrim)" } } } },
  MuiDialog: {
    styleOverrides: {
      paper: { border: thin, borderRadius: 12, boxShadow: "var(--float)", margin: 16 },
      container: { alignItems: "flex-start", paddingTop: "10vh" },
    },
  },
  MuiDialogTitle: { styleOverrides: { root: { font: "var(--w-title) 17px/24px var(--font)", padding: "20px 24px 14px" } } },
  MuiDialogContent: { styleOverrides: { root: { padding: "0 24px 16px" } } },
  MuiDialogActions: {
    styleOverrides: { root: { padding: "12px 24px", borderTop: thin, gap: 8, "& > :not(style) ~ :not(style)": { marginLeft: 0 } } },
  },
  MuiDrawer: { styleOverrides: { paper: { border: 0, borderTop: thin, boxShadow: "var(--float)" } } },
  MuiPopover: { styleOverrides: { paper: { border: thin, boxShadow: "var(--float)", borderRadius: "var(--r)" } } },
  MuiMenu: { styleOverrides: { list: { padding: 4 } } },
  MuiMenuItem: {
    styleOverrides: {
      root: {
        minHeight: 32,
        padding: "5px 10px",
        gap: 10,
        borderRadius: "var(--r-s)",
        fontSize: 13.5,
        "&.Mui-selected": { background: "var(--accent-soft)", color: "var(--accent)" },
      },
    },
  },
  MuiTooltip: {
    defaultProps: { enterDelay: 300, enterNextDelay: 100, disableInteractive: true },
    styleOverrides: {
      tooltip: {
        background: "var(--ink)",
        color: "var(--surface)",
        font: "var(--w-plain) var(--t-meta) var(--font)",
        padding: "5px 8px",
        borderRadius: "var(--r-s)",
        maxWidth: 320,
      },
    },
  },
  MuiDivider: { styleOverrides: { root: { borderColor: "var(--line)" } } },
  MuiTableCell: {
    styleOverrides: {
      root: { height: 36, padding: "6px 16px", borderColor: "var(--line)", fontSize: 13.5 },
      head: { font: "var(--w-label) var(--t-meta) var(--font)", color: "var(--ink-2)", background: "var(--surface)" },
    },
  },
  MuiChip: {
    styleOverrides: { root: { height: 22, borderRadius: "var(--r-s)", font: "var(--w-strong) 11.5px/16px var(--font)" } },
  },
  MuiSnackbarContent: {
    styleOverrides: {
      root: { background: "var(--ink)", color: "var(--surface)", borderRadius: "var(--r)", boxShadow: "var(--float)" },
    },
  },
  MuiLink: { defaultProps: { underline: "hover" } },
};
