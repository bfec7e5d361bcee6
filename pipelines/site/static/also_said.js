// What else reports call what is asked for, as newer ones say "children in care" and older ones "looked after children".
"use strict";

const alsoSaid = (() => {
  // The query once for each other wording of what it names, with that wording; `groups` are wordings of one thing each.
  function otherwise(query, groups) {
    const asked = ` ${search.wordsOf(query).join(" ")} `;
    return groups.flatMap((wordings) => {
      const plain = wordings.map((wording) => ` ${search.wordsOf(wording).join(" ")} `);
      const named = plain.find((words) => asked.includes(words));
      if (!named) return [];
      const others = wordings.filter((_, index) => plain[index] !== named);
      return others.map((wording) => asked.replace(named, ` ${wording} `).trim());
    });
  }

  return { otherwise };
})();
