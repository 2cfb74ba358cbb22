// Closes an open menu on Escape or on a click beside it. Menus open and close without this file, too.
const openMenus = () => document.querySelectorAll("details.menu[open]");

document.addEventListener("click", (event) => {
  for (const menu of openMenus()) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of openMenus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// On a phone the menu and the tabs scroll sideways: bring the present page into sight.
for (const current of document.querySelectorAll(".nav [aria-current], .tabs [aria-current]")) {
  current.scrollIntoView({ block: "nearest", inline: "nearest" });
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) print();
});

// A page with several forms saves one at a time: who would lose what stands unsaved in another is asked first.
let sent;
const isChanged = (field) => {
  if (field.type === "checkbox") return field.checked !== field.defaultChecked;
  if (field.options) return [...field.options].some((option) => option.defaultSelected && !option.selected);
  return field.value !== field.defaultValue;
};

document.addEventListener("submit", (event) => {
  sent = event.target;
});

window.addEventListener("beforeunload", (event) => {
  const others = [...document.querySelectorAll("form[data-unsaved]")].filter((form) => form !== sent);
  sent = undefined;
  if (others.some((form) => [...form.querySelectorAll("input, textarea, select")].some(isChanged))) event.preventDefault();
});
