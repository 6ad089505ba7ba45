// Runs before the first paint so that a dark console never flashes white. The key is the one MUI's colour schemes use.
(function () {
  var mode = null;
  try {
    mode = localStorage.getItem("mui-mode");
  } catch (refused) {
    // Storage may be forbidden; the system's own scheme then decides.
    mode = null;
  }
  var dark = mode === "dark" || (mode !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.setAttribute("data-theme", dark ? "dark" : "light");
})();
