/* A card from its note, as Anki makes it: values in, HTML out. */
const anki = (function () {
  "use strict";

  /* Anki's rules for templates, as far as those of a note type of ours need them (Anki, rslib/src/template.rs). */
  function render(template, fields) {
    const open = []; /* sections that are open, each with whether it shows */
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

  /* What Anki takes for an empty field: whitespace of ASCII, and bare br and div. */
  function isBlank(html) {
    return /^(?:[\t\n\v\f\r ]|<\/?(?:br|div) ?\/?>)*$/i.test(html);
  }

  /* What the reviewer makes of it: pictures and sounds that the package brings along, and formulas. */
  function played(html, { media, formulas }) {
    const url = (name) => media[name] || "data:,";
    return html
      .replace(/\[sound:([^\]]+)\]/g, (_, name) => `<audio controls src="${name}"></audio>`)
      .replace(/(<(?:img|audio|video|source)\b[^>]*?\ssrc=")(?!data:|https?:)([^"]*)(")/gi, (_, a, name, z) => a + url(name) + z)
      .replace(/<(pre|code|script|style)\b[^]*?<\/\1>|\\\([^]+?\\\)|\\\[[^]+?\\\]/g, (part) =>
        Object.hasOwn(formulas, part) ? formulas[part] : part,
      );
  }

  return { render, played };
})();
