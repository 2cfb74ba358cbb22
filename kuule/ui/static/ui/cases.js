// Keys for the inbox and the page of a case. Everything can be done without this file, and the keys can be turned off.
const keys = document.getElementById("keys");
const rows = [...document.querySelectorAll("[data-case]")];
const linkOf = (row) => row.querySelector("a");

if (keys) {
  keys.checked = localStorage.getItem("keys") !== "off";
  keys.addEventListener("change", () => localStorage.setItem("keys", keys.checked ? "on" : "off"));
}

const go = (step) => {
  const here = rows.findIndex((row) => row.contains(document.activeElement));
  const next = rows[Math.min(Math.max(here + step, 0), rows.length - 1)];
  linkOf(next).focus();
  next.scrollIntoView({ block: "nearest" });
};

const choose = () => {
  const row = rows.find((each) => each.contains(document.activeElement));
  row?.querySelector("input[type=checkbox]")?.click();
};

// Opens the form of an act and goes into its first field.
const open = (summary) => {
  const act = summary.parentElement;
  act.open = true;
  act.querySelector("input:not([type=hidden]), textarea, select")?.focus();
  act.scrollIntoView({ block: "nearest" });
};

document.addEventListener("keydown", (event) => {
  const isTyping = event.target.closest("select, textarea, input:not([type=checkbox])");
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping || !keys?.checked) return;
  const key = event.key.toLowerCase();
  const summary = document.querySelector(`.act > summary[aria-keyshortcuts="${CSS.escape(key)}"]`);
  if (rows.length && key === "j") go(1);
  else if (rows.length && key === "k") go(-1);
  else if (rows.length && key === "x") choose();
  else if (summary && !event.repeat) open(summary);
  else return;
  event.preventDefault();
});
