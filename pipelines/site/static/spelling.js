// Which words are spelled most nearly like one that no report has.
"use strict";

const spelling = (() => {
  const SHORTEST = 4; // letters: nearly every word is near a shorter one
  const LETTERS_A_SLIP = 4; // one slip in a word of four letters, two in one of eight
  const MOST_SLIPS = 2;

  // How many slips lie between two words: a letter that differs, is missing, is too many, or is swapped with the next.
  function slips(one, other) {
    let before = [];
    let last = Array.from({ length: other.length + 1 }, (_, column) => column);
    for (let row = 1; row <= one.length; row++) {
      const now = [row];
      for (let column = 1; column <= other.length; column++) {
        const isSame = one[row - 1] === other[column - 1];
        now[column] = Math.min(last[column] + 1, now[column - 1] + 1, last[column - 1] + (isSame ? 0 : 1));
        if (one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1]) {
          now[column] = Math.min(now[column], before[column - 2] + 1);
        }
      }
      [before, last] = [last, now];
    }
    return last[other.length];
  }

  // Those of the words that are nearest to this one, all as near; none when none is near.
  function nearest(word, words) {
    if (word.length < SHORTEST) return [];
    const most = Math.min(MOST_SLIPS, Math.floor(word.length / LETTERS_A_SLIP));
    const far = new Map();
    for (const other of words) {
      if (Math.abs(other.length - word.length) <= most) far.set(other, slips(word, other));
    }
    const least = Math.min(most, ...far.values());
    return [...far.keys()].filter((other) => far.get(other) === least);
  }

  return { nearest };
})();
