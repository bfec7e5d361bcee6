// Which authority is meant: by any name, alias or code, and by what people write around a name ("LB Ealing").
"use strict";

const names = (() => {
  const AROUND = new Set(
    "lb lbo rb london royal borough metropolitan mbc county city district unitary council authority cc bc of the and &".split(" "),
  );
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const words = (text) => plain(text).split(/[^\p{L}\p{N}&]+/u).filter(Boolean);

  // The words of a query that tell, where it has any besides those around a name.
  const telling = (query) => query.filter((word) => !AROUND.has(word));

  // The entries ({ text }, with plain text) that have every word of the query; if none has, without the words around.
  function fitting(query, entries) {
    const all = words(query);
    const having = (some) => entries.filter(({ text }) => some.every((word) => text.includes(word)));
    const found = having(all);
    const rest = telling(all);
    return found.length || !rest.length ? found : having(rest);
  }

  // The one entry that the query names: the only one that fits, or the only one of exactly that name.
  function named(query, entries) {
    const found = fitting(query, entries);
    if (found.length === 1) return found[0];
    const rest = telling(words(query)).join(" ");
    const exact = found.filter(({ name }) =>
      [plain(query).trim(), rest].includes(plain(name)) || words(name).join(" ") === words(query).join(" "),
    );
    return exact.length === 1 ? exact[0] : null;
  }

  return { plain, telling, fitting, named };
})();
