/* The data that ankigen wrote into the page: the index, and blocks that are read when they are first needed. */
const data = (function () {
  "use strict";

  const blocks = new Map();
  const { banks, chunk, frame: frameHtml, entries, exam } = read("index");

  function read(id) {
    return JSON.parse(document.getElementById(id).textContent);
  }

  /* A block of data, parsed when it is first needed. */
  function block(id) {
    if (!blocks.has(id)) blocks.set(id, read(id));
    return blocks.get(id);
  }

  /* A promise of the content of a packed block: JSON, deflated, in base64. */
  function unpacked(id) {
    if (!blocks.has(id)) {
      const bytes = Uint8Array.from(atob(read(id)), (character) => character.charCodeAt(0));
      const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
      blocks.set(id, new Response(stream).json());
    }
    return blocks.get(id);
  }

  /* Both sides of a card, as Anki's backend returns them to a reviewer. */
  async function sides(entry, card) {
    const { fields: names, templates } = block("bank-" + entry.bank);
    const values = (await unpacked("notes-" + Math.floor(entry.note / chunk)))[entry.note % chunk];
    const fields = Object.fromEntries(names.map((name, i) => [name, values[i]]));
    const front = anki.render(templates[card].front, fields);
    return { front, back: anki.render(templates[card].back, { ...fields, FrontSide: front }) };
  }

  return { banks, exam, frameHtml, entries, block, sides };
})();
