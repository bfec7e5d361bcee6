// What a hit of the search shows: the passage, with the words that were looked for marked.
"use strict";

const hits = (() => {
  const CSV_COLUMNS = ["authority", "inspection", "first_day", "kind", "section", "page", "text", "address"];

  function make(tag, className, ...content) {
    const node = document.createElement(tag);
    if (className) node.className = className;
    node.append(...content);
    return node;
  }

  function marking(text, words) {
    return text
      .split(/(\s+)/)
      .map((piece) => (search.wordsOf(piece).some((word) => words.has(word)) ? make("mark", "", piece) : piece));
  }

  function item({ authority, inspection, kind, section, page, text, address }, words) {
    const link = make("a", "", `${authority}: ${inspection}`);
    link.href = address;
    const where = [kind, section, page && `page ${page}`].filter(Boolean).join(" · ");
    return make("li", "", make("p", "what", link), make("p", "sub", where), make("p", "", ...marking(text, words)));
  }

  // Hits as rows of a file, below its columns.
  function rows(found) {
    const values = found.map(({ authority, inspection, day, kind, section, page, text, address }) => {
      return [authority, inspection, day, kind.toLowerCase(), section, page ?? "", text, new URL(address, location.href).href];
    });
    return [CSV_COLUMNS, ...values];
  }

  return { item, rows };
})();
