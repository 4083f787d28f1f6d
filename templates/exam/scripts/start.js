/* What is to come, before the exam begins. */
const start = (function () {
  "use strict";

  const { entries, exam } = data;
  const { element, byId } = dom;
  const { say, mark } = words;

  function draw() {
    const title = say(exam.practice ? "practice" : "title");
    const facts = [
      [say("questions"), String(entries.length)],
      [say("time"), exam.minutes ? say("minutes", { n: exam.minutes }) : say("no_limit")],
      exam.pass ? [say("pass_mark"), mark(exam.pass)] : null,
    ].filter(Boolean);
    byId("kind").textContent = title;
    byId("facts").replaceChildren(...facts.flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, value)]));
  }

  return { draw };
})();
