// The overview's search, filters, sorting and map. The page reads well without this file.
"use strict";

(() => {
  const table = document.getElementById("authorities");
  const form = document.getElementById("filters");
  const [search, region, framework, domain, grade] = ["search", "region", "framework", "domain", "grade"].map((id) =>
    document.getElementById(id),
  );
  const headings = [...table.tHead.rows[0].cells];
  const tiles = [...document.querySelectorAll("#map a")];
  const rows = [...table.tBodies[0].rows].map((row) => ({
    row,
    urn: row.id.slice(1),
    name: row.cells[0].textContent,
    text: names.plain(`${row.cells[0].textContent} ${row.dataset.also}`),
  }));
  const inReports = document.getElementById("in-reports");
  const choices = [search, region, framework, domain, grade];
  // What a pointer over a tile is told.
  const titles = new Map(
    tiles.map((tile) => [tile, tile.appendChild(document.createElementNS("http://www.w3.org/2000/svg", "title"))]),
  );
  const byUrn = new Map(rows.map((entry) => [entry.urn, entry.row]));

  const chosenCell = (row) => row.cells[headings.findIndex((heading) => heading.dataset.key === domain.value)];

  const keepInAddress = () => listing.keep(choices, headings);

  function filter() {
    offer();
    const fitting = new Set(names.fitting(search.value, rows));
    let shown = 0;
    for (const entry of rows) {
      const { row } = entry;
      const fits =
        fitting.has(entry) &&
        (!region.value || row.cells[1].textContent === region.value) &&
        (!framework.value || row.dataset.framework === framework.value) &&
        (!grade.value || chosenCell(row).dataset.grade === grade.value);
      row.hidden = !fits;
      shown += fits ? 1 : 0;
    }
    document.getElementById("shown").textContent = `Showing ${shown} of ${rows.length} authorities.`;
    const query = search.value.trim();
    inReports.href = query ? `find.html?q=${encodeURIComponent(query)}` : "find.html";
    inReports.textContent = query ? `Search what inspectors wrote for “${query}”` : "Search what inspectors wrote";
    document.getElementById("nothing").hidden = shown > 0;
    colour();
    keepInAddress();
  }

  // Shares and grades are different questions: only those of the chosen one are offered and in the key.
  function offer() {
    const of = domain.value === "good_or_better" ? "share" : "grade";
    for (const part of document.querySelectorAll("#grade [data-of], #key [data-of]")) part.hidden = part.dataset.of !== of;
    if (grade.selectedOptions[0].parentElement.hidden) grade.value = "";
  }

  function colour() {
    const counts = {};
    for (const tile of tiles) {
      const row = byUrn.get(tile.dataset.urn);
      const cell = chosenCell(row);
      const code = cell.dataset.grade;
      const said = cell.textContent.trim();
      const name = row.cells[0].textContent;
      tile.setAttribute("class", `is-${code}${row.hidden ? " dim" : ""}`);
      tile.querySelector(".letter").textContent = cell.querySelector(".grade")?.dataset.letter ?? "–";
      const words = `${name}: ${said}${code.startsWith("share_") ? " good or better" : ""}`;
      titles.get(tile).textContent = words;
      tile.setAttribute("aria-label", words);
      if (!row.hidden) counts[code] = (counts[code] || 0) + 1;
    }
    const what = domain.selectedOptions[0].textContent.toLowerCase();
    document.getElementById("map-of").textContent = `Coloured by: ${what}.`;
    document.getElementById("key-of").textContent = `Authorities shown, by: ${what}.`;
    for (const line of document.querySelectorAll("#key li")) {
      const count = counts[line.dataset.grade] || 0;
      line.querySelector(".count").textContent = count;
      line.classList.toggle("zero", count === 0);
    }
  }

  const sort = (heading, isDescending) => listing.sort(headings, rows, heading, isDescending);

  function walk(event) {
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!step) return;
    event.preventDefault();
    const [x, y] = ["x", "y"].map((axis) => Number(event.currentTarget.dataset[axis]));
    const far = (tile) => {
      const [dx, dy] = [Number(tile.dataset.x) - x, Number(tile.dataset.y) - y];
      const [along, aside] = step[0] ? [dx * step[0], Math.abs(dy)] : [dy * step[1], Math.abs(dx)];
      return along > 0 ? along + aside * 3 : Infinity;
    };
    const next = tiles.reduce((best, tile) => (far(tile) < far(best) ? tile : best));
    if (far(next) < Infinity) focusTile(next, true);
  }

  function focusTile(tile, isMoving) {
    for (const other of tiles) other.setAttribute("tabindex", other === tile ? "0" : "-1");
    if (isMoving) tile.focus();
  }

  listing.buttons(headings, (heading, isDescending) => {
    sort(heading, isDescending);
    keepInAddress();
  });
  for (const tile of tiles) {
    tile.addEventListener("keydown", walk);
    tile.addEventListener("focus", () => focusTile(tile, false));
  }
  focusTile(tiles[0], false);
  for (const hint of document.querySelectorAll(".js-only")) hint.hidden = false;
  form.hidden = false;
  form.addEventListener("input", filter);
  // Enter goes to the authority that is named; other words are searched for in the reports.
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const place = names.named(search.value, rows);
    if (place) location.assign(place.row.cells[0].querySelector("a").href);
    else if (search.value.trim()) location.assign(inReports.href);
  });
  if (matchMedia("(max-width: 40rem)").matches) document.getElementById("narrow").open = false;
  const cleared = () => setTimeout(filter);
  form.addEventListener("reset", cleared);
  document.getElementById("clear").addEventListener("click", () => form.reset());
  // A page that is gone back to has its former choices in the form.
  addEventListener("pageshow", filter);
  const [heading, isDescending] = listing.read(choices, headings);
  if (heading) sort(heading, isDescending);
  filter();
})();
