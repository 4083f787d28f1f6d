/* What is kept while the page is closed. */
const memory = (function () {
  "use strict";

  const KEY = "ankigen exam " + data.exam.name;

  /* Keep a value; return whether the browser can. */
  function keep(value) {
    try {
      localStorage.setItem(KEY, JSON.stringify(value));
      return true;
    } catch (error) {
      return false;
    }
  }

  function load() {
    try {
      return JSON.parse(localStorage.getItem(KEY));
    } catch (error) {
      return null;
    }
  }

  return { keep, load };
})();
