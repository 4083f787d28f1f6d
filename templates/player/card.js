/* Makes a card from its note as Anki does: values in, HTML out. */
const anki = (function () {
  "use strict";

  /* Anki's rules for templates, as far as ankigen's note type needs them (Anki, rslib/src/template.rs). */
  function render(template, fields) {
    const open = []; /* the open sections, each with whether it is shown */
    return template.replace(/([^]*?)(?:(<!--[^]*?-->)|\{\{([^]*?)\}\}|$)/g, (_, text, comment, tag) => {
      let out = text + (comment || "");
      const shows = open.every((section) => section.shows);
      if (!shows) out = "";
      if (tag === undefined) return out;
      const [, mark, name] = tag.trim().match(/^([#^/]?)\s*([^]*)$/);
      if (!Object.hasOwn(fields, name)) throw new Error("the preview does not know {{" + tag + "}}");
      if (mark === "/") open.pop();
      else if (mark) open.push({ shows: isBlank(fields[name]) === (mark === "^") });
      else if (shows) out += fields[name];
      return out;
    });
  }

  /* Whether Anki considers a field empty: only ASCII whitespace, and br and div without attributes. */
  function isBlank(html) {
    return /^(?:[\t\n\v\f\r ]|<\/?(?:br|div) ?\/?>)*$/i.test(html);
  }

  /* The button that Anki shows in place of a sound; frame.html plays it. */
  function button(url) {
    const circle = '<circle cx="32" cy="32" r="29"/><path d="M20 12v40l36-20z"/>';
    const svg = `<svg class="playImage" viewBox="0 0 64 64" aria-hidden="true">${circle}</svg>`;
    return `<a class="replay-button soundLink" href="#" role="button" aria-label="Play" data-sound="${url}">${svg}</a>`;
  }

  /* A side as the reviewer shows it: with the package's pictures and sounds, and with formulas. */
  function played(html, { media, formulas }) {
    const url = (name) => media[name] || "data:,";
    return html
      .replace(/\[sound:([^\]]+)\]/g, (_, name) => button(url(name)))
      .replace(/(<img\b[^>]*?\ssrc=")(?!data:|https?:)([^"]*)(")/gi, (_, a, name, z) => a + url(name) + z)
      .replace(/<(pre|code|script|style)\b[^]*?<\/\1>|\\\([^]+?\\\)|\\\[[^]+?\\\]/g, (part) =>
        Object.hasOwn(formulas, part) ? formulas[part] : part,
      );
  }

  return { render, played };
})();
