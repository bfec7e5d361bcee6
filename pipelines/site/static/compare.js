// Authorities side by side: chosen by name, with their neighbours or by region; kept in the address; as CSV.
"use strict";

(() => {
  const MOST_OFFERED = 6;
  const GOOD_RANK = 2;
  const FIRST_JUDGED = 3; // of a row's cells
  const at = (id) => document.getElementById(id);
  const [form, who, region, offered, list, link] = ["choose", "who", "region", "offered", "chosen", "csv"].map(at);
  const tables = ["latest", "years", "indicators"].map(at).filter(Boolean);
  const shares = at("shares");
  // An authority's rows stand at the same place in each table.
  const all = [...tables[0].tBodies[0].rows].map((row, place) => ({
    urn: row.dataset.urn,
    near: row.dataset.near.split(" ").filter(Boolean),
    name: row.cells[0].textContent,
    region: row.cells[1].textContent,
    text: names.plain(`${row.cells[0].textContent} ${row.dataset.urn} ${row.dataset.also}`),
    rows: tables.map((table) => table.tBodies[0].rows[place]),
  }));
  const byUrn = new Map(all.map((one) => [one.urn, one]));
  let chosen = [];

  const beside = (one) => [one, ...one.near.map((urn) => byUrn.get(urn)).filter(Boolean)];

  function button(words, label, act) {
    const node = Object.assign(document.createElement("button"), { type: "button", textContent: words });
    if (label) node.setAttribute("aria-label", label);
    node.addEventListener("click", act);
    return node;
  }

  function item(...content) {
    const node = document.createElement("li");
    node.append(...content);
    return node;
  }

  function add(some) {
    chosen = [...new Set([...chosen, ...some])];
    who.value = "";
    offer();
    show();
    who.focus();
  }

  function offer() {
    const query = who.value.trim();
    const fitting = query ? names.fitting(query, all).slice(0, MOST_OFFERED) : [];
    offered.replaceChildren(
      ...fitting.map((one) =>
        item(
          button(one.name, `Add ${one.name}`, () => add([one])),
          button("and its neighbours", `Add ${one.name} and its neighbours`, () => add(beside(one))),
        ),
      ),
    );
  }

  function show() {
    const shown = chosen.length ? chosen : all;
    const isShown = new Set(shown);
    tables.forEach((table, place) => {
      for (const one of all) one.rows[place].hidden = !isShown.has(one);
      table.tBodies[0].prepend(...shown.map(({ rows }) => rows[place]));
    });
    const number = chosen.length === 1 ? "1 authority" : `${shown.length} authorities`;
    at("shown").textContent = chosen.length ? `${number} side by side.` : `All ${number}: choose those to compare.`;
    list.replaceChildren(
      ...chosen.map((one) =>
        item(
          button(`${one.name} ×`, `Take ${one.name} out`, () => {
            chosen = chosen.filter((other) => other !== one);
            show();
          }),
        ),
      ),
    );
    tellShares(shown);
    keep();
  }

  // How many of those shown are good or better, of those that have a grade.
  function tellShares(shown) {
    shares.hidden = false;
    [...shares.cells].slice(FIRST_JUDGED, -2).forEach((cell, place) => {
      const cells = shown.map(({ rows }) => rows[0].cells[FIRST_JUDGED + place]);
      const ranks = cells.filter(({ dataset }) => dataset.rank).map(({ dataset }) => Number(dataset.rank));
      const good = ranks.filter((rank) => rank <= GOOD_RANK).length;
      cell.textContent = ranks.length ? `${good} of ${ranks.length}` : "–";
    });
  }

  function keep() {
    const address = new URL(location.href);
    address.searchParams.delete("near");
    address.searchParams.delete("with");
    if (chosen.length) address.searchParams.set("with", chosen.map(({ urn }) => urn).join(" "));
    if (address.href !== location.href) history.replaceState(history.state, "", address);
  }

  function read() {
    const kept = new URLSearchParams(location.search);
    const near = byUrn.get(kept.get("near"));
    const named = (kept.get("with") ?? "").split(" ").map((urn) => byUrn.get(urn));
    chosen = [...new Set([...(near ? beside(near) : []), ...named.filter(Boolean)])];
  }

  function download(event) {
    event.preventDefault();
    const heads = tables.map((table) => csv.cells(table.tHead.rows[0]));
    const joined = (parts) => parts.flatMap((part, place) => (place ? part.slice(1) : part));
    const shown = chosen.length ? chosen : all;
    csv.save("comparison.csv", [joined(heads), ...shown.map(({ rows }) => joined(rows.map((row) => csv.cells(row))))]);
  }

  who.addEventListener("input", offer);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const named = who.value.trim() && names.named(who.value, all);
    if (named) add([named]);
  });
  region.addEventListener("change", () => {
    const within = all.filter((one) => one.region === region.value);
    region.value = "";
    add(within);
  });
  at("clear").addEventListener("click", () => {
    chosen = [];
    show();
  });
  link.addEventListener("click", download);
  for (const part of document.querySelectorAll(".js-only")) part.hidden = false;
  form.hidden = false;
  read();
  show();
})();
