// A ready table's search, filters, sorting, counts and CSV. The page reads well without this file.
"use strict";

(() => {
  const AT_ONCE = 200;
  const at = (id) => document.getElementById(id);
  const table = at("rows");
  if (!table) return;
  const form = at("filters");
  const [search, more, all, link, counts, spread] = ["search", "more", "all", "csv", "counts", "spread"].map(at);
  const headings = [...table.tHead.rows[0].cells];
  const isRaw = headings.map((heading) => "raw" in heading.dataset);
  const columnNames = headings.map((heading) => heading.textContent);
  const words = (row) => [...row.cells].map((cell) => cell.textContent).join(" ");
  const entries = [...table.tBodies[0].rows].map((row) => ({ row, text: names.plain(words(row)) }));
  const filters = [...form.querySelectorAll("[data-column]")];
  const choices = [search, ...filters];
  let fitting = entries;
  let room = AT_ONCE;

  function fits(row) {
    return filters.every(({ value, dataset }) => {
      const cell = row.cells[dataset.column];
      if (!value) return true;
      if (dataset.bound === "from") return (cell.dataset.sort ?? "") >= value;
      if (dataset.bound === "to") return Boolean(cell.dataset.sort) && cell.dataset.sort <= value;
      return cell.textContent === value;
    });
  }

  function filter() {
    const found = new Set(names.fitting(search.value, entries));
    fitting = entries.filter((entry) => found.has(entry) && fits(entry.row));
    const chosen = filters.filter(({ value }) => value).length;
    const narrow = at("narrow")?.querySelector("summary");
    if (narrow) narrow.textContent = chosen ? `Narrow (by ${chosen})` : "Narrow";
    count();
    tellSpread();
    show();
    listing.keep(choices, headings);
  }

  function show() {
    const shown = new Set(fitting.slice(0, room));
    for (const entry of entries) entry.row.hidden = !shown.has(entry);
    const isAll = fitting.length === entries.length;
    const rows = (number) => (number === 1 ? "1 row" : `${number.toLocaleString("en-GB")} rows`);
    const fit = isAll ? `${rows(entries.length)}` : `${fitting.length.toLocaleString("en-GB")} of ${rows(entries.length)}`;
    at("shown").textContent = shown.size < fitting.length ? `${fit}, the first ${shown.size} shown.` : `${fit}.`;
    link.textContent = isAll ? "All rows as CSV" : `These ${rows(fitting.length)} as CSV`;
    at("nothing").hidden = fitting.length > 0;
    more.hidden = all.hidden = shown.size === fitting.length;
  }

  function count() {
    if (!counts) return;
    const [line, column, weight] = counts.dataset.places.split(" ").map(Number);
    const heads = [...counts.tHead.rows[0].cells].map((cell) => cell.textContent);
    const numbers = new Map();
    const add = (key, number) => numbers.set(key, (numbers.get(key) ?? 0) + number);
    for (const { row } of fitting) {
      const number = weight === undefined ? 1 : Number(row.cells[weight].dataset.sort ?? 0);
      const name = row.cells[line].textContent;
      add(`${name}\n${row.cells[column].textContent}`, number);
      if (row.cells[column].textContent) add(`${name}\nAll`, number);
    }
    for (const { cells } of counts.tBodies[0].rows) {
      heads.slice(1).forEach((head, place) => {
        cells[place + 1].textContent = numbers.get(`${cells[0].textContent}\n${head}`) ?? 0;
      });
    }
  }

  function tellSpread() {
    if (!spread) return;
    const cells = fitting.map(({ row }) => row.cells[spread.dataset.column].dataset.sort).filter(Boolean);
    const numbers = cells.map(Number).sort((a, b) => a - b);
    const half = numbers.length / 2;
    const middle = (numbers[Math.ceil(half) - 1] + numbers[Math.floor(half)]) / 2;
    const told = numbers.length ? [numbers[0], middle, numbers.at(-1)] : ["–", "–", "–"];
    spread.querySelectorAll("b").forEach((node, place) => {
      node.textContent = told[place].toLocaleString("en-GB", { maximumFractionDigits: 2 });
    });
  }

  function sort(heading, isDescending) {
    listing.sort(headings, entries, heading, isDescending);
    filter();
  }

  listing.buttons(headings, sort);
  for (const hint of document.querySelectorAll(".js-only")) hint.hidden = false;
  form.hidden = false;
  at("cut")?.remove();
  if (matchMedia("(max-width: 40rem)").matches) {
    for (const fold of [at("narrow"), at("counted")]) if (fold) fold.open = false;
  }
  form.addEventListener("input", () => {
    room = AT_ONCE;
    filter();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(filter));
  at("clear").addEventListener("click", () => form.reset());
  more.addEventListener("click", () => {
    room += AT_ONCE;
    show();
  });
  all.addEventListener("click", () => {
    room = Infinity;
    show();
  });
  link.addEventListener("click", (event) => {
    event.preventDefault();
    csv.save(link.getAttribute("href"), [columnNames, ...fitting.map(({ row }) => csv.cells(row, isRaw))]);
  });
  addEventListener("pageshow", filter);
  const [heading, isDescending] = listing.read(choices, headings);
  if (heading) sort(heading, isDescending);
  else filter();
})();
