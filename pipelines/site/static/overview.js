// The overview's search, filters, sorting and map. The page reads well without this file.
"use strict";

(() => {
  const table = document.getElementById("authorities");
  const form = document.getElementById("filters");
  const [search, region, framework, domain, grade] = ["search", "region", "framework", "domain", "grade"].map((id) =>
    document.getElementById(id),
  );
  const body = table.tBodies[0];
  const headings = [...table.tHead.rows[0].cells];
  const tiles = [...document.querySelectorAll("#map a")];
  const rows = [...body.rows].map((row) => ({
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

  // The choices are kept in the address, so that a view can be bookmarked and sent.
  function readAddress() {
    const kept = new URLSearchParams(location.search);
    for (const choice of choices) {
      const value = kept.get(choice.id);
      const isOffered = choice === search || [...choice.options].some((option) => option.value === value);
      if (value !== null && isOffered) choice.value = value;
    }
    const sorted = (kept.get("sort") ?? "").split(" ");
    const heading = headings.find((one) => one.dataset.key === sorted[0]);
    if (heading) sort(heading, sorted[1] === "down");
  }

  function keepInAddress() {
    const address = new URL(location.href);
    for (const choice of choices) {
      const usual = choice === search ? "" : choice.options[0].value;
      if (choice.value === usual) address.searchParams.delete(choice.id);
      else address.searchParams.set(choice.id, choice.value);
    }
    const heading = headings.find((one) => one.getAttribute("aria-sort") !== "none");
    const isDescending = heading.getAttribute("aria-sort") === "descending";
    if (heading === headings[0] && !isDescending) address.searchParams.delete("sort");
    else address.searchParams.set("sort", heading.dataset.key + (isDescending ? " down" : ""));
    if (address.href !== location.href) history.replaceState(history.state, "", address);
  }

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

  function sort(heading, isDescending) {
    const index = headings.indexOf(heading);
    const key = (row) => row.cells[index].dataset.sort ?? row.cells[index].textContent;
    // What has no value stays last both ways; equal ones stay in the order of names.
    const isMissing = (row) => key(row) === "" || "missing" in row.cells[index].dataset;
    rows.sort(({ row: a }, { row: b }) => {
      if (isMissing(a) !== isMissing(b)) return isMissing(a) ? 1 : -1;
      const order = key(a).localeCompare(key(b), "en-GB", { numeric: true }) * (isDescending ? -1 : 1);
      return order || a.cells[0].textContent.localeCompare(b.cells[0].textContent, "en-GB");
    });
    for (const other of headings) other.setAttribute("aria-sort", "none");
    heading.setAttribute("aria-sort", isDescending ? "descending" : "ascending");
    body.append(...rows.map(({ row }) => row));
  }

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

  for (const heading of headings) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...heading.childNodes);
    heading.append(button);
    if (!heading.hasAttribute("aria-sort")) heading.setAttribute("aria-sort", "none");
    button.addEventListener("click", () => {
      sort(heading, heading.getAttribute("aria-sort") === "ascending");
      keepInAddress();
    });
  }
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
  readAddress();
  filter();
})();
