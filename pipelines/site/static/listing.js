// What tables that are narrowed and sorted share: headings that sort, and choices kept in the address.
"use strict";

const listing = (() => {
  const key = (cell) => cell.dataset.sort ?? cell.textContent;
  const isMissing = (cell) => key(cell) === "" || "missing" in cell.dataset;

  // Sorts the entries ({ row }) by the heading's column. What has no value stays last both ways; equal ones stay in
  // the order of names.
  function sort(headings, entries, heading, isDescending) {
    const index = headings.indexOf(heading);
    entries.sort(({ row: { cells: a } }, { row: { cells: b } }) => {
      if (isMissing(a[index]) !== isMissing(b[index])) return isMissing(a[index]) ? 1 : -1;
      const order = key(a[index]).localeCompare(key(b[index]), "en-GB", { numeric: true }) * (isDescending ? -1 : 1);
      return order || a[0].textContent.localeCompare(b[0].textContent, "en-GB");
    });
    for (const other of headings) other.setAttribute("aria-sort", "none");
    heading.setAttribute("aria-sort", isDescending ? "descending" : "ascending");
    entries[0]?.row.parentElement.append(...entries.map(({ row }) => row));
  }

  // Makes a button of each heading; `sorted(heading, isDescending)` is called when one is pressed.
  function buttons(headings, sorted) {
    for (const heading of headings) {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...heading.childNodes);
      heading.append(button);
      if (!heading.hasAttribute("aria-sort")) heading.setAttribute("aria-sort", "none");
      button.addEventListener("click", () => sorted(heading, heading.getAttribute("aria-sort") === "ascending"));
    }
  }

  const isSelect = (choice) => choice.tagName === "SELECT";

  // Takes the choices from the address; returns the heading to sort by and whether downwards, if it names one.
  function read(choices, headings) {
    const kept = new URLSearchParams(location.search);
    for (const choice of choices) {
      const value = kept.get(choice.id);
      const isOffered = !isSelect(choice) || [...choice.options].some((option) => option.value === value);
      if (value !== null && isOffered) choice.value = value;
    }
    const [name, direction] = (kept.get("sort") ?? "").split(" ");
    return [headings.find((one) => one.dataset.key === name), direction === "down"];
  }

  // Keeps the choices in the address, so that a view can be bookmarked and sent.
  function keep(choices, headings) {
    const address = new URL(location.href);
    for (const choice of choices) {
      const usual = isSelect(choice) ? choice.options[0].value : "";
      if (choice.value === usual) address.searchParams.delete(choice.id);
      else address.searchParams.set(choice.id, choice.value);
    }
    const heading = headings.find((one) => one.getAttribute("aria-sort") !== "none");
    const isDescending = heading?.getAttribute("aria-sort") === "descending";
    const usual = headings.find((one) => "usual" in one.dataset);
    if (!heading || (heading === usual && !isDescending)) address.searchParams.delete("sort");
    else address.searchParams.set("sort", heading.dataset.key + (isDescending ? " down" : ""));
    if (address.href !== location.href) history.replaceState(history.state, "", address);
  }

  return { sort, buttons, read, keep };
})();
