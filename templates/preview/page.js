/* The page around the cards: a list with search and filters, one card at a time in a sandboxed frame, and the numbers.
   Everything that comes from a bank is set as text; its HTML is used only inside the frame. */
(function () {
  "use strict";

  const { render, played } = anki; /* from card.js; the others are named after their files */
  const { banks, frameHtml, entries, block, sides } = data;
  const { valuesOf, passes } = search;
  const { element, leftOut, about, shortened } = parts;
  const KINDS = { bank: "Bank", topic: "Topic", trap: "Trap", level: "Level", domain: "Domain", found: "Diagnostics" };
  const ROW = 60; /* pixels, as in cards.css */
  const SPARE = 8; /* rows drawn above and below the visible ones */

  const byId = (id) => document.getElementById(id);
  const state = {
    query: "",
    picked: Object.fromEntries(Object.keys(KINDS).map((kind) => [kind, new Set()])),
    shown: [], /* numbers of the entries that match search and filters */
    at: -1, /* number of the entry whose card is shown */
    card: 0, /* ordinal of its card template */
    side: "front",
    view: "cards",
    device: "phone",
    dark: matchMedia("(prefers-color-scheme: dark)").matches,
  };

  /* The card. */

  let frame = null;

  function draw() {
    const entry = entries[state.at];
    drawInfo(entry);
    byId("device").hidden = !entry || entry.note < 0;
    byId("left-out").hidden = !entry || entry.note >= 0;
    byId("flip").disabled = byId("device").hidden;
    const place = state.shown.indexOf(state.at);
    byId("previous").disabled = place <= 0;
    byId("next").disabled = place < 0 || place + 1 >= state.shown.length;
    byId("flip").textContent = state.side === "front" ? "Show answer" : "Show question";
    byId("name").textContent = entry ? entry.key || entry.path + ":" + entry.line : "";
    drawTemplates(entry);
    if (!entry) return;
    const side = state.side === "front" ? "question" : "answer";
    byId("said").textContent = `${entry.key || "left out"}, ${side}, ${place + 1} of ${state.shown.length}`;
    if (entry.note < 0) byId("left-out").replaceChildren(...leftOut(entry));
    else show(entry);
  }

  function drawTemplates(entry) {
    const cards = entry && entry.note >= 0 ? entry.cards : [];
    const { templates } = cards.length ? block("bank-" + entry.bank) : {};
    byId("templates").hidden = cards.length < 2;
    byId("templates").replaceChildren(
      ...cards.map((card) => {
        const pressed = String(card === state.card);
        const button = element("button", { type: "button", "aria-pressed": pressed }, templates[card].name);
        button.onclick = () => choose(state.at, card);
        return button;
      }),
    );
  }

  function show(entry) {
    if (!frame) {
      frame = element("iframe", {
        title: "The card",
        sandbox: "allow-scripts allow-popups allow-popups-to-escape-sandbox",
        srcdoc: frameHtml,
      });
      frame.shown = null;
      byId("device").append(frame);
    }
    if (frame.shown === null) {
      return; /* the frame asks for the card when it is ready */
    }
    frame.title = `${entry.key}, ${state.side === "front" ? "question" : "answer"}`;
    const card = state.at + " " + state.card;
    const key = card + " " + state.side;
    if (frame.shown === key) return;
    const anew = !frame.shown.startsWith(card + " ");
    frame.shown = key;
    const shared = block("bank-" + entry.bank);
    sides(entry, state.card)
      .then((made) => `<style>${shared.css}</style>` + played(made[state.side], shared))
      .catch((error) => element("p", {}, String(error)).outerHTML)
      .then((html) => frame.shown === key && tell({ html, anew }));
  }

  function tell(message) {
    frame.className = "shown";
    frame.contentWindow.postMessage({ ...look(), ...message }, "*");
  }

  /* The classes that Anki's reviewers set on the page of a card. */
  function look() {
    const night = state.dark ? " nightMode night_mode" : "";
    const phone = state.device === "phone";
    return {
      root: phone ? "mobile android linux js" : "linux chrome",
      body: `card card${state.card + 1}${phone ? "" : " isLin"}${night}`,
    };
  }

  window.addEventListener("message", ({ source, data }) => {
    if (!frame || source !== frame.contentWindow || !data) return;
    if (data.ready) {
      frame.shown = "";
      draw();
    } else if (data.tap) flip();
    else if (typeof data.key === "string") press(data.key);
  });

  function flip() {
    if (byId("flip").disabled) return;
    state.side = state.side === "front" ? "back" : "front";
    if (state.side === "front" && frame.shown) frame.shown = ""; /* a new review of the same card */
    draw();
    keep();
  }

  /* The details beside the card. */

  function drawInfo(entry) {
    const info = byId("info");
    if (!entry) {
      info.hidden = true;
      return;
    }
    info.hidden = entry.note < 0; /* its diagnostics are shown in place of the card */
    if (info.hidden) return;
    info.replaceChildren(...about(entry));
    info.scrollTop = 0;
  }

  /* Search and filters: an entry must match one value of each kind that is filtered. */

  function filter() {
    const asked = search.words(state.query);
    state.shown = [];
    entries.forEach((entry, number) => passes(entry, asked, state.picked) && state.shown.push(number));
    const all = entries.length;
    const noun = entries.some((entry) => entry.note < 0) ? "entries" : all === 1 ? "question" : "questions";
    byId("count").textContent = state.shown.length === all ? `${all} ${noun}` : `${state.shown.length} of ${all} ${noun}`;
    byId("clear").hidden = !state.query && !Object.values(state.picked).some((set) => set.size);
    drawFacets(asked);
    byId("list").hidden = !state.shown.length;
    byId("none").hidden = state.shown.length > 0;
    byId("none").textContent = all ? "No question matches." : "No question yet. Begin one: ankigen new question";
    byId("list").style.height = state.shown.length * ROW + "px";
    const first = state.shown.find((number) => entries[number].note >= 0) ?? state.shown[0] ?? -1;
    if (!state.shown.includes(state.at)) choose(first, undefined, true);
    else {
      drawList(true);
      draw();
    }
    keep();
  }

  const facets = new Map(); /* kind -> name -> chip */

  function makeFacets() {
    for (const [kind, title] of Object.entries(KINDS)) {
      const names = new Map();
      for (const entry of entries) for (const name of valuesOf(entry, kind)) names.set(name, (names.get(name) || 0) + 1);
      if (!names.size || (kind === "bank" && banks.length < 2)) continue;
      const sorted = [...names.keys()].sort((a, b) => names.get(b) - names.get(a) || (a < b ? -1 : 1));
      const chips = new Map();
      for (const name of sorted) {
        const chip = element("button", { type: "button", class: "chip " + kind, "aria-pressed": "false" });
        chip.append(element("span", {}, name), element("small", {}));
        chip.onclick = () => toggle(kind, name);
        chips.set(name, chip);
      }
      facets.set(kind, chips);
      const summary = element("summary", {}, title, element("small", {}));
      byId("facets").append(element("details", { "data-kind": kind }, summary, element("div", { class: "chips" }, ...chips.values())));
    }
  }

  function drawFacets(asked) {
    for (const [kind, chips] of facets) {
      const counts = new Map();
      for (const entry of entries) {
        if (!passes(entry, asked, state.picked, kind)) continue;
        for (const name of new Set(valuesOf(entry, kind))) counts.set(name, (counts.get(name) || 0) + 1);
      }
      for (const [name, chip] of chips) {
        const count = counts.get(name) || 0;
        chip.setAttribute("aria-pressed", String(state.picked[kind].has(name)));
        chip.lastChild.textContent = " " + count;
        chip.classList.toggle("none", !count);
      }
      const picked = [...state.picked[kind]].join(", ");
      document.querySelector(`[data-kind="${kind}"] summary small`).textContent = picked ? " " + picked : " " + chips.size;
      document.querySelector(`details[data-kind="${kind}"]`).classList.toggle("active", Boolean(picked));
    }
  }

  function toggle(kind, name) {
    const picked = state.picked[kind];
    if (!picked.delete(name)) picked.add(name);
    filter();
  }

  function only(names) {
    state.query = byId("query").value = "";
    for (const kind in state.picked) state.picked[kind] = new Set(names[kind] ? [names[kind]] : []);
    filter();
    look_at("cards");
    pane("list");
  }

  /* The list: only the visible rows exist. */

  function drawList(scroll) {
    const scroller = byId("scroller");
    const place = state.shown.indexOf(state.at);
    if (scroll && place >= 0) {
      const top = place * ROW;
      if (top < scroller.scrollTop) scroller.scrollTop = top;
      else if (top + ROW > scroller.scrollTop + scroller.clientHeight) scroller.scrollTop = top + ROW - scroller.clientHeight;
    }
    const first = Math.max(0, Math.floor(scroller.scrollTop / ROW) - SPARE);
    const last = Math.min(state.shown.length, Math.ceil((scroller.scrollTop + scroller.clientHeight) / ROW) + SPARE);
    const numbers = [];
    for (let i = first; i < last; i++) numbers.push(i);
    if (place >= 0 && (place < first || place >= last)) numbers.push(place); /* the active row has to exist */
    byId("list").replaceChildren(...numbers.map((i) => row(i)));
    if (place >= 0) byId("list").setAttribute("aria-activedescendant", "entry-" + state.at);
    else byId("list").removeAttribute("aria-activedescendant");
  }

  function row(i) {
    const number = state.shown[i];
    const entry = entries[number];
    const errors = entry.found.some((one) => one.severity === "error");
    const marks = entry.found.length
      ? element("span", { class: errors ? "mark error" : "mark", "aria-label": `${entry.found.length} diagnostics`, role: "img" }, errors ? "✕" : String(entry.found.length))
      : null;
    const made = element(
      "li",
      {
        id: "entry-" + number,
        role: "option",
        "aria-selected": String(number === state.at),
        "aria-setsize": state.shown.length,
        "aria-posinset": i + 1,
      },
      element("span", { class: "key" }, shortened(entry.key || `${entry.path}:${entry.line}`)),
      element("span", { class: "topic" }, (entry.topic || [])[0] || ""),
      marks,
      element("span", { class: "stem" }, entry.stem ? entry.stem.slice(0, 160) : entry.found[0].message),
    );
    made.style.top = i * ROW + "px";
    made.onclick = () => {
      choose(number);
      pane("card");
    };
    return made;
  }

  /* The choice of the entry whose card is shown. */

  function linkOf(entry) {
    const key = entry.key || `${entry.path}:${entry.line}`;
    return banks.length > 1 ? `${banks[entry.bank].id}/${key}` : key;
  }

  function choose(number, card, quiet) {
    const entry = entries[number];
    state.at = number;
    state.side = "front";
    if (entry && entry.note >= 0) state.card = entry.cards.includes(card) ? card : entry.cards.includes(state.card) ? state.card : entry.cards[0];
    if (entry && !quiet) history.replaceState(null, "", "#" + encodeURIComponent(linkOf(entry)).replace(/%2F/g, "/"));
    if (frame && frame.shown) frame.shown = "";
    drawList(true);
    draw();
    keep();
  }

  function step(by) {
    const next = state.shown[state.shown.indexOf(state.at) + by];
    if (next !== undefined) choose(next);
  }

  function follow() {
    const hash = decoded(location.hash.slice(1));
    if (hash === "/stats") return look_at("stats");
    const number = entries.findIndex((entry) => linkOf(entry) === hash);
    if (number < 0) return;
    if (!state.shown.includes(number)) only({});
    choose(number);
    look_at("cards");
    pane("card");
  }

  function decoded(text) {
    try {
      return decodeURIComponent(text);
    } catch (error) {
      return text;
    }
  }

  /* The numbers: made when they are first shown. A click on one filters the questions that it counts. */

  function makeNumbers() {
    const stats = byId("stats");
    stats.innerHTML = block("numbers"); /* escaped by ankigen; and this page's policy would run no script in it */
    const sections = [...stats.children]; /* one per bank */
    for (const cell of stats.querySelectorAll("[data-topic], [data-kind], [data-key]")) {
      const { topic, trap, kind, name, key } = cell.dataset;
      if (kind === "source") continue;
      const number = sections.indexOf(cell.closest("section"));
      const bank = banks.length > 1 ? banks[number].title : undefined;
      const label = topic ? `${topic}, ${trap}: ${cell.textContent}` : undefined;
      const button = element("button", { type: "button", class: "leads", "aria-label": label }, ...cell.childNodes);
      button.onclick = () => {
        if (!key) return only(topic ? { bank, topic, trap } : { bank, [kind]: name });
        only({});
        choose(entries.findIndex((entry) => entry.bank === number && entry.key === key));
        pane("card");
      };
      cell.append(button);
    }
  }

  /* Views, panes, width and theme. */

  function look_at(view) {
    state.view = view;
    byId("cards").hidden = view !== "cards";
    byId("stats").hidden = view !== "stats";
    for (const button of document.querySelectorAll("[data-view]")) {
      button.setAttribute("aria-pressed", String(button.dataset.view === view));
    }
    if (view === "cards") drawList(true);
    else if (!byId("stats").firstChild) makeNumbers();
    keep();
  }

  function pane(name) {
    document.body.dataset.pane = name;
    if (name === "list") drawList(true);
  }

  function dress() {
    document.documentElement.dataset.theme = state.dark ? "dark" : "light";
    byId("theme").setAttribute("aria-pressed", String(state.dark));
    byId("stage").dataset.device = state.device;
    for (const button of document.querySelectorAll("[data-device]")) {
      if (button.type) button.setAttribute("aria-pressed", String(button.dataset.device === state.device));
    }
    if (frame && frame.shown) tell({});
  }

  function press(key) {
    const acts = {
      " ": flip,
      Enter: flip,
      ArrowRight: () => step(1),
      j: () => step(1),
      ArrowLeft: () => step(-1),
      k: () => step(-1),
      "/": () => {
        pane("list");
        byId("query").focus();
      },
      Escape: () => pane("list"),
    };
    if (state.view !== "cards" || !Object.hasOwn(acts, key)) return false;
    acts[key]();
    return true;
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const target = event.target;
    if (target === byId("query")) {
      if (event.key === "Escape") target.blur();
      if (event.key === "Enter") byId("list").focus();
      return;
    }
    const own = target.closest("button, summary, a");
    if (own && (event.key === " " || event.key === "Enter")) return;
    if (target === byId("list")) {
      const moves = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8, Home: -Infinity, End: Infinity };
      if (event.key in moves) {
        const last = state.shown.length - 1;
        const place = Math.min(last, Math.max(0, state.shown.indexOf(state.at) + moves[event.key]));
        choose(state.shown[place]);
        event.preventDefault();
        return;
      }
      if (event.key === "Enter") pane("card");
    }
    if (press(event.key)) event.preventDefault();
  });

  /* The state that is restored after a reload, by hand or because the files changed. */

  function keep() {
    try {
      const { query, side, view, card } = state;
      const picked = Object.fromEntries(Object.entries(state.picked).map(([kind, set]) => [kind, [...set]]));
      const at = entries[state.at] ? linkOf(entries[state.at]) : "";
      sessionStorage.setItem("preview", JSON.stringify({ query, side, view, card, picked, at, pane: document.body.dataset.pane }));
      localStorage.setItem("preview", JSON.stringify({ device: state.device, dark: state.dark }));
    } catch (error) {
      /* no storage: nothing is restored */
    }
  }

  function kept(storage) {
    try {
      return JSON.parse(window[storage].getItem("preview")) || {};
    } catch (error) {
      return {};
    }
  }

  function start() {
    const { device, dark } = kept("localStorage");
    const last = kept("sessionStorage");
    if (device === "phone" || device === "full") state.device = device;
    if (typeof dark === "boolean") state.dark = dark;
    makeFacets();
    for (const [kind, chips] of facets) {
      for (const name of (last.picked || {})[kind] || []) if (chips.has(name)) state.picked[kind].add(name);
    }
    state.query = byId("query").value = last.query || "";
    state.card = last.card || 0;
    dress();
    const at = entries.findIndex((entry) => linkOf(entry) === last.at);
    filter();
    if (location.hash) follow();
    else if (state.shown.includes(at)) choose(at, last.card, true);
    if (last.at && entries[state.at] && linkOf(entries[state.at]) === last.at && last.side === "back") flip();
    if (last.view === "stats") look_at("stats");
    if (last.pane && !location.hash) pane(last.pane);
  }

  byId("query").oninput = (event) => {
    state.query = event.target.value;
    filter();
  };
  byId("clear").onclick = () => only({});
  byId("previous").onclick = () => step(-1);
  byId("next").onclick = () => step(1);
  byId("flip").onclick = flip;
  byId("back-to-list").onclick = () => pane("list");
  byId("theme").onclick = () => {
    state.dark = !state.dark;
    dress();
    keep();
  };
  for (const button of document.querySelectorAll("button[data-device]")) {
    button.onclick = () => {
      state.device = button.dataset.device;
      dress();
      keep();
    };
  }
  for (const button of document.querySelectorAll("[data-view]")) {
    button.onclick = () => look_at(button.dataset.view);
  }
  byId("scroller").addEventListener("scroll", () => drawList(false), { passive: true });
  window.addEventListener("resize", () => drawList(false));
  window.addEventListener("hashchange", follow);

  /* A served page reloads when the files have changed. */
  const { live } = document.documentElement.dataset;
  if (live) {
    const events = new EventSource("events");
    events.addEventListener("version", (event) => JSON.parse(event.data) !== live && location.reload());
    events.addEventListener("problem", (event) => {
      byId("problem").textContent = JSON.parse(event.data);
      byId("problem").hidden = !byId("problem").textContent;
    });
  }

  start();
  window.preview = { render, sides: (number, card) => sides(entries[number], card), entries };
})();
