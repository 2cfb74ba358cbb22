// Presses the button whose key was pressed. All of them do the same without this file.
document.addEventListener("keydown", (event) => {
  const isTyping = event.target.closest("select, textarea, input:not([type=checkbox])");
  if (event.repeat || event.ctrlKey || event.metaKey || event.altKey || isTyping) return;
  if (!document.getElementById("keys").checked) return;
  const key = event.key.toLowerCase();
  const pressed = [...document.querySelectorAll("#review [aria-keyshortcuts]")]
    .find((each) => each.getAttribute("aria-keyshortcuts") === key);
  if (!pressed) return;
  event.preventDefault();
  pressed.click();
});

// The pressed button is gone with its comment: whoever listens hears the next one.
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target.id === "review") document.querySelector("#review [tabindex]")?.focus();
});
