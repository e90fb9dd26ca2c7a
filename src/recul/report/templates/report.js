"use strict";
(() => {
  const root = document.documentElement;
  const locales = JSON.parse(document.getElementById("locales").textContent);
  let queue = Promise.resolve();

  // Figures are drawn when they come near the screen, one after the other: the locale is Vega's global state.
  const draw = (live) => {
    if (live.dataset.drawn) return;
    live.dataset.drawn = "waiting";
    const figure = live.closest("figure");
    const spec = JSON.parse(figure.querySelector("script.spec").textContent);
    const locale = locales[live.dataset.language];
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    queue = queue.then(() => window.vegaEmbed(live, spec, {
      actions: false, ast: true, renderer: "svg", defaultStyle: false, hover: !calm,
      formatLocale: locale.number, timeFormatLocale: locale.time, tooltip: { theme: "recul" },
    })).then(() => {
      live.dataset.drawn = "yes";
      figure.classList.add("drawn");
    }).catch((error) => { console.error("figure not drawn", error); });
  };

  const watcher = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (entry.isIntersecting) draw(entry.target.querySelector(".live"));
    }
  }, { rootMargin: "600px" });

  const choose = (language) => {
    root.lang = language;
    root.dataset.language = language;
    // The chart's container has no width while its language is hidden: those already drawn measure themselves again.
    window.dispatchEvent(new Event("resize"));
  };

  for (const input of document.querySelectorAll('input[name="language"]')) {
    input.addEventListener("change", () => choose(input.value));
    if (input.checked) choose(input.value);
  }
  if (window.vegaEmbed) {
    for (const chart of document.querySelectorAll(".chart")) watcher.observe(chart);
  }

  // What is folded on the screen is printed too.
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("details:not([open])")];
    for (const one of folded) one.open = true;
  });
  addEventListener("afterprint", () => { for (const one of folded) one.open = false; });
})();
