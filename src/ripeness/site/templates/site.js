"use strict";

// Search without a server: the index lies beside this file, so that it works from a folder as well.
(() => {
  const MOST = 100;
  const form = document.getElementById("search");
  const entries = window.ripenessSearch;
  if (!form || !Array.isArray(entries)) return;
  const field = document.getElementById("q");
  const status = document.getElementById("status");
  const found = document.getElementById("found");

  const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const words = (text) => folded(text).match(/[\p{L}\p{N}]+/gu) || [];
  const weigh = { title: 8, region: 4, topics: 4, answer: 2, summary: 1 };
  const parts = Object.keys(weigh);
  let index = null;

  const prepare = () => entries.map((entry) => parts.map((part) => words(entry[part] || "")));

  // 0 where a word is missing; a whole word counts twice what its beginning does
  const score = (fields, asked) => {
    let total = 0;
    for (const word of asked) {
      let best = 0;
      fields.forEach((field, place) => {
        for (const each of field) {
          if (each.startsWith(word)) best = Math.max(best, weigh[parts[place]] * (each === word ? 2 : 1));
        }
      });
      if (!best) return 0;
      total += best;
    }
    return total;
  };

  const line = (entry) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = entry.url;
    link.textContent = entry.shown;
    const under = document.createElement("small");
    under.textContent = [entry.date, entry.region, entry.answer].filter(Boolean).join(" · ");
    item.append(link, under);
    return item;
  };

  const search = () => {
    const asked = words(field.value);
    found.replaceChildren();
    if (!asked.length) {
      status.textContent = "";
      return;
    }
    index = index || prepare();
    const hits = index
      .map((fields, place) => [score(fields, asked), place])
      .filter(([points]) => points > 0)
      .sort((a, b) => b[0] - a[0] || a[1] - b[1]);
    const count = hits.length === 1 ? "1 entry found" : `${hits.length} entries found`;
    status.textContent = hits.length > MOST ? `${count}, the first ${MOST} are shown` : count;
    found.append(...hits.slice(0, MOST).map(([, place]) => line(entries[place])));
  };

  let waiting = 0;
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(search, 120);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    search();
  });
  field.value = new URLSearchParams(location.search).get("q") || "";
  search();
})();
