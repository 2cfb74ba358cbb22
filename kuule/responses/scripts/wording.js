// The question "why?" has another wording for detractors, passives and promoters: follow the score that is chosen.
document.addEventListener("change", (event) => {
  const group = event.target.dataset.g;
  if (group) for (const each of document.querySelectorAll("[data-" + group + "]")) each.textContent = each.dataset[group];
});
