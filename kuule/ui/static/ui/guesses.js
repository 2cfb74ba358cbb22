// Saves a guess at the tap, and one that was tapped in a mail as soon as a person is on the page. The button saves, too.
const form = document.querySelector("form[data-guesses]");

if (form) {
  const { shown, signal } = form.elements;
  const waiting = new Map();
  let isHere = false;
  let sending = Promise.resolve();

  const tell = (field, words) => { field.querySelector("output").textContent = words; };

  const tap = (chosen) => {
    const body = new URLSearchParams({ tap: 1, [chosen.name]: chosen.value });
    for (const name of ["csrfmiddlewaretoken", "shown", "signal"]) {
      if (form.elements[name]) body.set(name, form.elements[name].value);
    }
    return fetch(form.action, { method: "POST", body, keepalive: true });
  };

  const keep = (field) => {
    clearTimeout(waiting.get(field));
    waiting.delete(field);
    const chosen = field.querySelector("input:checked");
    if (!isHere || !chosen) return;
    // One after the other: of two taps the later must arrive last.
    sending = sending.then(() => tap(chosen)).then((reply) => {
      if (!reply.ok) throw reply;
      tell(field, form.dataset.saved);
      // What the mail said is saved: a reload must not save it over what is chosen after it.
      history.replaceState(null, "", location.pathname);
    }).catch(() => {
      tell(field, form.dataset.notSaved);
      show(false);
    });
  };

  const soon = (field) => {
    clearTimeout(waiting.get(field));
    tell(field, "");
    // Whoever walks along the scale with the arrow keys has not chosen yet.
    waiting.set(field, setTimeout(keep, 500, field));
  };

  const show = (savesAtOnce) => {
    form.querySelector("[data-with-script]").hidden = !savesAtOnce;
    form.querySelector("[data-without-script]").hidden = savesAtOnce;
  };

  // What a program does by script is not trusted by the browser. A pointer that lies still tells nothing, either.
  const see = (event) => {
    const liesStill = event.type === "pointermove" && !event.movementX && !event.movementY;
    if (!event.isTrusted || liesStill || isHere) return;
    isHere = true;
    if (signal) signal.value = [...shown.value].reverse().join("");
    for (const field of form.querySelectorAll("[data-brought]")) soon(field);
  };

  for (const kind of ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"]) {
    addEventListener(kind, see, { capture: true, passive: true });
  }
  form.addEventListener("change", (event) => {
    if (event.isTrusted) soon(event.target.closest("fieldset"));
  });
  addEventListener("pagehide", () => [...waiting.keys()].forEach(keep));
  show(true);
  for (const field of form.querySelectorAll("[data-brought]")) tell(field, form.dataset.brought);
}
