"""Every character that stands for a dash, as the inside of a character class."""

from __future__ import annotations

# Unicode's dashes (category Pd); signs that are set for one: minus, box drawing ("20 June 2017 ─ 13 July 2017"), a
# stroke that overlays its neighbour (bullets of Blackburn with Darwen 2017); and two codes of Windows' own. The hyphen
# comes first, so that it means itself: "[{DASH}:]".
DASH = (
    "-\u0096\u0097\u00ad\u02d7\u0335\u0336\u058a\u05be\u1400\u1806\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u207b"
    "\u208b\u2212\u23af\u2500\u2501\u2504\u2505\u2508\u2509\u254c\u254d\u2574\u2576\u2578\u257a\u2796\u2e17\u2e1a\u2e3a\u2e3b"
    "\u2e40\u2e5d\u301c\u3030\u30a0\u30fc\ufe31\ufe32\ufe58\ufe63\uff0d"
)
