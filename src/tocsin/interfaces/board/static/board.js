/* The board's own script: the side panel, keys, the theme, and what stands under a selection. Everything works without it, page by page. */
(function () {
  "use strict";
  var panel = document.getElementById("panel"), toast = document.getElementById("toast"), opener = null, at = null;
  var csrf = document.querySelector('meta[name="csrf"]').content;

  function say(words) { toast.textContent = words; toast.classList.add("on"); setTimeout(function () { toast.classList.remove("on"); }, 3500); }

  // ---------------------------------------------------------------- panel
  function reveal() {
    if (panel.hidden) { panel.hidden = false; document.body.classList.add("with-panel"); }
  }
  function open(url, from) {
    opener = from || document.activeElement;
    return htmx.ajax("GET", url, { target: "#panel", swap: "innerHTML" });
  }
  function close() {
    if (panel.hidden) { return false; }
    panel.hidden = true; panel.textContent = ""; document.body.classList.remove("with-panel");
    if (opener && document.contains(opener) && opener.focus) { opener.focus(); }
    return true;
  }
  document.addEventListener("click", function (event) {
    var link = event.target.closest("a.n");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0) {
      event.preventDefault();
      open(link.getAttribute("href"), link);
      return;
    }
    if (event.target.closest(".close")) { close(); return; }
    var drawn = event.target.closest("[data-href]");
    if (drawn) { open(drawn.dataset.href, drawn); return; }
    var mark = event.target.closest("mark[data-c]");
    if (mark && String(window.getSelection()) === "") { choose(document.getElementById("card-" + mark.dataset.c.split(" ").pop()), true); }
    var card = event.target.closest(".card");
    if (card && !event.target.closest("a, input, button")) { choose(card, true); }
  });
  document.body.addEventListener("htmx:afterSwap", function (event) {
    if (event.detail.target === panel) {
      reveal();
      panel.scrollTop = 0;
      var first = panel.querySelector("[autofocus], [aria-invalid]");
      (first || panel).focus({ preventScroll: !first });
    }
    if (event.detail.target.id === "report" || event.detail.target.id === "situation") { light(); again(); }
  });
  document.body.addEventListener("htmx:beforeSwap", function (event) {
    // Refusals carry words and what was typed: they are shown, not swallowed.
    if (event.detail.xhr.status >= 400 && event.detail.xhr.status < 500) { event.detail.shouldSwap = true; event.detail.isError = false; }
  });
  document.body.addEventListener("htmx:sendError", function () { say("The board does not answer. Is it still running?"); });
  document.body.addEventListener("htmx:responseError", function (event) { say("That did not work (" + event.detail.xhr.status + ")."); });

  // ---------------------------------------------------------------- a claim of the address lights up
  function light() {
    var id = decodeURIComponent(location.hash.slice(1));
    if (id.indexOf("c-") === 0) { choose(document.getElementById("card-" + id.slice(2)), false); }
  }

  // ---------------------------------------------------------------- cards of a report
  function cards() { return Array.prototype.slice.call(document.querySelectorAll(".card")); }
  function choose(card, quiet) {
    if (!card) { return; }
    cards().forEach(function (c) { c.classList.toggle("on", c === card); });
    at = card.dataset.claim;
    document.querySelectorAll("mark.on").forEach(function (m) { m.classList.remove("on"); });
    var marks = Array.prototype.filter.call(document.querySelectorAll("mark[data-c]"), function (m) { return (" " + m.dataset.c + " ").indexOf(" " + at + " ") >= 0; });
    marks.forEach(function (m) { m.classList.add("on"); });
    var calm = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
    card.scrollIntoView({ block: "nearest", behavior: calm });
    if (marks.length && !quiet) { marks[0].scrollIntoView({ block: "center", behavior: calm }); }
  }
  function again() { if (at) { choose(document.getElementById("card-" + at), true); } }
  function step(by) {
    var all = cards(), now = all.findIndex(function (c) { return c.dataset.claim === at; });
    choose(all[Math.min(Math.max(now + by, 0), all.length - 1)], false);
  }
  function post(url, values) { values.csrf = csrf; return htmx.ajax("POST", url, { target: "#panel", swap: "innerHTML", values: values }); }
  function current() { return at ? document.getElementById("card-" + at) : null; }
  function seen(card) { return (card.dataset.seen || "").split(" ").filter(Boolean); }

  // ---------------------------------------------------------------- a selection, in the text's own characters
  function offset(node, inside) {
    var block = (node.nodeType === 1 ? node : node.parentElement).closest("[data-start]");
    if (!block) { return null; }
    var range = document.createRange();
    range.setStart(block, 0); range.setEnd(node, inside);
    return Number(block.dataset.start) + Array.from(range.toString()).length;
  }
  function missed() {
    var chosen = getSelection();
    if (!chosen.rangeCount || chosen.isCollapsed) { say("Select the words of the missed claim first, then press m."); return; }
    var range = chosen.getRangeAt(0), start = offset(range.startContainer, range.startOffset), end = offset(range.endContainer, range.endOffset);
    if (start === null || end === null || start >= end) { say("Select words within the report's text."); return; }
    open("/add?report=" + encodeURIComponent(document.body.dataset.report) + "&start=" + start + "&end=" + end);
  }

  // ---------------------------------------------------------------- marks for several at once
  function count() {
    var bar = document.getElementById("bulk");
    if (!bar) { return; }
    var marked = document.querySelectorAll('input[form="bulk"]:checked').length;
    bar.hidden = marked === 0;
    document.getElementById("bulk-count").textContent = marked + (marked === 1 ? " claim" : " claims");
  }
  document.addEventListener("change", function (event) { if (event.target.matches('input[form="bulk"]')) { count(); } });

  // ---------------------------------------------------------------- keys
  var keys = {
    j: function () { step(1); }, k: function () { step(-1); },
    Enter: function () { var c = current(); if (c) { open("/claims/" + at, c.querySelector("a.n")); } },
    a: function () { var c = current(); if (c) { post("/decide", { verdict: "accept", claim: at, seen: seen(c) }); } },
    r: function () { if (current()) { open("/claims/" + at + "?do=reject"); } },
    e: function () { if (current()) { open("/claims/" + at + "?do=correct"); } },
    u: function () { if (current()) { post("/undo", { claim: at }); } },
    x: function () { var c = current(), box = c && c.querySelector("input[type=checkbox]"); if (box) { box.checked = !box.checked; count(); } },
    m: missed,
    "/": function () { document.querySelector('.find input[type="search"]').focus(); },
    "?": function () { document.getElementById("keys").showModal(); }
  };
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape" && !document.querySelector("dialog[open]") && close()) { event.preventDefault(); return; }
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, dialog")) { return; }
    if (event.key === "Enter" && event.target.closest("a, button, summary")) { return; }
    var act = keys[event.key];
    if (!act || (!document.body.dataset.report && "?/".indexOf(event.key) < 0)) { return; }
    event.preventDefault();
    act();
  });
  var help = document.getElementById("help");
  if (help) { help.addEventListener("click", keys["?"]); }

  // ---------------------------------------------------------------- theme
  var theme = document.getElementById("theme"), names = { "": "as the system has them", light: "light", dark: "dark" };
  function name() { if (theme) { theme.setAttribute("aria-label", "Colours: " + names[document.documentElement.dataset.theme || ""]); } }
  if (theme) {
    theme.addEventListener("click", function () {
      var root = document.documentElement, next = { "": "dark", dark: "light", light: "" }[root.dataset.theme || ""];
      if (next) { root.dataset.theme = next; } else { delete root.dataset.theme; }
      try { if (next) { localStorage.setItem("tocsin-theme", next); } else { localStorage.removeItem("tocsin-theme"); } } catch (error) { /* may be refused */ }
      name(); say("Colours: " + names[next]);
    });
  }
  name(); light();
  addEventListener("hashchange", light);
})();
