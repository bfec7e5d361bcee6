// The search's page: authorities by name, and passages of reports through search.js.
"use strict";

(() => {
  const SHOWN_AT_ONCE = 10;
  const FETCHED_AT_ONCE = 100;
  const MOST_PLACES = 8;
  const FILTERS = ["authority", "region", "framework", "year", "grade", "theme", "kind"];
  const at = (id) => document.getElementById(id);
  const [form, box, beside] = [at("find"), at("q"), at("neighbours")];
  const places = [...document.querySelectorAll("#names a")].map((link) => ({
    name: link.textContent,
    href: link.href,
    text: names.plain(`${link.textContent} ${link.dataset.also}`),
  }));
  const groups = at("also").dataset.said.split("|").map((group) => group.split(";"));
  const isServed = location.protocol !== "file:";
  let found = null;
  let place = 0;
  let asked = 0;

  const count = (number) => (number === 1 ? "1 passage" : `${number} passages`);
  const say = (words) => (at("said").textContent = words);

  function chosen() {
    const filters = {};
    for (const id of FILTERS) if (at(id).value) filters[id] = [at(id).value];
    if (filters.authority && beside.checked) {
      filters.authority.push(...at("authority").selectedOptions[0].dataset.neighbours.split(" "));
    }
    return filters;
  }

  function readAddress() {
    const kept = new URLSearchParams(location.search);
    box.value = kept.get("q") ?? "";
    for (const id of FILTERS) {
      const value = kept.get(id);
      at(id).value = [...at(id).options].some((option) => option.value === value) ? value : "";
    }
    beside.checked = kept.has("neighbours");
    at("narrow").open = Object.keys(chosen()).length > 0;
  }

  function keepInAddress() {
    const address = new URL(location.href);
    for (const id of ["q", ...FILTERS]) {
      if (at(id).value) address.searchParams.set(id, at(id).value);
      else address.searchParams.delete(id);
    }
    if (beside.checked && at("authority").value) address.searchParams.set("neighbours", "1");
    else address.searchParams.delete("neighbours");
    if (address.href !== location.href) history.replaceState(history.state, "", address);
  }

  function showPlaces(query) {
    const fitting = query ? names.fitting(query, places).slice(0, MOST_PLACES) : [];
    at("places").hidden = fitting.length === 0;
    at("place-list").replaceChildren(
      ...fitting.map(({ name, href }) => {
        const link = Object.assign(document.createElement("a"), { textContent: name, href });
        const item = document.createElement("li");
        item.append(link);
        return item;
      }),
    );
    return fitting.length;
  }

  // A link to this search with another query.
  function linkTo(query, link = document.createElement("a")) {
    const address = new URL(location.href);
    address.searchParams.set("q", query);
    return Object.assign(link, { textContent: query, href: address.href });
  }

  // The query as other reports word it.
  function showAlso(query) {
    const links = alsoSaid.otherwise(query, groups).map((other) => linkTo(other));
    at("also").hidden = !links.length;
    at("also-list").replaceChildren(...links.flatMap((link, index) => (index ? [", ", link] : [link])));
  }

  async function find() {
    const query = box.value.trim();
    const filters = chosen();
    const narrowing = Object.keys(filters).length;
    const turn = ++asked;
    at("meant").hidden = true;
    at("also").hidden = true;
    keepInAddress();
    at("narrowed").textContent = narrowing ? `(by ${narrowing})` : "";
    beside.disabled = !at("authority").value;
    const fitting = showPlaces(query);
    at("everyone").open = !query && !narrowing;
    if (!query && !narrowing) {
      at("hits").hidden = true;
      return say("");
    }
    if (!isServed) {
      return say(
        "Authorities are found here, but reports can only be searched where these pages are served: " +
          "run `inspections site`, or put the folder on any web server.",
      );
    }
    try {
      const answer = await search.find(query, filters);
      if (turn !== asked) return undefined;
      [found, place] = [answer, 0];
      await showMore(turn);
      if (turn !== asked) return undefined;
      say(told(fitting));
      showAlso(query);
      return await showMeant(query, turn);
    } catch (error) {
      if (turn === asked) say("The search's index could not be loaded. Load the page again, or build the site again.");
      throw error;
    }
  }

  function told(fitting) {
    if (!found.isTelling) return "Nearly every passage has these words: add one that tells passages apart.";
    if (!at("hit-list").children.length) {
      const none = fitting ? "No passage of a report has these words. Try" : "Nothing was found. Check the spelling, try";
      return `${none} fewer words, or narrow less.`;
    }
    if (found.phrases.length) return "Passages of reports with these words as they stand, the best first.";
    return `${count(found.passages.length)} of reports, the best first.`;
  }

  // Another spelling of a query that found nothing.
  async function showMeant(query, turn) {
    if (!found.unknown.length) return;
    const meant = await search.meant(query, found.unknown);
    if (turn !== asked || !meant) return;
    linkTo(meant, at("meant-query"));
    at("meant").hidden = false;
  }

  async function showMore(turn) {
    const more = await search.next(found, place, SHOWN_AT_ONCE);
    if (turn !== asked) return;
    if (place === 0) at("hit-list").replaceChildren();
    place = more.place;
    at("hit-list").append(...more.hits.map((hit) => hits.item(hit, found.marked)));
    const isNone = !at("hit-list").children.length;
    at("hits").hidden = isNone;
    at("csv").hidden = isNone;
    at("more").hidden = place >= found.passages.length;
  }

  // Every hit, however many: their files are many, so what has come is told meanwhile.
  async function download() {
    const [turn, answer] = [asked, found];
    const every = [];
    try {
      for (let from = 0; from < answer.passages.length; ) {
        const more = await search.next(answer, from, FETCHED_AT_ONCE);
        if (turn !== asked) return;
        every.push(...more.hits);
        from = more.place;
        say(`${from} of ${count(answer.passages.length)} for the CSV.`);
      }
      csv.save("passages.csv", hits.rows(every));
    } catch {
      say("Not all passages could be loaded, so there is no CSV. Try again.");
    }
  }

  let waiting = 0;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(find, 100);
  });
  form.addEventListener("reset", () => setTimeout(find));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const place = names.named(box.value, places);
    if (place && box.value.trim() && !Object.keys(chosen()).length) location.assign(place.href);
    else find();
  });
  box.addEventListener("focus", () => isServed && search.ready(), { once: true });
  at("more").addEventListener("click", () => showMore(asked));
  at("csv").addEventListener("click", download);
  form.hidden = false;
  readAddress();
  find();
  if (!box.value) box.focus();
})();
