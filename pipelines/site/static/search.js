// Searches the passages of reports in the index beside the pages; pipelines/site/find/search_index.py says what is where.
"use strict";

const search = (() => {
  const FOLDER = "search";
  const SHORTEST_BEGINNING = 2; // letters: one begins words of every file
  const LONGEST_ENDING = 3; // letters: "ing"
  const loaded = new Map();

  function load(address) {
    if (!loaded.has(address)) {
      const file = fetch(`${FOLDER}/${address}.json`).then((answer) => {
        if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
        return answer.json();
      });
      file.catch(() => loaded.delete(address)); // to be asked for again
      loaded.set(address, file);
    }
    return loaded.get(address);
  }

  const ready = () => load("index");
  // Files of one build alone: those of the build after it have another folder.
  const part = async (name) => load(`${(await ready()).folder}/${name}`);

  // As the index has them.
  const wordsOf = (text) => names.plain(text).match(/[\p{L}\p{Nd}]+/gu) ?? [];

  // The file of keys in order that has the key, if any has: the last that does not begin after it.
  const fileOf = (firstKeys, key) => Math.max(0, firstKeys.findLastIndex((first) => first <= key));

  // The words that begin so, each with its stem.
  async function begunBy(beginning, firstKeys) {
    const found = [];
    const first = fileOf(firstKeys, beginning);
    for (let file = first; file < firstKeys.length && firstKeys[file] <= `${beginning}\uffff`; file++) {
      found.push(...Object.entries(await part(`words/${file}`)).filter(([word]) => word.startsWith(beginning)));
    }
    return found;
  }

  // The stems of a word: its own; else those of words that it begins, as while it is typed; else that of the longest
  // word that it goes on from, where reports lack just this form of it.
  async function stemsOf(word, { words: firstKeys }) {
    const stemOf = async (form) => {
      const words = await part(`words/${fileOf(firstKeys, form)}`);
      return Object.hasOwn(words, form) ? words[form] : null; // "constructor" is any object's
    };
    const own = await stemOf(word);
    if (own || word.length < SHORTEST_BEGINNING) return own ? [own] : [];
    const stems = new Set((await begunBy(word, firstKeys)).map(([, stem]) => stem));
    for (let end = 1; end <= LONGEST_ENDING && !stems.size; end++) {
      const stem = await stemOf(word.slice(0, -end));
      if (stem) stems.add(stem);
    }
    return [...stems];
  }

  // The words of a stem, and the passages that have it.
  const placesOf = async (stem, index) => (await part(`stems/${fileOf(index.stems, stem)}`))[stem];

  // What a word counts in each passage, the rarer the more, and the words that it stands for.
  async function weigh(word, index) {
    const stems = await stemsOf(word, index);
    const lists = await Promise.all(stems.map((stem) => placesOf(stem, index)));
    const weights = new Float32Array(index.passages);
    for (const [, places] of lists) {
      const rarity = Math.log(1 + (index.passages - places.length + 0.5) / (places.length + 0.5));
      let passage = -1;
      for (const place of places) {
        passage += Math.floor(place / 10);
        weights[passage] = Math.max(weights[passage], rarity * (place % 10));
      }
    }
    return { word, weights, words: lists.flatMap(([words]) => words) };
  }

  // For each passage whether the filters, each with values of which one is enough, let it through.
  async function allowed(filters, index) {
    const passes = new Uint8Array(index.passages).fill(1);
    for (const [name, values] of Object.entries(filters)) {
      const runs = await part(`filters/${name}`);
      const having = new Uint8Array(index.passages);
      for (const value of values) for (const [first, last] of runs[value] ?? []) having.fill(1, first, last + 1);
      having.forEach((has, passage) => (passes[passage] &= has));
    }
    return passes;
  }

  // The passages that have every word of the query and pass the filters, the best first, and the words to mark in them.
  // If none has, without what people write around an authority's name ("Bristol City Council"). What stands within
  // quotation marks must stand together, which only a passage's text tells: see `next`.
  async function find(query, filters) {
    const index = await ready();
    const asked = [...new Set(wordsOf(query))];
    const leftOut = index.left_out.split(" ");
    const words = asked.filter((word) => !leftOut.includes(word));
    const named = names.telling(words);
    let found = await having(words, filters, index);
    if (!found.passages.length && named.length && named.length < words.length) {
      found = await having(named, filters, index);
    }
    const isTelling = words.length > 0 || asked.length === 0;
    return {
      passages: isTelling ? found.passages : [],
      phrases: [...query.matchAll(/["“]([^"“”]+)/g)].map(([, phrase]) => wordsOf(phrase).join(" ")),
      marked: found.marked,
      unknown: found.unknown,
      isTelling,
    };
  }

  async function having(words, filters, index) {
    const [passes, ...weighed] = await Promise.all([
      allowed(filters, index),
      ...words.map((word) => weigh(word, index)),
    ]);
    const scores = new Float32Array(index.passages);
    for (const { weights } of weighed) {
      weights.forEach((weight, passage) => {
        scores[passage] += weight;
        passes[passage] &= weight > 0;
      });
    }
    const passages = [...passes.keys()].filter((passage) => passes[passage]);
    passages.sort((one, other) => scores[other] - scores[one] || one - other);
    return {
      passages,
      marked: new Set(weighed.flatMap(({ words: forms }) => forms)),
      unknown: weighed.filter(({ words: forms }) => !forms.length).map(({ word }) => word),
    };
  }

  // The query with the nearest word of the reports, the most common of several, for each that none has; null where
  // none is near. Slips are seldom in the first letter.
  async function meant(query, unknown) {
    const index = await ready();
    let said = names.plain(query);
    for (const word of unknown) {
      const stems = new Map(await begunBy(word[0], index.words));
      const near = await Promise.all(
        spelling.nearest(word, [...stems.keys()]).map(async (other) => {
          const [, places] = await placesOf(stems.get(other), index);
          return { other, passages: places.length };
        }),
      );
      if (!near.length) return null;
      const { other } = near.reduce((most, one) => (one.passages > most.passages ? one : most));
      said = said.replaceAll(new RegExp(`(?<![\\p{L}\\p{Nd}])${word}(?![\\p{L}\\p{Nd}])`, "gu"), other);
    }
    return said;
  }

  // The next hits among the passages found from a place on, at most so many, and the place after them.
  async function next({ passages, phrases }, start, most) {
    const { passages_a_file: aFile } = await ready();
    const hits = [];
    let place = start;
    while (hits.length < most && place < passages.length) {
      const some = passages.slice(place, place + most - hits.length);
      const shown = some.map(async (passage) => (await part(`passages/${Math.floor(passage / aFile)}`))[passage % aFile]);
      hits.push(...(await Promise.all(shown)).filter((hit) => phrases.every((phrase) => has(hit, phrase))));
      place += some.length;
    }
    return { hits, place };
  }

  const has = ({ authority, text }, phrase) => ` ${wordsOf(`${authority} ${text}`).join(" ")} `.includes(` ${phrase} `);

  return { ready, find, meant, next, wordsOf };
})();
