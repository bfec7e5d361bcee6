// The search: authorities by name, and passages of reports through Pagefind's index, which lies beside the pages.
"use strict";

(() => {
  const SHOWN_AT_ONCE = 10;
  const FETCHED_AT_ONCE = 100;
  const MOST_PLACES = 8;
  // Nearly every passage has these: to look for them takes seconds over 1,000 inspections and finds nothing more.
  const EVERYWHERE = new Set("a an and are as at by for from in is of on or that the this to with".split(" "));
  const FILTERS = ["authority", "region", "framework", "year", "grade", "theme", "kind"];
  const at = (id) => document.getElementById(id);
  const [form, box, beside] = [at("find"), at("q"), at("neighbours")];
  const places = [...document.querySelectorAll("#names a")].map((link) => ({
    name: link.textContent,
    href: link.href,
    text: names.plain(`${link.textContent} ${link.dataset.also}`),
  }));
  const isServed = location.protocol !== "file:";
  let engine = null;
  let found = [];
  let shown = 0;
  let asked = 0;

  const say = (words) => (at("said").textContent = words);

  function load() {
    engine ??= import("../pagefind/pagefind.js").then(async (pagefind) => {
      await pagefind.options({ excerptLength: 1 });
      await pagefind.init();
      return pagefind;
    });
    return engine;
  }

  // What is looked for: the words that tell passages apart, or all of them within quotation marks or on their own.
  function telling(query) {
    if (query.includes('"')) return query;
    const words = query.split(/\s+/).filter((word) => !EVERYWHERE.has(word.toLowerCase()));
    return words.join(" ") || query;
  }

  function chosen() {
    const filters = {};
    for (const id of FILTERS) if (at(id).value) filters[id] = at(id).value;
    if (filters.authority && beside.checked) {
      const near = at("authority").selectedOptions[0].dataset.neighbours.split(" ").filter(Boolean);
      filters.authority = { any: [filters.authority, ...near] };
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

  async function search() {
    const query = box.value.trim();
    const filters = chosen();
    const count = Object.keys(filters).length;
    const turn = ++asked;
    keepInAddress();
    at("narrowed").textContent = count ? `(by ${count})` : "";
    beside.disabled = !at("authority").value;
    const fitting = showPlaces(query);
    at("everyone").open = !query && !count;
    if (!query && !count) {
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
      const pagefind = await load();
      const answer = await pagefind.search(telling(query) || null, { filters });
      if (turn !== asked) return undefined;
      found = answer.results;
      shown = 0;
      await showMore(turn);
      const what = found.length === 1 ? "1 passage" : `${found.length} passages`;
      const none = fitting ? "No passage of a report has these words" : "Nothing was found";
      return say(found.length ? `${what} of reports, the best first.` : `${none}. Try fewer words, or narrow less.`);
    } catch (error) {
      if (turn === asked) say("The search's index could not be loaded. Load the page again, or build the site again.");
      engine = null;
      throw error;
    }
  }

  async function showMore(turn) {
    const data = await Promise.all(found.slice(shown, shown + SHOWN_AT_ONCE).map((result) => result.data()));
    if (turn !== asked) return;
    if (shown === 0) at("hit-list").replaceChildren();
    at("hit-list").append(...data.map(hits.item));
    shown += data.length;
    at("hits").hidden = found.length === 0;
    at("more").hidden = shown >= found.length;
    at("csv").hidden = found.length === 0;
  }

  // Every hit, however many: each passage is a file of its own, so what has come is told meanwhile.
  async function download() {
    const turn = asked;
    const data = [];
    try {
      while (data.length < found.length) {
        const next = found.slice(data.length, data.length + FETCHED_AT_ONCE);
        data.push(...(await Promise.all(next.map((result) => result.data()))));
        if (turn !== asked) return;
        say(`${data.length} of ${found.length} passages for the CSV.`);
      }
      csv.save("passages.csv", hits.rows(data));
    } catch {
      say("Not all passages could be loaded, so there is no CSV. Try again.");
    }
  }

  let waiting = 0;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(search, 100);
  });
  form.addEventListener("reset", () => setTimeout(search));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const place = names.named(box.value, places);
    if (place && box.value.trim() && !Object.keys(chosen()).length) location.assign(place.href);
    else search();
  });
  box.addEventListener("focus", () => isServed && load().catch(() => (engine = null)), { once: true });
  at("more").addEventListener("click", () => showMore(asked));
  at("csv").addEventListener("click", download);
  form.hidden = false;
  readAddress();
  search();
  if (!box.value) box.focus();
})();
