(function () {
  "use strict";
  function light() {
    var id = decodeURIComponent(location.hash.slice(1));
    document.querySelectorAll("mark.on").forEach(function (m) { m.classList.remove("on"); });
    if (id.indexOf("c-") !== 0) { return; }
    document.querySelectorAll("mark[data-c]").forEach(function (m) {
      if ((" " + m.dataset.c + " ").indexOf(" " + id.slice(2) + " ") >= 0) { m.classList.add("on"); }
    });
  }
  addEventListener("hashchange", light);
  light();
})();
