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

// Signing in has no frame around it.
document.documentElement.toggleAttribute("data-bare", location.pathname === "/sign-in");

// A style sheet or script of the first load that did not come is fetched again until it does: nothing else is there yet
// that could.
(function () {
  var waitMs = 2000;
  function again(element) {
    var fresh = document.createElement(element.tagName);
    for (var i = 0; i < element.attributes.length; i += 1) fresh.setAttribute(element.attributes[i].name, element.attributes[i].value);
    // A script that failed is remembered under its address.
    if (element.src) fresh.src = element.src.split("?")[0] + "?again=" + Date.now();
    element.replaceWith(fresh);
  }
  addEventListener(
    "error",
    function (event) {
      var element = event.target;
      var isStyle = element instanceof HTMLLinkElement && element.rel === "stylesheet";
      var isEntry = element instanceof HTMLScriptElement && element.type === "module";
      if (isStyle || isEntry) setTimeout(again, waitMs, element);
    },
    true,
  );
})();

// Who is signed in is asked while the console's own scripts are still on their way.
(function () {
  var asked = fetch("/session", { credentials: "same-origin" });
  // What fails is asked again by whoever wants to know.
  asked.catch(function () {});
  window.ballastSession = asked;
})();
