/* Tapping, shuffling and the verdict. Without this script the HTML of the fields is complete: options in the order of
   the source with their letters, reasons as a list. Anki reads the script as part of the templates, so it must not
   contain a pair of braces that Anki takes for a field, or the start of a formula. Nothing is at top level, because
   the desktop runs the script again for every side of every card, in one long-lived page. AnkiDroid opens a new page
   for each side, so sessionStorage carries the state of the front to the back. A sandboxed frame has no storage; there
   the state is kept on the page, if it is one that lives on. */
(function () {
  "use strict";

  const KEY = "ankigen";
  const SHORT = 90; /* columns of a stem that takes little more room than its beginning would */
  const DEEPEST = 8; /* columns of indentation that a line keeps where it wraps */
  const WORDS = /([\\][(][^]*?[\\][)]|[\\][[][^]*?[\\][\]]|(?:(?![\\][([])[!-~\u00a1-\u052f])+)/; /* and formulas */
  const FORMULA = /^[\\][([]/;
  const CODED = /[!-/:-@[-`{-~].|.{20}/;
  const LIKE_CODE = /^["'(]*(--?[a-z]|\/\w)|\w[._=(:@]\w|\/.*\//i;
  const PARTS = [
    /["'/.,;?&|(\\]*[^/.,;?&|(\\]+[/.,;?&|(\\]*/g,
    /[=:]*[^=:]+[=:]*/g,
    /[_-]*[^_-]+[_-]*/g,
    /[A-Z]?[^A-Z]+|[A-Z]+/g,
  ]; /* where a word may break, the best places first */

  for (const root of document.querySelectorAll(".ankigen:not(.ready)")) {
    const within = root.parentElement.closest(".ankigen"); /* the front, as the back repeats it */
    const parsed = !root.classList.contains("back") || root.querySelector(".end"); /* the front's script runs before */
    if (!within && parsed) start(root);
  }

  function start(root) {
    const back = root.classList.contains("back");
    const list = root.querySelector(".options");
    const items = list ? Array.from(list.children) : [];
    const question = root.querySelector(".question").textContent; /* text: a quote would break out of an attribute */
    const state = review(question, back, items.map(labelOf), list && list.dataset.order === "fixed");
    const kept = save(state); /* if the state cannot be saved for the back, the front neither shuffles nor allows picks */
    root.classList.add("ready");
    emphasise(root.querySelector(".stem"));
    if (back || kept) {
      for (const label of state.order) list.append(items.find((item) => labelOf(item) === label));
    }
    if (back) {
      fold(root);
      conclude(root, list, state.picks);
    } else if (kept && list) {
      offer(root, list, state);
    }
    root.querySelectorAll(".option pre code").forEach(separateLines);
    holdTogether(root);
    reachScrollers(root);
  }

  /* What is asked stands out from the story before it: the last paragraph with a question mark, or the last one. */
  function emphasise(stem) {
    const paragraphs = Array.from(stem.querySelectorAll("[dir] > p")).reverse();
    const asks = paragraphs.find((one) => /[?？؟]/.test(one.textContent)) || paragraphs[0];
    if (asks) asks.classList.add("asks");
  }

  /* The state of this review; `order` and `picks` are labels. A side that is drawn again gets its own state, the back
     gets the front's, and a front after a back begins a new review. */
  function review(question, back, labels, fixed) {
    const last = load();
    const same = last !== null && last.question === question && (back || last.side === "front");
    const known = same && isOrder(last.order, labels);
    return {
      question: question,
      side: back ? "back" : "front",
      order: fixed ? labels : known ? last.order : back ? labels : shuffled(labels),
      picks: same ? last.picks.filter((label) => labels.includes(label)) : [],
    };
  }

  function load() {
    try {
      const page = livingPage();
      const state = JSON.parse((page && page.ankigen) || sessionStorage.getItem(KEY));
      return state && Array.isArray(state.order) && Array.isArray(state.picks) ? state : null;
    } catch (error) {
      return null;
    }
  }

  function save(state) {
    const page = livingPage();
    const text = JSON.stringify(state);
    try {
      sessionStorage.setItem(KEY, text);
      if (page) delete page.ankigen;
      return true;
    } catch (error) {
      if (page) page.ankigen = text;
      return page !== null;
    }
  }

  /* The element in which a reviewer with a single page replaces one side by the next. */
  function livingPage() {
    return document.getElementById("qa");
  }

  function isOrder(order, labels) {
    return order.length === labels.length && labels.every((label) => order.includes(label));
  }

  /* The Fisher–Yates shuffle: every order is equally likely. */
  function shuffled(labels) {
    const order = labels.slice();
    for (let i = order.length - 1; i > 0; i--) {
      const j = below(i + 1);
      const last = order[i];
      order[i] = order[j];
      order[j] = last;
    }
    return order;
  }

  /* A random number from 0 to n - 1. A byte that would make small numbers likelier is discarded. */
  function below(n) {
    if (!window.crypto || !crypto.getRandomValues) return Math.floor(Math.random() * n);
    const byte = new Uint8Array(1);
    do crypto.getRandomValues(byte);
    while (byte[0] >= 256 - (256 % n));
    return byte[0] % n;
  }

  function labelOf(item) {
    return item.dataset.label;
  }

  /* The front: each option becomes a link that picks it. Every reviewer passes a tap on a link with `onclick` on to the
     card, instead of treating it as a gesture of its own. */
  function offer(root, list, state) {
    const wanted = Number(list.dataset.pick);
    const several = wanted > 1;
    const prompt = root.querySelector(".pick");
    const count = element("span", "count");
    const links = Array.from(list.children, (item) => linkOf(item, several));
    root.classList.add("live");
    list.setAttribute("role", several ? "group" : "radiogroup");
    prompt.id = "ankigen-pick";
    list.setAttribute("aria-labelledby", prompt.id);
    if (several) {
      count.setAttribute("aria-live", "polite");
      prompt.append(" ", count);
    }
    for (const link of links) {
      link.onclick = (event) => {
        toggle(link);
        if (event.detail) link.blur(); /* after a tap, the next Space turns the card, even where the page gets the key before Anki */
        return false;
      };
      link.onkeydown = (event) => {
        if (event.ctrlKey || event.altKey || event.metaKey) return;
        const step = several ? 0 : { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
        if (step) {
          const next = links[(links.indexOf(link) + step + links.length) % links.length];
          next.focus();
          pick([labelOf(next.parentNode)]);
        } else if (event.key === " " || event.key === "Enter") {
          toggle(link); /* Anki's desktop takes both keys, and passes them on only with Shift */
        } else {
          return;
        }
        event.preventDefault();
        event.stopPropagation();
      };
    }
    pick(state.picks);

    function toggle(link) {
      const label = labelOf(link.parentNode);
      const others = state.picks.filter((one) => one !== label);
      const unpicked = others.length < state.picks.length;
      pick(unpicked ? others : several ? others.concat(label) : [label]);
    }

    function pick(labels) {
      state.picks = labels;
      save(state);
      for (const link of links) link.setAttribute("aria-checked", String(labels.includes(labelOf(link.parentNode))));
      count.textContent = labels.length + " / " + wanted;
      count.classList.toggle("over", labels.length > wanted);
    }
  }

  function linkOf(item, several) {
    const link = element("a", "choice tappable");
    link.href = "#";
    link.draggable = false;
    link.setAttribute("role", several ? "checkbox" : "radio");
    for (const inner of item.querySelectorAll("a")) inner.replaceWith(...inner.childNodes);
    link.append(element("span", "box"), ...item.childNodes);
    item.setAttribute("role", "presentation");
    item.append(link);
    return link;
  }

  /* The back shows the stem small; a tap opens it. A short one, of which nothing would be hidden, is shown as it is. */
  function fold(root) {
    const stem = root.querySelector(".stem");
    const verdict = root.querySelector(".verdict");
    verdict.before(root.querySelector(".context"));
    const columns = stem.textContent.trim().replace(/[\u1100-\uffdc]/g, "xx").length; /* Chinese is twice as wide */
    const rich = stem.querySelector("pre, table, img, li");
    if (columns <= SHORT && !rich) {
      verdict.before(stem);
      return;
    }
    const folded = element("details", "asked");
    const summary = element("summary", "");
    const brief = element("span", "brief", stem.textContent.replace(/\s+/g, " ").trim());
    const run = stem.querySelector("[lang]");
    if (run) brief.lang = run.lang;
    brief.dir = run ? run.dir : "auto";
    summary.append(brief);
    folded.append(summary, stem);
    verdict.before(folded);
    if (!rich && brief.clientHeight && brief.scrollHeight <= brief.clientHeight + 1) folded.replaceWith(stem);
  }

  /* The verdict, then the wrong options that were picked and the right ones, each with its reason; the other options
     after the mnemonic and the endpoints. */
  function conclude(root, list, picks) {
    const answer = root.querySelector("[data-answer]");
    if (!answer || !list) return;
    const labels = answer.dataset.answer.split(" ");
    const reasons = Array.from(root.querySelectorAll(".why, .reason"));
    const outcome = list.cloneNode(false);
    const right = [];
    const wrong = [];
    for (const item of Array.from(list.children)) {
      const isRight = labels.includes(labelOf(item));
      const isPicked = picks.includes(labelOf(item));
      item.classList.toggle("right", isRight);
      item.classList.toggle("wrong", isPicked && !isRight);
      item.classList.toggle("picked", isPicked);
      giveReason(item, reasons.find((reason) => labelOf(reason) === labelOf(item)));
      if (!isRight && !isPicked) continue;
      mark(item, answer, [isRight && answer.dataset.correct, isPicked && answer.dataset.yours]);
      (isRight ? right : wrong).push(item);
    }
    outcome.classList.add("outcome");
    const first = right[0];
    const shared = reasons.find((reason) => !labelOf(reason)); /* of all right options: in no box if there are several */
    if (shared && right.length > 1) right.push(element("li", "shared"));
    giveReason(right[right.length - 1], shared);
    outcome.append(...wrong, ...right);
    root.querySelector(".verdict").after(outcome);
    showOthers(root, list);
    judge(answer, labels, picks);
    const height = () => outcome.getBoundingClientRect().bottom - root.getBoundingClientRect().top;
    if (wrong.length && height() > window.innerHeight) outcome.prepend(...right); /* the answer is on the first screen */
    answer.classList.toggle("below", outcome.firstChild === first);
  }

  function mark(item, answer, words) {
    const right = item.classList.contains("right");
    const tag = element("p", "tag", (right ? "✓ " : "✕ ") + words.filter(Boolean).join(" · "));
    tag.lang = answer.lang;
    tag.dir = answer.dir;
    item.prepend(tag);
  }

  function giveReason(item, reason) {
    if (!reason) return;
    const text = reason.querySelector(".text") || reason;
    text.className = "because";
    item.append(text);
    if (text !== reason) reason.remove();
  }

  function showOthers(root, list) {
    let section = root.querySelector(".rationale");
    if (!list.children.length) {
      if (section) section.remove();
      list.remove();
      return;
    }
    if (!section) {
      section = element("section", "rationale");
      root.querySelector(".more").before(section);
    }
    if (!section.querySelector(".why")) section.querySelectorAll("ul").forEach((empty) => empty.remove());
    list.classList.add("others");
    section.append(list);
  }

  function judge(answer, labels, picks) {
    if (!picks.length) return;
    const isRight = isOrder(picks, labels);
    const said = isRight ? "✓ " + answer.dataset.right : "✕ " + answer.dataset.wrong;
    const verdict = element("p", isRight ? "said right" : "said wrong", said);
    verdict.lang = answer.lang;
    verdict.dir = answer.dir;
    answer.hidden = isRight;
    answer.before(verdict);
  }

  /* Each line of an option's code becomes an element of its own, so that it can wrap below its own beginning. */
  function separateLines(code) {
    const lines = (code.textContent.match(/[^\n]*\n|[^\n]+$/g) || []).map((text) => {
      const line = element("span", "line");
      const indent = text.match(/^[\t ]*/)[0].replace(/\t/g, "    ").length;
      const stop = text.includes("\t") ? 4 : 1; /* tabs are counted from where wrapped lines begin */
      line.style.setProperty("--hang", Math.ceil((Math.min(indent, DEEPEST) + 2) / stop) * stop);
      line.append(firstLine(code));
      return line;
    });
    code.textContent = ""; /* what is left of the spans around the lines */
    code.append(...lines);
  }

  function firstLine(code) {
    const range = document.createRange();
    const walker = document.createTreeWalker(code, NodeFilter.SHOW_TEXT);
    range.selectNodeContents(code);
    while (walker.nextNode()) {
      const at = walker.currentNode.data.indexOf("\n");
      if (at < 0) continue;
      range.setEnd(walker.currentNode, at + 1);
      break;
    }
    return range.extractContents();
  }

  /* Code, and what looks like code in prose, breaks at its spaces. A word of it that is longer than a line breaks behind
     its separators; a part that is still longer, inside of names. Formulas stay as they are, for MathJax. */
  function holdTogether(root) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const nodes = [];
    while (walker.nextNode()) nodes.push(walker.currentNode);
    for (const node of nodes) {
      const parent = node.parentElement;
      const pre = parent.closest("pre");
      if (parent.closest("script, mjx-container, .endpoint, .option table") || (pre && !pre.closest(".option"))) continue;
      const pattern = pre || parent.closest("code") ? CODED : LIKE_CODE;
      const parts = node.data.split(WORDS);
      const held = parts.map((part) => pattern.test(part) && !FORMULA.test(part) && !/\s/.test(part));
      if (!held.includes(true)) continue;
      const pieces = parts.map((part, i) => (held[i] ? hold(part, 0) : part));
      pieces.forEach((piece, i) => held[i] && piece.classList.toggle("apart", /^$|\s$/.test(parts[i - 1] || "")));
      node.replaceWith(...pieces);
    }
    const words = Array.from(root.querySelectorAll(".held"));
    if (!words.length) return;
    fit(words);
    if (window.ResizeObserver) new ResizeObserver(() => requestAnimationFrame(() => fit(words))).observe(root);
  }

  function hold(word, level) {
    const parts = (PARTS[level] && word.match(PARTS[level])) || [word];
    if (parts.length === 1 && level < PARTS.length) return hold(word, level + 1);
    const held = element("span", "held");
    if (parts.length === 1) held.append(word);
    else parts.forEach((part, i) => held.append(i ? element("wbr", "") : "", hold(part, level + 1)));
    return held;
  }

  /* A word, or a part of one, that is longer than a line may break. */
  function fit(words) {
    for (const word of words) word.classList.remove("long");
    const long = words.filter((word) => word.getBoundingClientRect().width > lineOf(word));
    for (const word of long) word.classList.add("long");
  }

  function lineOf(word) {
    let block = word.parentElement;
    while (getComputedStyle(block).display === "inline") block = block.parentElement;
    const style = getComputedStyle(block);
    const around = parseFloat(style.paddingLeft) + parseFloat(style.paddingRight);
    return Math.max(0, block.clientWidth - around - 30); /* less what is around code, and a sign behind it */
  }

  /* The keyboard can scroll a box sideways only if the box can have the focus. */
  function reachScrollers(root) {
    if (!window.ResizeObserver) return;
    const watch = new ResizeObserver((entries) => {
      for (const { target } of entries) {
        if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
        else target.removeAttribute("tabindex");
      }
    });
    for (const box of root.querySelectorAll("pre, .scroll")) watch.observe(box);
  }

  function element(name, css, text) {
    const made = document.createElement(name);
    made.className = css;
    made.textContent = text || "";
    return made;
  }
})();
