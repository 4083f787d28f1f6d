/* The page of the exam: its state, and what changes it. Everything that comes from a bank is set as text; its HTML is
   used only inside the frame of the player. */
(function () {
  "use strict";

  const { entries, exam } = data;
  const { byId } = dom;
  const { say } = words;
  const WARNINGS = [600, 300, 60]; /* seconds before the end at which the time that is left is said aloud */
  let state = begun();
  let which = "missed"; /* of the questions, in the list of the result */
  const shown = sheet.create({ pressed: press, changed: answered });

  /* An exam that has not begun. `part` is `start`, `sheet`, `paused`, `result`, or `review` of one question. */
  function begun() {
    const answers = entries.map(() => ({ storage: [], picks: [], marked: false, sure: null, seconds: 0, checked: false }));
    return { part: "start", at: 0, answers, left: exam.minutes * 60, attempt: Date.now(), late: false, ended: 0 };
  }

  function keep() {
    byId("not-saved").hidden = memory.keep(state);
  }

  /* What is shown. */

  function draw() {
    const { part, at, answers } = state;
    const isReview = part === "review";
    const isRunning = part === "sheet";
    document.body.dataset.part = isReview ? "sheet" : part;
    byId("clock").hidden = !exam.minutes || !(isRunning || part === "paused");
    byId("pause").hidden = byId("hand-in").hidden = !isRunning;
    byId("back").hidden = !isReview;
    byId("mark").hidden = isReview;
    byId("certainty").hidden = !exam.certainty || isReview;
    byId("previous").disabled = at === 0;
    byId("next").disabled = at === entries.length - 1;
    byId("show-answer").hidden = !exam.practice || isReview || answers[at].checked;
    drawClock();
    if (part === "start") start.draw();
    if (part === "result") result.draw(state, which, review);
    if (isRunning || isReview) {
      shown.draw(state, isReview || answers[at].checked ? "back" : "front");
      map.draw(state, { judged: isReview });
    }
  }

  function drawClock() {
    byId("clock").textContent = clock.format(state.left);
    byId("clock").setAttribute("aria-label", `${say("time_left")}: ${clock.format(state.left)}`);
    byId("clock").classList.toggle("soon", state.left <= 300);
  }

  /* Go to a part of the page, and put the focus where it begins. */
  function go(part, changes = {}) {
    Object.assign(state, { part, ...changes });
    if (part === "sheet") clock.start(ticked);
    else clock.stop();
    draw();
    keep();
    const focus = { sheet: "place", review: "place", paused: "go-on", result: "save" }[part];
    if (focus) byId(focus).focus();
    if (part === "sheet" || part === "review") byId("said").textContent = byId("place").textContent;
  }

  /* What the learner does. */

  function move(to) {
    if (to < 0 || to >= entries.length) return;
    openMap(false);
    go(state.part, { at: to });
  }

  function review(place) {
    go("review", { at: place });
  }

  /* The card has stored something: the picks, and the order of the options. */
  function answered() {
    const answer = state.answers[state.at];
    if (state.part !== "sheet" || answer.checked) return;
    Object.assign(answer, { storage: shown.storage(), picks: shown.picks() });
    map.draw(state);
    keep();
  }

  function mark() {
    const answer = state.answers[state.at];
    answer.marked = !answer.marked;
    draw();
    keep();
  }

  function check() {
    state.answers[state.at].checked = true;
    draw();
    keep();
    if (!byId("next").disabled) byId("next").focus();
  }

  function ticked(seconds) {
    const before = state.left;
    state.answers[state.at].seconds += seconds;
    if (exam.minutes) {
      state.left -= seconds;
      drawClock();
      const warned = WARNINGS.some((left) => before > left && state.left <= left);
      if (warned) byId("said").textContent = byId("clock").getAttribute("aria-label");
      if (state.left <= 0) return end({ late: true });
    }
    if (Math.floor(before / 5) !== Math.floor(state.left / 5) || !exam.minutes) keep();
  }

  function end({ late }) {
    dialog.close();
    which = "missed";
    go("result", { late, ended: Date.now() });
  }

  async function handIn() {
    const open = state.answers.filter(({ picks }) => !picks.length).length;
    const text = open ? say("confirm_hand_in", { n: open }) : map.tally(state);
    if (await dialog.confirmed(text, say("hand_in"))) end({ late: false });
  }

  async function startOver() {
    if (!(await dialog.confirmed(say("confirm_start_over"), say("start_over")))) return;
    state = begun();
    go("start");
  }

  function openMap(isOpen) {
    document.body.toggleAttribute("data-map", isOpen);
    byId("show-map").setAttribute("aria-expanded", String(isOpen));
  }

  function press(key) {
    const place = "123456789".indexOf(key);
    const acts = {
      ArrowRight: () => move(state.at + 1),
      ArrowLeft: () => move(state.at - 1),
      m: () => state.part === "sheet" && mark(),
      p: () => state.part === "sheet" && go("paused"),
      Escape: () => (state.part === "review" ? go("result") : openMap(false)),
    };
    if (state.part !== "sheet" && state.part !== "review") return false;
    if (place >= 0) {
      if (state.part === "sheet" && !state.answers[state.at].checked) shown.choose(place);
      return true;
    }
    if (!Object.hasOwn(acts, key)) return false;
    acts[key]();
    return true;
  }

  byId("begin").onclick = () => go("sheet");
  byId("go-on").onclick = () => go("sheet");
  byId("start-over").onclick = byId("again").onclick = startOver;
  byId("pause").onclick = () => go("paused");
  byId("hand-in").onclick = handIn;
  byId("mark").onclick = mark;
  byId("show-answer").onclick = check;
  byId("previous").onclick = () => move(state.at - 1);
  byId("next").onclick = () => move(state.at + 1);
  byId("back").onclick = () => go("result");
  byId("save").onclick = () => result.save(state);
  byId("copy").onclick = result.copy;
  byId("show-map").onclick = () => openMap(!document.body.hasAttribute("data-map"));
  for (const one of document.querySelectorAll("#certainty input")) {
    one.onchange = () => {
      state.answers[state.at].sure = one.value;
      keep();
    };
    one.onclick = (event) => event.detail && one.blur(); /* after a tap, the arrows go to other questions again */
  }
  for (const button of document.querySelectorAll("[data-which]")) {
    button.onclick = () => {
      which = button.dataset.which;
      result.draw(state, which, review);
    };
  }
  window.addEventListener("pagehide", () => state.part === "sheet" && keep()); /* not of an older copy of the page */

  map.make(entries.length, move);
  keys.listen(press);
  const last = memory.load(); /* an exam that was left in the middle is paused */
  if (last && Array.isArray(last.answers) && last.answers.length === entries.length) state = last;
  if (state.part === "sheet") state.part = "paused";
  if (state.part === "review") state.part = "result";
  draw();
  keep();
})();
