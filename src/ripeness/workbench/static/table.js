// The deal table: options chosen issue by issue, judged at once; the address holds the deal.
const sheet = JSON.parse(document.getElementById("case").textContent);
const name = location.pathname.split("/")[2];
const at = (id) => document.getElementById(id);
const form = at("terms");
const rest = Object.fromEntries(sheet.issues.map((issue) => [issue.key, issue.options[0].key]));

let query = "";
let latest = null;
let asking = false;
let wanted = false;

function element(tag, attributes = {}, ...inside) {
  const made = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...inside);
  return made;
}

function chosen() {
  const data = new FormData(form);
  return Object.fromEntries(sheet.issues.map((issue) => [issue.key, data.get(issue.key)]));
}

function written(deal) {
  return Object.entries(deal).filter(([issue, option]) => option !== rest[issue]).map(([issue, option]) => `${issue}.${option}`).join("+");
}

function read(text) {
  const deal = { ...rest };
  for (const part of text.split(/[ +]+/).filter(Boolean)) {
    const dot = part.indexOf(".");
    if (part.slice(0, dot) in deal) deal[part.slice(0, dot)] = part.slice(dot + 1);
  }
  return deal;
}

function put(deal, say = true) {
  for (const [issue, option] of Object.entries(deal)) {
    const radio = form.querySelector(`input[name="${CSS.escape(issue)}"][value="${CSS.escape(option)}"]`);
    if (radio) radio.checked = true;
  }
  changed(say);
}

function changed(say = true) {
  const deal = written(chosen());
  at("table").dataset.deal = deal;
  if (say) document.dispatchEvent(new Event("dealt"));
  mark();
  judge();
}

// one question at a time, and after it the newest
async function judge() {
  wanted = true;
  if (asking) return;
  asking = true;
  while (wanted) {
    wanted = false;
    const deal = at("table").dataset.deal;
    if (!deal) {
      clear();
      continue;
    }
    const response = await fetch(`/api/v1/cases/${name}/deal?${[query, `deal=${deal}`].filter(Boolean).join("&")}`);
    const said = await response.json();
    if (wanted) continue;
    if (response.ok) show(said, deal);
    else clear(said.problems.map((each) => each.message).join(" · "));
  }
  asking = false;
}

function clear(text = "Nothing is on the table yet.") {
  at("deal-verdict").textContent = text;
  at("deal-verdict").className = "verdict";
  for (const id of ["deal-parties", "deal-fails", "deal-home", "deal-open", "deal-swaps"]) at(id).replaceChildren();
  at("judged").dataset.deal = "";
}

function show(said, deal) {
  const blocks = Object.fromEntries(said.why.sections[0].blocks.map((block) => [block.key, block.findings]));
  const verdict = blocks["why.verdict"][0];
  at("deal-verdict").textContent = verdict.text;
  at("deal-verdict").className = `verdict ${said.why.acceptable ? "yes" : "no"}`;
  const measures = Object.fromEntries(blocks["why.worth"][0].measures.map((measure) => [measure.name, measure]));
  at("deal-parties").replaceChildren(
    ...sheet.parties.filter((party) => `utility.${party.key}` in measures).map((party) => {
      const worth = measures[`utility.${party.key}`].shown;
      const needs = measures[`needed.${party.key}`]?.shown;
      const accepts = said.accepts[party.key];
      const mark = accepts === undefined ? "" : accepts ? "✓ accepts" : "✗ refuses";
      const sum = needs === undefined ? `worth ${worth}, does not sign` : `worth ${worth}, needs ${needs}`;
      return element("li", { class: accepts === undefined ? "" : accepts ? "yes" : "no" }, element("b", {}, party.name), ` ${mark}`, element("br"), sum);
    }),
  );
  at("deal-fails").replaceChildren(
    ...(blocks["why.fails"] ?? []).map((each) =>
      element("li", {}, element("b", {}, each.label), each.text ? `; ${each.text}` : "", restsOn(said.why, each.key.replace("why.fails.", ""))),
    ),
  );
  at("deal-home").textContent = [blocks["why.at_home"]?.[0].text, blocks["why.nearest"]?.[0].text].filter(Boolean).join(" ");
  showNearest(blocks["why.open"]?.[0]);
  showSwaps(said.swaps);
  at("judged").dataset.deal = deal;
}

