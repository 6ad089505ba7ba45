import type { Components, Theme } from "@mui/material/styles";

const thin = "1px solid var(--line-strong)";

/** What can be pressed or typed into. */
export const controls: Components<Theme> = {
  MuiButtonBase: { defaultProps: { disableRipple: true } },
  MuiButton: {
    defaultProps: { disableElevation: true, variant: "outlined", color: "inherit" },
    styleOverrides: {
      root: {
        minWidth: 0,
        flexShrink: 0,
        height: 32,
        padding: "0 12px",
        borderRadius: "var(--r-s)",
        whiteSpace: "nowrap",
        transition: "background var(--quick), border-color var(--quick)",
        "&.Mui-focusVisible": { outline: "2px solid var(--accent)", outlineOffset: 2 },
      },
      sizeSmall: { height: 28, padding: "0 10px", fontSize: 12.5 },
      outlined: {
        border: thin,
        background: "var(--surface)",
        color: "var(--ink)",
        "&:hover": { background: "var(--page)", borderColor: "var(--ink-3)" },
        "&.MuiButton-colorError": { color: "var(--bad)", borderColor: "var(--bad)" },
        "&.MuiButton-colorError:hover": { background: "var(--bad-soft)", borderColor: "var(--bad)" },
        "&.Mui-disabled": { color: "var(--ink-3)", borderColor: "var(--line)", background: "var(--page)" },
      },
      contained: { "&.Mui-disabled": { color: "var(--ink-3)", background: "var(--sunken)" } },
      text: { color: "var(--ink-2)", "&:hover": { color: "var(--ink)" } },
    },
  },
  MuiIconButton: {
    styleOverrides: {
      root: {
        borderRadius: "var(--r-s)",
        color: "var(--ink-2)",
        padding: 6,
        "&.Mui-focusVisible": { outline: "2px solid var(--accent)", outlineOffset: 1 },
      },
    },
  },
  // Those stand in `base.css`.
  MuiInputBase: { defaultProps: { disableInjectingGlobalStyles: true } },
  MuiOutlinedInput: {
    styleOverrides: {
      root: {
        borderRadius: "var(--r-s)",
        background: "var(--surface)",
        "&:hover .MuiOutlinedInput-notchedOutline": { borderColor: "var(--ink-3)" },
        "&.Mui-focused .MuiOutlinedInput-notchedOutline": { borderColor: "var(--accent)", borderWidth: 1.5 },
      },
      notchedOutline: { borderColor: "var(--line-strong)" },
      input: { padding: "8px 12px", height: 20, "&::placeholder": { color: "var(--ink-3)", opacity: 1 } },
      multiline: { padding: 0 },
    },
  },
  MuiInputLabel: {
    defaultProps: { shrink: true },
    styleOverrides: {
      root: {
        position: "static",
        transform: "none",
        maxWidth: "none",
        marginBottom: 4,
        font: "var(--w-label) var(--t-meta) var(--font)",
        color: "var(--ink-2)",
        "&.Mui-focused": { color: "var(--ink)" },
      },
    },
  },
  MuiTextField: { defaultProps: { variant: "outlined", fullWidth: true, size: "small" } },
  MuiFormControl: {
    styleOverrides: { root: { "& legend": { display: "none" }, "& fieldset": { top: 0 } } },
  },
  MuiFormLabel: { styleOverrides: { asterisk: { display: "none" } } },
  MuiFormHelperText: { styleOverrides: { root: { margin: "4px 0 0", color: "var(--ink-3)" } } },
  MuiCheckbox: { defaultProps: { size: "small" } },
  MuiSelect: { styleOverrides: { select: { minHeight: "20px !important" } } },
};
