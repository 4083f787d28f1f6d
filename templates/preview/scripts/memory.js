/* What is restored after a reload, by hand or because files changed: in this tab, and on this machine. */
const memory = (function () {
  "use strict";

  const { banks, entries } = data;
  /* Another bank's page that is opened in the same tab has a memory of its own. */
  const TAB = ["preview", location.pathname, ...banks.map((bank) => bank.folder)].join(" ");
  const MACHINE = "preview";

  function store(storage, key, value) {
    try {
      window[storage].setItem(key, JSON.stringify(value));
    } catch (error) {
      /* no storage: nothing is restored */
    }
  }

  function load(storage, key) {
    try {
      return JSON.parse(window[storage].getItem(key)) || {};
    } catch (error) {
      return {};
    }
  }

  /* The name of an entry in the page's address. */
  function linkOf(entry) {
    const name = entry.key || `${entry.path}:${entry.line}`;
    return banks.length > 1 ? `${banks[entry.bank].id}/${name}` : name;
  }

  /* What finds an entry again. */
  function trace(entry) {
    return { link: linkOf(entry), folder: banks[entry.bank].folder, path: entry.path, line: entry.line };
  }

  /* The number of the entry that was left: the one with its link, else what is there in its place, or -1. */
  function find({ link, folder, path, line }) {
    const same = entries.findIndex((entry) => linkOf(entry) === link);
    if (same >= 0 || path === undefined) return same;
    const rank = (entry) => [entry.note >= 0 && entry.line !== line ? 1 : 0, Math.abs(entry.line - line)];
    const nearer = ([a, b], [c, d]) => a < c || (a === c && b < d);
    let best = -1;
    entries.forEach((entry, number) => {
      if (banks[entry.bank].folder !== folder || entry.path !== path) return;
      if (best < 0 || nearer(rank(entry), rank(entries[best]))) best = number;
    });
    return best;
  }

  /* The link of an entry in the page's address. */
  function address() {
    try {
      return decodeURIComponent(location.hash.slice(1));
    } catch (error) {
      return location.hash.slice(1);
    }
  }

  return {
    address,
    linkOf,
    trace,
    find,
    tab: () => load("sessionStorage", TAB),
    keepTab: (value) => store("sessionStorage", TAB, value),
    machine: () => load("localStorage", MACHINE),
    keepMachine: (value) => store("localStorage", MACHINE, value),
  };
})();
