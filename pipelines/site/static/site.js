// What every page's tables do in a narrow window. Every page reads well without this file.
"use strict";

(() => {
  // A table of class "by-row" becomes a card for each row on a phone (site.css). Its cells say then what they
  // are, and it stays a table to those who listen to it.
  const role = (nodes, name) => [...nodes].forEach((node) => node.setAttribute("role", name));
  for (const table of document.querySelectorAll("table.by-row")) {
    const names = [...table.tHead.rows[0].cells].map((heading) => heading.textContent);
    for (const row of [...table.tBodies[0].rows, ...(table.tFoot?.rows ?? [])]) {
      [...row.cells].forEach((cell, index) => (cell.dataset.name = names[index]));
    }
    role([table], "table");
    role(table.querySelectorAll("thead, tbody, tfoot"), "rowgroup");
    role(table.rows, "row");
    role(table.querySelectorAll("th[scope=col]"), "columnheader");
    role(table.querySelectorAll("th[scope=row]"), "rowheader");
    role(table.querySelectorAll("td"), "cell");
    table.dataset.labelled = "";
  }

  // What is wider than its place fades where there is more of it.
  function fade(region) {
    const hidden = region.scrollWidth - region.clientWidth;
    region.classList.toggle("more-before", region.scrollLeft > 1);
    region.classList.toggle("more-after", region.scrollLeft < hidden - 1);
    return hidden;
  }

  // A table is a stop of the Tab key only where it is wider than its place; the menu's links are stops themselves.
  function look(region) {
    const hidden = fade(region);
    region.setAttribute("role", hidden > 1 ? "region" : "group");
    if (hidden > 1) region.tabIndex = 0;
    else region.removeAttribute("tabindex");
  }
  const sizes = new ResizeObserver((entries) => entries.forEach(({ target }) => look(target.closest(".scroll"))));
  for (const region of document.querySelectorAll(".scroll")) {
    sizes.observe(region);
    sizes.observe(region.firstElementChild);
    region.addEventListener("scroll", () => look(region), { passive: true });
  }

  const menu = document.querySelector("header.site nav");
  const here = menu.querySelector("[aria-current]");
  if (here) menu.scrollLeft = here.offsetLeft - menu.offsetLeft - (menu.clientWidth - here.offsetWidth) / 2;
  menu.addEventListener("scroll", () => fade(menu), { passive: true });
  new ResizeObserver(() => fade(menu)).observe(menu);

  // A paragraph that is come to may lie in what is folded.
  function unfold() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    for (let fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    target.scrollIntoView();
  }
  addEventListener("hashchange", unfold);
  if (location.hash) unfold();
})();
