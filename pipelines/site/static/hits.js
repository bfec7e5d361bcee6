// What a hit of the search shows: the paragraph of a section that has most of the words, with the words marked.
"use strict";

const hits = (() => {
  const BREAK = "¶";
  const CSV_COLUMNS = ["authority", "inspection", "first_day", "kind", "section", "page", "text", "address"];

  // The paragraphs of a record that have words of the query, the fullest first; all of them when there is no word.
  function paragraphs(data) {
    const found = new Set(data.locations);
    const anchors = data.meta.anchors.split(" ");
    const pages = data.meta.pages.split(" ");
    const parts = [{ words: [], marks: new Set() }];
    data.content.split(/\s+/).forEach((word, place) => {
      if (word === BREAK) return parts.push({ words: [], marks: new Set() });
      const part = parts.at(-1);
      if (found.has(place)) part.marks.add(part.words.length);
      return part.words.push(word);
    });
    const address = data.raw_url.split("#")[0];
    const whole = parts.map((part, place) => ({
      ...part,
      page: pages[place] === "-" ? "" : pages[place],
      address: `${address}#${anchors[place]}`,
      weight: new Set([...part.marks].map((mark) => part.words[mark].toLowerCase())).size,
    }));
    const having = whole.filter(({ weight }) => weight > 0);
    return (having.length ? having : whole).sort((a, b) => b.weight - a.weight);
  }

  function marked({ words, marks }) {
    return words.flatMap((word, place) => {
      if (!marks.has(place)) return [`${word} `];
      const mark = document.createElement("mark");
      mark.textContent = word;
      return [mark, " "];
    });
  }

  function make(tag, className, ...content) {
    const node = document.createElement(tag);
    if (className) node.className = className;
    node.append(...content);
    return node;
  }

  function item(data) {
    const [best, ...others] = paragraphs(data);
    const link = make("a", "", `${data.meta.title}: ${data.meta.inspection}`);
    link.href = best.address;
    const where = [data.meta.kind, data.meta.section, best.page && `page ${best.page}`].filter(Boolean).join(" · ");
    const node = make("li", "", make("p", "what", link), make("p", "sub", where), make("p", "", ...marked(best)));
    if (others.length && best.weight) {
      const more = others.map((one, place) => {
        const other = make("a", "", String(place + 2));
        other.href = one.address;
        other.setAttribute("aria-label", `Paragraph ${place + 2} of this section that has the words`);
        return other;
      });
      node.append(make("p", "sub", "Also in this section: ", ...more.flatMap((one) => [one, " "])));
    }
    return node;
  }

  // The records' paragraphs as rows of a file, below its columns.
  function rows(records) {
    const found = records.flatMap((data) =>
      paragraphs(data).map((one) => [
        data.meta.title,
        data.meta.inspection,
        data.meta.day,
        data.meta.kind.toLowerCase(),
        data.meta.section,
        one.page,
        one.words.join(" "),
        new URL(one.address, location.href).href,
      ]),
    );
    return [CSV_COLUMNS, ...found];
  }

  return { item, rows };
})();
