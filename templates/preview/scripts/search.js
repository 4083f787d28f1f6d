/* Which entries match: one value of each kind that is filtered, and every word of the search. */
const search = (function () {
  "use strict";

  const { banks } = data;

  /* The values by which an entry is filtered. */
  function valuesOf(entry, kind) {
    if (kind === "bank") return [banks[entry.bank].title];
    if (kind === "found") return entry.found.map((one) => one.code);
    return entry[kind] || [];
  }

  function textOf(entry) {
    if (entry.text === undefined) {
      const tags = ["topic", "trap", "level", "domain", "source", "kind"].flatMap((kind) => entry[kind] || []);
      const messages = entry.found.map((one) => one.code + " " + one.message);
      const parts = [entry.key, entry.path, entry.stem, ...(entry.options || []), ...tags, ...messages];
      entry.text = parts.join("\n").normalize("NFKC").toLowerCase();
    }
    return entry.text;
  }

  function passes(entry, words, picks, exceptKind) {
    for (const kind in picks) {
      const picked = picks[kind];
      if (kind !== exceptKind && picked.size && !valuesOf(entry, kind).some((value) => picked.has(value))) return false;
    }
    return !words.length || words.every((word) => textOf(entry).includes(word));
  }

  function words(query) {
    return query.normalize("NFKC").toLowerCase().split(/\s+/).filter(Boolean);
  }

  return { valuesOf, passes, words };
})();
