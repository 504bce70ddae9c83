// Keys, adding a row for selected words, and staying where one was. Everything can be done without it.
"use strict";

const typing = target => target.matches("input, textarea, select, [contenteditable]");

// Whatever has a key is done by it: links are followed, buttons pressed.
document.addEventListener("keydown", event => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (typing(event.target)) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const able = [...document.querySelectorAll("[data-key]")].find(one => one.dataset.key.split(" ").includes(event.key));
  if (able) {
    event.preventDefault();
    able.click();
    return;
  }
  // A key that can do nothing here says why.
  const why = [...document.querySelectorAll("[data-says]")].find(one => one.dataset.says.split(" ").includes(event.key));
  if (!why) return;
  event.preventDefault();
  why.hidden = false;
  why.classList.add("told");
  const box = why.closest("form")?.querySelector("input[type=text]");
  if (box) box.focus();
});

// Opening the form of corrections puts the cursor into its first field.
document.querySelectorAll("[data-opens]").forEach(button => {
  const panel = document.getElementById(button.dataset.opens);
  if (!panel) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    panel.open = !panel.open;
    if (!panel.open) return;
    const field = document.getElementById(button.dataset.first || "") || panel.querySelector("input:not([type=hidden]), select");
    field.focus();
    if (field.matches("input")) field.select();
  });
});
const wrong = document.querySelector("[aria-invalid=true]");
if (wrong) wrong.focus();
else if (new URLSearchParams(location.search).get("edit") === "1") {
  const opener = document.querySelector("[data-first]");
  const first = document.getElementById(opener ? opener.dataset.first : "") || document.querySelector("#correct[open] input:not([type=hidden])");
  if (first) first.focus();
}

// A mark that is clicked stays where it is on the screen, instead of jumping to where links to it lead.
const sheet = document.querySelector("[data-document]");
if (sheet) {
  const memory = `at:${sheet.dataset.document}`;
  sheet.addEventListener("click", event => {
    if (event.target.closest("a.m")) sessionStorage.setItem(memory, String(window.scrollY));
  });
  const kept = sessionStorage.getItem(memory);
  sessionStorage.removeItem(memory);
  if (kept !== null && window.matchMedia("(min-width: 56rem)").matches) {
    window.addEventListener("load", () => window.scrollTo({ top: Number(kept), behavior: "instant" }));
  }
}

// What is said while a page is being recognised goes once it is there.
document.querySelectorAll("[data-until-loaded]").forEach(note => {
  const image = document.querySelector("main figure img");
  const gone = () => note.remove();
  if (image.complete && image.naturalWidth) gone();
  else image.addEventListener("load", gone);
});

// A page of an original is scrolled to the place that is marked on it.
document.querySelectorAll("[data-spot]").forEach(async figure => {
  const image = figure.querySelector("img");
  if (!image.complete) await new Promise(done => image.addEventListener("load", done, { once: true }));
  const answer = await fetch(figure.dataset.spot);
  const boxes = answer.ok ? (await answer.json()).boxes : [];
  if (!boxes.length) {
    if (!document.querySelector(".notice.warn")) {
      const note = Object.assign(document.createElement("p"), { className: "notice warn", textContent: figure.dataset.none });
      figure.before(note);
    }
    return;
  }
  const [left, top, right] = boxes[0];
  figure.scrollLeft = (left + right) / 2 * image.clientWidth - figure.clientWidth / 2;
  const down = image.getBoundingClientRect().top + scrollY + top * image.clientHeight;
  if (down > innerHeight * 0.7) scrollTo({ top: down - innerHeight / 2, behavior: "instant" });
});

// Offset, in code points of the text, of a place in the page; null outside the text.
const offsetOf = (node, offset) => {
  const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
  const holder = element && element.closest("[data-at]");
  if (!holder) return null;
  const range = document.createRange();
  range.setStart(holder, 0);
  range.setEnd(node, offset);
  return Number(holder.dataset.at) + [...range.toString()].length;
};

const selected = () => {
  const selection = document.getSelection();
  if (!sheet || !selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  if (!sheet.contains(range.startContainer) || !sheet.contains(range.endContainer)) return null;
  const start = offsetOf(range.startContainer, range.startOffset);
  const end = offsetOf(range.endContainer, range.endOffset);
  return start === null || end === null || end <= start ? null : { start, end, range };
};

if (sheet) {
  const offer = document.createElement("a");
  offer.className = "button add-here";
  offer.textContent = `+ ${sheet.dataset.addWords}`;
  offer.dataset.key = "t";
  const follow = () => {
    const found = selected();
    if (!found) { offer.remove(); return; }
    offer.href = `${sheet.dataset.add}${found.start}-${found.end}`;
    const box = found.range.getBoundingClientRect();
    offer.style.setProperty("left", `${Math.max(8, Math.min(box.left, innerWidth - 260)) + scrollX}px`);
    offer.style.setProperty("top", `${box.bottom + 6 + scrollY}px`);
    if (!offer.isConnected) document.body.append(offer);
  };
  document.addEventListener("selectionchange", () => { clearTimeout(offer.wait); offer.wait = setTimeout(follow, 120); });
}