// on whose judgement a constraint rests
function restsOn(why, constraint) {
  const finding = why.sections[1].blocks[0].findings.find((each) => each.key === `why.constraint.${constraint}`);
  const lines = (finding?.basis ?? []).map((each) =>
    element("li", {}, [each.says ? `${each.path}: ${each.says}` : each.path, each.basis, each.confidence && `confidence ${each.confidence}`].filter(Boolean).join(" · ")),
  );
  return lines.length ? element("details", {}, element("summary", {}, `rests on ${lines.length} ${lines.length === 1 ? "judgement" : "judgements"}`), element("ul", { class: "note" }, ...lines)) : "";
}

function showNearest(finding) {
  at("deal-open").replaceChildren();
  if (!finding) return;
  const nearest = Object.fromEntries(finding.measures.filter((m) => m.name.startsWith("open.")).map((m) => [m.name.slice(5), m.value]));
  const button = element("button", { type: "button", id: "take-nearest" }, "Put it on the table");
  button.addEventListener("click", () => put({ ...rest, ...nearest }));
  at("deal-open").append(finding.text, " ", ...(Object.keys(nearest).length ? [button] : []));
}

function showSwaps(swaps) {
  if (!swaps) {
    at("deal-swaps").replaceChildren();
    return;
  }
  const parties = sheet.parties.filter((party) => swaps.length && party.key in swaps[0].gain);
  const signed = (value) => (Math.abs(value) < 0.0005 ? "0" : `${value > 0 ? "+" : "−"}${Math.abs(100 * value).toFixed(1)} %`);
  const rows = swaps.map((swap) => {
    const button = element("button", { type: "button" }, swap.label);
    button.addEventListener("click", () => put({ ...chosen(), [swap.issue]: swap.option }));
    return element(
      "tr", { class: swap.fails ? "" : "open" }, element("th", { scope: "row" }, button),
      element("td", {}, swap.fails ? `${swap.fails} in the way` : "open now"),
      ...parties.map((party) => element("td", { class: "n" }, signed(swap.gain[party.key]))),
    );
  });
  const heads = ["Swap one term", "", ...parties.map((party) => party.name)].map((text, place) =>
    element("th", { scope: "col", ...(place > 1 ? { class: "n" } : {}) }, text || element("span", { class: "hidden" }, "what is in the way")),
  );
  const table = element("table", {}, element("thead", {}, element("tr", {}, ...heads)), element("tbody", {}, ...rows));
  at("deal-swaps").replaceChildren(element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Swap one term" }, table));
}

// --- the chart of deals ---

function place() {
  const deal = chosen();
  return latest?.glance.space?.options.findIndex((options) => options.every((option, i) => sheet.issues[i].options[option].key === deal[sheet.issues[i].key]));
}

// where the deal on the table lies among the others
function mark() {
  const space = latest?.glance.space;
  if (!space) return;
  const found = at("table").dataset.deal ? place() : -1;
  const [one, other] = latest.pair.map((key) => space.worth[key]);
  latest.cloud.show({ table: found >= 0 ? [{ x: one[found], y: other[found] }] : [] });
}

function listen() {
  const { cloud } = latest;
  if (cloud.view === cloud.heard) return;
  cloud.heard = cloud.view;
  cloud.view.addEventListener("click", (event) => {
    const [left, top] = cloud.view.origin();
    const bounds = at("cloud").querySelector("canvas").getBoundingClientRect();
    const x = cloud.view.scale("x").invert(event.clientX - bounds.left - left);
    const y = cloud.view.scale("y").invert(event.clientY - bounds.top - top);
    const space = latest.glance.space;
    const [one, other] = latest.pair.map((key) => space.worth[key]);
    const spans = [one, other].map((values) => Math.max(...values) - Math.min(...values) || 1);
    const open = new Set(space.open);
    let best = -1;
    let least = Infinity;
    one.forEach((worth, i) => {
      // what is open is a larger mark, so it is hit from farther away
      const far = Math.hypot((worth - x) / spans[0], (other[i] - y) / spans[1]) - (open.has(i) ? 0.02 : 0);
      if (far < least) [best, least] = [i, far];
    });
    put(Object.fromEntries(space.options[best].map((option, i) => [sheet.issues[i].key, sheet.issues[i].options[option].key])));
  });
}

document.addEventListener("glance", (event) => {
  const before = query;
  latest = event.detail;
  query = latest.changes.query;
  if (latest.glance.space) listen();
  mark();
  if (before !== query && at("table").dataset.deal) judge();
});
form.addEventListener("change", () => changed());
form.addEventListener("submit", (event) => event.preventDefault());
at("clear-deal").addEventListener("click", () => put(rest));
function fromAddress() {
  put(read(new URLSearchParams(location.search).get("deal") ?? ""), false);
}
addEventListener("popstate", fromAddress);
fromAddress();
