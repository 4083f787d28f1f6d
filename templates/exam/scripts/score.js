/* The score: answers in, numbers out. A question is right if exactly its right options are picked. */
const score = (function () {
  "use strict";

  const { entries } = data;

  function isRight(entry, picks) {
    return picks.length === entry.answer.length && entry.answer.every((label) => picks.includes(label));
  }

  /* Whether each question is right, by its place in the exam. */
  function rights(answers) {
    return entries.map((entry, i) => isRight(entry, answers[i].picks));
  }

  /* The groups of questions by names: each with its name, its questions and the right ones, in the order of names. */
  function groups(right, namesOf) {
    const counts = new Map();
    entries.forEach((entry, i) => {
      for (const name of namesOf(entry, i)) {
        const count = counts.get(name) || { name, total: 0, right: 0 };
        count.total += 1;
        count.right += right[i] ? 1 : 0;
        counts.set(name, count);
      }
    });
    return [...counts.values()];
  }

  /* The worst first. */
  function byShare(a, b) {
    return a.right / a.total - b.right / b.total || b.total - a.total || a.name.localeCompare(b.name);
  }

  function byName(a, b) {
    return a.name.localeCompare(b.name);
  }

  return { rights, groups, byShare, byName };
})();
