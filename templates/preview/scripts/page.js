/* The page around the cards: its state, and what changes it. Everything that comes from a bank is set as text; its HTML
   is used only inside the frame of the player. */
(function () {
  "use strict";

  const { entries, sides } = data;
  const { linkOf } = memory;
  const { byId } = dom;
  const state = {
    query: "",
    picked: facets.picks({}), /* for each kind, the values that are picked */
    shown: [], /* numbers of the entries that match search and filters */
    at: -1, /* number of the entry whose card is shown */
    card: 0, /* ordinal of its card template */
    side: "front",
    review: 0, /* a card that is shown anew is another review, in which nothing has been picked */
    left: null, /* before a reload: what was shown, while it is not there */
    view: "cards",
    device: "phone",
    dark: matchMedia("(prefers-color-scheme: dark)").matches,
  };
  const stage = stages.create({ tapped: flip, pressed: press, templateChosen: (card) => choose(state.at, { card }) });

  function drawList(scroll) {
    list.draw(state, { scroll, opened: (number) => choose(number, { opens: true }) });
  }

  /* What is shown. */

  /* Choose the entries that match search and filters; what was shown before a reload is shown in any case. */
  function filter() {
    const words = search.words(state.query);
    const isShown = (entry, number) => (state.left && number === state.at) || search.passes(entry, words, state.picked);
    state.shown = [...entries.keys()].filter((number) => isShown(entries[number], number));
    list.tally(state.shown.length, state.query || Object.values(state.picked).some((set) => set.size));
    facets.draw(words, state.picked);
    const first = state.shown.find((number) => entries[number].note >= 0) ?? state.shown[0] ?? -1;
    if (!state.shown.includes(state.at)) return choose(first, { quiet: true });
    drawList(true);
    stage.draw(state);
    keep();
  }

  /* Filter by these names alone: one for each kind, or none. */
  function only(names) {
    state.query = byId("query").value = "";
    state.picked = facets.picks(Object.fromEntries(Object.entries(names).map(([kind, name]) => [kind, name ? [name] : []])));
    filter();
    view("cards");
    pane("list");
  }

  function toggle(kind, name) {
    const picked = state.picked[kind];
    if (!picked.delete(name)) picked.add(name);
    filter();
  }

  /* Show the front of an entry's card; `quiet` leaves the page's address, and `opens` shows it on a phone. */
  function choose(number, { card = state.card, quiet = false, opens = false } = {}) {
    const entry = entries[number];
    Object.assign(state, { at: number, side: "front", left: null });
    state.review += 1;
    if (entry && entry.note >= 0) state.card = entry.cards.includes(card) ? card : entry.cards[0];
    if (entry && !quiet) history.replaceState(null, "", "#" + encodeURIComponent(linkOf(entry)).replace(/%2F/g, "/"));
    drawList(true);
    stage.draw(state);
    keep();
    if (opens) pane("card");
  }

  function open(number) {
    if (!state.shown.includes(number)) only({});
    choose(number, { opens: true });
    view("cards");
  }

  function flip() {
    if (byId("flip").disabled) return;
    state.side = state.side === "front" ? "back" : "front";
    if (state.side === "front") Object.assign(state, { review: state.review + 1, left: null });
    stage.draw(state);
    keep();
  }

  /* Go on by so many entries of the list, at most to its ends. */
  function move(by) {
    const { shown, at } = state;
    const place = Math.min(shown.length - 1, Math.max(0, shown.indexOf(at) + by));
    if (place >= 0 && shown[place] !== at) choose(shown[place]);
    return true;
  }

  function view(name) {
    state.view = name;
    byId("cards").hidden = name !== "cards";
    byId("stats").hidden = name !== "stats";
    for (const button of document.querySelectorAll("[data-view]")) {
      button.setAttribute("aria-pressed", String(button.dataset.view === name));
    }
    if (name === "cards") drawList(true);
    else numbers.make(only, open);
    keep();
  }

  function pane(name) {
    document.body.dataset.pane = name;
    if (name === "list") drawList(true);
    keep();
  }

  function dress({ device = state.device, dark = state.dark }) {
    Object.assign(state, { device, dark });
    stage.dress(state);
    keep();
  }

  function empty() {
    if (!state.query) return false;
    state.query = byId("query").value = "";
    filter();
    return true;
  }

  function press(key) {
    if (state.view !== "cards") return key === "Escape" && !view("cards");
    const acts = {
      " ": flip,
      Enter: flip,
      ArrowRight: () => move(1),
      j: () => move(1),
      ArrowLeft: () => move(-1),
      k: () => move(-1),
      "/": () => pane("list") || byId("query").focus(),
      Escape: () => pane("list") || byId("list").focus(),
    };
    if (!Object.hasOwn(acts, key)) return false;
    acts[key]();
    return true;
  }

  /* What is shown after a change of the address, or a reload. */

  function follow() {
    if (memory.address() === "/stats") return view("stats");
    const number = memory.find({ link: memory.address() });
    if (number >= 0) open(number);
  }

  function keep() {
    const { query, side, card, left, dark, device } = state;
    const picked = Object.fromEntries(Object.entries(state.picked).map(([kind, set]) => [kind, [...set]]));
    const entry = entries[state.at];
    const here = entry && { ...memory.trace(entry), side, card, memory: stage.memory };
    const isAway = left && (!entry || left.link !== linkOf(entry));
    memory.keepTab({ query, picked, view: state.view, pane: document.body.dataset.pane, left: isAway ? left : here });
    memory.keepMachine({ device, dark });
  }

  function restore({ query = "", picked = {}, view: lastView, pane: lastPane, left = {} }) {
    state.query = byId("query").value = query;
    state.picked = facets.picks(picked);
    const isSame = !location.hash || memory.address() === left.link;
    const number = isSame ? memory.find(left) : -1;
    if (number >= 0) Object.assign(state, { at: number, left });
    const { note, cards } = entries[number] || {};
    if (note >= 0) Object.assign(state, { side: left.side, card: cards.includes(left.card) ? left.card : cards[0] });
    filter();
    if (!isSame) follow();
    if (isSame && lastPane) pane(lastPane);
    if (lastView === "stats") view(lastView);
  }

  byId("query").oninput = (event) => {
    state.query = event.target.value;
    filter();
  };
  byId("clear").onclick = () => only({});
  byId("previous").onclick = () => move(-1);
  byId("next").onclick = () => move(1);
  byId("flip").onclick = flip;
  byId("back-to-list").onclick = () => pane("list");
  byId("theme").onclick = () => dress({ dark: !state.dark });
  for (const button of document.querySelectorAll("button[data-device]")) {
    button.onclick = () => dress({ device: button.dataset.device });
  }
  for (const button of document.querySelectorAll("[data-view]")) button.onclick = () => view(button.dataset.view);
  byId("scroller").addEventListener("scroll", () => drawList(false), { passive: true });
  window.addEventListener("resize", () => drawList(false));
  window.addEventListener("hashchange", follow);
  window.addEventListener("pagehide", keep);
  keys.listen({ press, empty, move, open: () => pane("card") });

  const last = memory.tab(); /* what changes the page keeps its state anew */
  facets.make(toggle);
  dress(memory.machine());
  restore(last);
  live.follow();
  window.preview = { render: anki.render, sides: (number, card) => sides(entries[number], card), entries };
})();
