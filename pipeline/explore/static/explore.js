// Everything works without it; it only saves clicks.
"use strict";

// Panels that would fill a telephone's screen begin closed there.
if (window.matchMedia("(max-width: 56rem)").matches) {
  document.querySelectorAll("details[data-closed-when-narrow]").forEach(panel => { panel.open = false; });
}

// A choice in a list is a decision: no button to press after it.
document.querySelectorAll("form[data-send-on-change]").forEach(form => {
  form.addEventListener("change", event => {
    if (event.target.matches("select, input[type=checkbox], input[type=radio]")) form.requestSubmit();
  });
});

// Empty fields do not clutter addresses that people send each other.
document.querySelectorAll("form[method=get]").forEach(form => {
  form.addEventListener("submit", () => {
    form.querySelectorAll("input, select").forEach(field => { if (field.name && field.value === "") field.disabled = true; });
    setTimeout(() => form.querySelectorAll(":disabled").forEach(field => { field.disabled = false; }), 0);
  });
});

// Where one is stands in sight, also in a row of links that is wider than the screen.
document.querySelectorAll("nav [aria-current]").forEach(link => {
  const row = link.closest("ul").parentElement, list = link.closest("ul");
  [row, list].forEach(box => {
    if (box.scrollWidth > box.clientWidth) box.scrollLeft = link.offsetLeft - (box.clientWidth - link.offsetWidth) / 2;
  });
});

// `/` goes to the search box, as in many programs.
document.addEventListener("keydown", event => {
  const typing = event.target.matches("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const box = document.querySelector("input[type=search]");
  if (box) { event.preventDefault(); box.focus(); box.select(); }
});

// Pages that wait for something ask again by themselves.
const waiting = document.querySelector("[data-again-after]");
if (waiting) setTimeout(() => location.reload(), Number(waiting.dataset.againAfter) * 1000);
