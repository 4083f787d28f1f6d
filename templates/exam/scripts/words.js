/* The page's own words, in the language of the bank's cards. */
const words = (function () {
  "use strict";

  const all = data.exam.words;

  /* A word or sentence, with these values in place of its names in braces. */
  function say(name, values = {}) {
    return all[name].replace(/\{(\w+)\}/g, (_, key) => values[key]);
  }

  /* A share in percent, as the language writes it. */
  function percent(share) {
    const whole = Math.floor(share * 100 + 1e-9) / 100; /* rounded down: 69.9 % has not passed 70 % */
    return new Intl.NumberFormat(document.documentElement.lang, { style: "percent" }).format(whole);
  }

  /* A pass mark in percent, to the hundredth. */
  function mark(share) {
    return new Intl.NumberFormat(document.documentElement.lang, { style: "percent", maximumFractionDigits: 2 }).format(share);
  }

  for (const place of document.querySelectorAll("[data-word]")) place.textContent = all[place.dataset.word];

  return { say, percent, mark };
})();
