"use strict";

// Search without a server: the index lies beside this file, so that it works from a folder as well.
(() => {
  const MOST = 100;
  const SUGGESTED = 8;
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

  // titles, regions and topics that have what is being typed, those that begin with it first
  const suggestions = document.getElementById("suggestions");
  const names = [...new Set(entries.flatMap((entry) => [entry.title, entry.region, ...(entry.topics || "").split(", ")]))]
    .filter(Boolean)
    .map((name) => [name, folded(name)]);
  const suggest = () => {
    const typed = folded(field.value.trim());
    const found = typed ? names.filter(([, name]) => name.includes(typed) && name !== typed) : [];
    found.sort((a, b) => b[1].startsWith(typed) - a[1].startsWith(typed));
    suggestions.replaceChildren(...found.slice(0, SUGGESTED).map(([name]) => {
      const option = document.createElement("option");
      option.value = name;
      return option;
    }));
  };

  // the query is in the address, so that a search can be sent to somebody
  const remember = () => {
    const address = new URL(location.href);
    if (field.value.trim()) address.searchParams.set("q", field.value.trim());
    else address.searchParams.delete("q");
    try {
      history.replaceState(null, "", address);
      return true;
    } catch {
      return false;
    }
  };

  let waiting = 0;
  const update = () => {
    search();
    remember();
  };
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    suggest();
    waiting = setTimeout(update, 120);
  });
  form.addEventListener("submit", (event) => {
    clearTimeout(waiting);
    // where a browser does not let the address be changed, the form itself puts the query into it
    if (remember()) event.preventDefault();
    search();
  });
  field.value = new URLSearchParams(location.search).get("q") || "";
  search();
})();
