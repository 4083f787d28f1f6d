/* Elements of a page. Everything that comes from a bank is set as text. */
const dom = (function () {
  "use strict";

  function element(name, attributes, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) {
      if (key === "class") made.className = value;
      else if (value !== undefined && value !== false) made.setAttribute(key, value);
    }
    made.append(...children.filter((child) => child !== null && child !== undefined));
    return made;
  }

  function byId(id) {
    return document.getElementById(id);
  }

  return { element, byId };
})();
