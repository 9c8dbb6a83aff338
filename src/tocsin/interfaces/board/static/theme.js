(function () {
  "use strict";
  // Before the first paint, so that nobody who works in the dark is dazzled.
  try {
    var kept = localStorage.getItem("tocsin-theme");
    if (kept) { document.documentElement.dataset.theme = kept; }
  } catch (error) { /* private windows may refuse */ }
})();
