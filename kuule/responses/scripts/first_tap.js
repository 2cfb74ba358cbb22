// Tells the server that a real finger, mouse or key was here, and keeps the first tap even if the page is closed.
(function () {
  var form = document.forms[0], fields = form && form.elements;
  if (!fields || !fields.signal) return;
  var kept, waiting;
  // What a program does by script is not trusted by the browser, and so leaves the signal empty.
  function see(event) {
    if (event.isTrusted) fields.signal.value = fields.shown.value.split("").reverse().join("");
  }
  function keep() {
    clearTimeout(waiting);
    waiting = 0;
    var given = new FormData(form), score = given.get("score"), tap = new URLSearchParams({first: 1});
    if (!fields.signal.value || !score || score == kept) return;
    kept = score;
    ["score", "language", "token", "version", "shown", "signal"].forEach(function (name) {
      if (given.get(name)) tap.set(name, given.get(name));
    });
    fetch(form.action, {method: "POST", body: tap, keepalive: true}).then(function (reply) {
      // By a shared link a reload would begin another answer: from now on this page is the one of the saved answer.
      if (reply.ok && fields.token) history.replaceState(0, "", "/a/" + fields.token.value);
    });
  }
  addEventListener("pointerdown", see, true);
  addEventListener("keydown", see, true);
  if (!form.hasAttribute("data-first")) return;
  form.addEventListener("input", function (event) {
    if (!event.isTrusted) return;
    clearTimeout(waiting);
    // Whoever walks along the scale with the arrow keys has not chosen yet.
    waiting = setTimeout(keep, 700);
  });
  form.addEventListener("submit", function () {
    clearTimeout(waiting);
    waiting = 0;
  });
  addEventListener("pagehide", function () {
    if (waiting) keep();
  });
})();
