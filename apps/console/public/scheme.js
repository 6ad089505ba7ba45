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

// So is what the view of this address shows first, where the address asks for nothing else: the build writes here what that is. By their
// hashes, which browsers make on safe pages only.
(function (questions) {
  if (window.isSecureContext !== true || location.search !== "") return;
  var here = location.pathname.split("/");
  function filled(path, body) {
    if (path.length !== here.length) return null;
    for (var i = 0; i < path.length; i += 1) {
      if (path[i].charAt(0) !== ":") {
        if (path[i] !== here[i]) return null;
      } else {
        try {
          body = body.split(JSON.stringify(path[i])).join(JSON.stringify(decodeURIComponent(here[i])));
        } catch (malformed) {
          return null;
        }
      }
    }
    return body;
  }
  var asked = new Map();
  questions.forEach(function (question) {
    var body = filled(question[0].split("/"), question[1]);
    if (body === null) return;
    var answer = fetch("/graphql", {
      method: "POST",
      credentials: "same-origin",
      headers: { "content-type": "application/json", accept: "application/graphql-response+json, application/json" },
      body: body,
    });
    // What fails is asked again by the view.
    answer.catch(function () {});
    asked.set(body, answer);
  });
  window.ballastQuestions = asked;
})(/* questions */ []);
