// The page of a case: the address holds the changes; a glance follows each change, the postures once the hand is still.
import { Changes } from "./changes.js";
import { Drawing } from "./charts.js";
import { Draws } from "./draws.js";

const sheet = JSON.parse(document.getElementById("case").textContent);
const name = location.pathname.split("/")[2];
const at = (id) => document.getElementById(id);
const judged = new Map(sheet.judgements.map((each) => [each.path, each]));
const AFTER_STILL = 160;
const draws = new Draws(name, at("ranges"), showRanges);

let changes = Changes.from(new URLSearchParams(location.search).get("set") ?? "");
let original = null;
let latest = null;
let series = "war";
const compared = new Set();

// --- asking ---

async function ask(what, query) {
  const response = await fetch(`/api/v1/cases/${name}/${what}${query ? `?${query}` : ""}`);
  const said = await response.json();
  if (!response.ok) throw new Error(said.problems.map((each) => [each.path, each.message].filter(Boolean).join(": ")).join(" · "));
  return said;
}

// one glance at a time, and after it the newest that was asked for meanwhile
let asking = false;
let wanted = false;
let still = 0;

async function refresh() {
  wanted = true;
  follow();
  clearTimeout(still);
  draws.stop();
  if (asking) return;
  asking = true;
  while (wanted) {
    wanted = false;
    const asked = changes;
    at("sentence").setAttribute("aria-busy", "true");
    try {
      const glance = await ask("glance", asked.query);
      original ??= asked.count ? await ask("glance", "") : glance;
      if (!wanted) await show(glance, asked);
      tell("");
    } catch (error) {
      tell(error.message || "The server has stopped. Your changes are in the address of this page.");
    }
  }
  asking = false;
  still = setTimeout(afterwards, AFTER_STILL);
}

async function afterwards() {
  const asked = changes;
  try {
    const said = await ask("postures", asked.query);
    if (asked === changes) showPostures(said.postures);
  } catch (error) {
    tell(error.message);
  }
  for (const part of document.querySelectorAll("details.part[open]")) fill(part);
  if (asked !== changes) return;
  // without a range every draw is the same, and ranges of them would look like certainty
  if (sheet.judgements.some((each) => !each.fixed)) draws.begin(asked);
  else at("ranges").textContent = "Point values only: no judgement of this case has a range, so nothing says how sure these numbers are.";
}

function showRanges() {
  if (latest) showCurve(latest);
}

function tell(text) {
  at("notices").replaceChildren(...(text ? [element("p", {}, text)] : []));
}

// --- showing ---

function element(tag, attributes = {}, ...inside) {
  const made = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...inside);
  return made;
}

async function show(glance, asked) {
  latest = glance;
  const changed = asked.count > 0;
  at("sentence").textContent = changed ? glance.sentence : sheet.headline || glance.sentence;
  at("sentence").removeAttribute("aria-busy");
  number("n-deal", glance.numbers.deal, changed && original.numbers.deal);
  number("n-war", glance.numbers.war, changed && original.numbers.war);
  at("t-war").textContent = `${first(glance.outbreak)} by ${sheet.by}`;
  const was = changed && original.open !== glance.open ? `${original.open} → ` : "";
  at("n-open").replaceChildren(
    element("span", { class: "big" }, `${was}${glance.open ?? "some"}`),
    ` of ${glance.deals.toLocaleString("en")}${glance.rung === "step" ? ", all small steps" : ""}`,
  );
  showLadder(glance.ladder);
  showFunnel(glance.funnel, changed ? original.funnel : null);
  at("war-text").textContent = glance.war.text;
  showDiff(asked, glance);
  await Promise.all([showCurve(glance), showSpace(glance)]);
  at("main").dataset.shown = asked.toString();
  document.dispatchEvent(new CustomEvent("glance", { detail: { changes: asked, glance, pair, cloud } }));
  performance.mark("shown");
}

function first(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function number(id, now, was) {
  const odds = now.one_in ? `, or ${now.one_in}` : "";
  const before = was && was.shown !== now.shown ? element("span", { class: "was" }, `${was.shown} → `) : "";
  at(id).replaceChildren(element("span", { class: "big" }, before, now.shown), ` ${now.word} (${now.range})${odds}`);
}

function showLadder({ columns, rungs }) {
  document.querySelector("#rungs thead tr").replaceChildren(...columns.map((column) => element("th", { scope: "col" }, column)));
  const rows = rungs.map((rung) =>
    element("tr", {}, element("th", { scope: "row" }, rung.label), ...rung.cells.map((cell) => element("td", {}, cell))),
  );
  document.querySelector("#rungs tbody").replaceChildren(...rows);
}

function showFunnel(funnel, before) {
  if (!funnel) {
    at("funnel").replaceChildren(element("p", { class: "note" }, "The deals of this case are not counted one by one."));
    return;
  }
  const most = funnel.rows[0].left || 1;
  const ghosts = new Map((before?.rows ?? []).map((row) => [row.step, row.left]));
  const rows = funnel.rows.map((row) => {
    const alone = element("i");
    const left = element("b");
    alone.style.width = `${(100 * (ghosts.get(row.step) ?? row.alone)) / most}%`;
    left.style.width = `${(100 * row.left) / most}%`;
    const made = element(
      "div", { class: "funnel-row" },
      element("span", {}, row.step), element("span", { class: "track", "aria-hidden": "true" }, alone, left),
      element("span", { class: "n" }, row.left.toLocaleString("en")),
    );
    if (row.who) made.append(element("small", {}, `most restrictive: ${row.who}`));
    return made;
  });
  const key = before ? "Dark: what is left. Pale: what was left before your changes." : "Dark: what is left. Pale: what passes this alone.";
  at("funnel").replaceChildren(element("p", { class: "note" }, `${funnel.title}. ${key}`), ...rows);
}

function showDiff(asked, glance) {
  at("changed").textContent = asked.count ? `${asked.count} changed` : "Nothing is changed.";
  if (!asked.count) {
    at("diff").textContent = "";
    return;
  }
  const points = (key) => {
    const moved = 100 * (glance.numbers[key].value - original.numbers[key].value);
    return Math.abs(moved) < 0.05 ? "unchanged" : `${moved > 0 ? "+" : "−"}${Math.abs(moved).toFixed(1)} points`;
  };
  at("diff").textContent =
    `You changed ${asked.count} ${asked.count === 1 ? "thing" : "things"}. A deal ${points("deal")}, ${glance.outbreak} ${points("war")}.`;
}

// --- charts ---

const months = sheet.months;
const percentAxis = { format: ".0%", tickCount: 5, grid: true };

const curve = new Drawing(at("curve"), () => ({
  width: "container", height: 220, data: { name: "rows" },
  encoding: {
    x: { field: "month", type: "quantitative", title: null, axis: { labelExpr: `[${months.map((m) => JSON.stringify(m)).join(",")}][datum.value] || ''`, tickCount: 4, grid: false } },
  },
  layer: [
    {
      transform: [{ filter: "isValid(datum.high)" }],
      mark: { type: "area", opacity: 0.2, color: "#0072B2" },
      encoding: { y: { field: "low", type: "quantitative", title: null, axis: percentAxis }, y2: { field: "high" } },
    },
    {
      transform: [{ filter: "isValid(datum.p)" }],
      mark: { type: "line", interpolate: "monotone", tooltip: true },
      encoding: {
        y: { field: "p", type: "quantitative", title: null, axis: percentAxis },
        color: { field: "line", type: "nominal", scale: { range: ["#0072B2", "#B87500", "#009E73", "#A8548A", "#D55E00"] } },
        strokeDash: { field: "line", type: "nominal" },
      },
    },
  ],
}));

let postures = [];

async function showCurve(glance) {
  const rows = [];
  const add = (line, values) => values.forEach((p, month) => rows.push({ line, month, p }));
  const band = draws.band(series);
  if (band) band.low.forEach((low, month) => rows.push({ line: "5 to 95 % of draws", month, low, high: band.high[month] }));
  add("as you have it", glance.curves[series]);
  if (changes.count && original) add("the original", original.curves[series]);
  if (beside) add(beside.title, beside.curves[series]);
  for (const each of postures) if (compared.has(each.key)) add(each.label, each[`${series}_by_month`]);
  at("curve-title").textContent = `${series === "war" ? first(glance.outbreak) : "A deal in force"}, by month, at the most likely values${band ? "; shaded: 5 to 95 % of the draws" : ""}`;
  await curve.show({ rows });
}

let pair = null;
const onX = () => ({ field: "x", type: "quantitative", title: `worth to ${party(pair[0])}, % of the most it could get` });
const onY = () => ({ field: "y", type: "quantitative", title: `worth to ${party(pair[1])}` });
const cloud = new Drawing(at("cloud"), () => ({
  width: "container", height: 300,
  layer: [
    { data: { name: "deals" }, mark: { type: "circle", size: 9, color: "#8d8d8d", opacity: 0.5 }, encoding: { x: onX(), y: onY() } },
    { data: { name: "least" }, mark: { type: "rule", strokeDash: [4, 3], color: "#B87500" }, encoding: { x: onX() } },
    { data: { name: "least" }, mark: { type: "rule", strokeDash: [4, 3], color: "#B87500" }, encoding: { y: onY() } },
    { data: { name: "table" }, mark: { type: "point", shape: "circle", size: 260, strokeWidth: 3, color: "#D55E00", opacity: 1 }, encoding: { x: onX(), y: onY() } },
    { data: { name: "open" }, mark: { type: "point", shape: "diamond", filled: true, size: 90, color: "#009E73", opacity: 1 }, encoding: { x: onX(), y: onY() } },
  ],
}));

function party(key) {
  return sheet.parties.find((each) => each.key === key).name;
}

async function showSpace(glance) {
  const space = glance.space;
  at("space").hidden = !space;
  if (!space) return;
  pair ??= space.parties.slice(0, 2);
  const [one, other] = pair.map((key) => space.worth[key]);
  const point = (place) => ({ x: one[place], y: other[place] });
  at("space-caption").textContent =
    `${one.length.toLocaleString("en")} deals, ${space.open.length} of them open now (diamonds). Dashed: what each expects without a deal.`;
  await cloud.show({ deals: one.map((_, place) => point(place)), open: space.open.map(point), least: [{ x: space.least[pair[0]], y: space.least[pair[1]] }] });
}

function showPostures(found) {
  postures = found;
  if (latest && compared.size) showCurve(latest);
  const row = (each) => {
    const box = element("input", { type: "checkbox", "aria-label": `Show ${each.label} in the chart` });
    box.checked = compared.has(each.key);
    box.addEventListener("change", () => {
      if (box.checked) compared.add(each.key);
      else compared.delete(each.key);
      write(true);
      showCurve(latest);
    });
    return element(
      "tr", {}, element("td", {}, box), element("th", { scope: "row" }, each.label),
      element("td", { class: "n" }, each.war.shown), element("td", { class: "n" }, each.deal.shown), element("td", { class: "n" }, each.crisis_months.toFixed(1)),
    );
  };
  // nothing is ranked that cannot be told apart
  const war = latest?.outbreak ?? "war";
  const groups = { lower: `${war} is less likely`, alike: "no clear difference to the expected course", higher: `${war} is likelier` };
  const bodies = Object.entries(groups).map(([key, words]) => {
    const members = found.filter((each) => each.group === key).map(row);
    const head = element("tr", {}, element("th", { scope: "rowgroup", colspan: "5", class: "group" }, words));
    return members.length ? element("tbody", {}, head, ...members) : "";
  });
  const heads = ["in the chart", "posture", "war", "a deal in force", "months of crisis"].map((text, place) =>
    element("th", place > 1 ? { scope: "col", class: "n" } : { scope: "col" }, place ? text : element("span", { class: "hidden" }, text)),
  );
  const table = element("table", {}, element("thead", {}, element("tr", {}, ...heads)), ...bodies);
  at("postures").replaceChildren(element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Postures" }, table));
}

// --- beside another case ---

let beside = null;

async function besideAnother() {
  const other = at("beside").value;
  beside = null;
  at("beside-said").textContent = "";
  if (other) {
    const response = await fetch(`/api/v1/cases/${other}/glance`);
    const said = await response.json();
    if (!response.ok) {
      at("beside-said").textContent = said.problems[0].message;
    } else {
      beside = { ...said, title: at("beside").selectedOptions[0].textContent };
      at("beside-said").textContent = `${beside.title}: ${beside.sentence} A deal in force ${beside.numbers.deal.shown}, ${beside.outbreak} ${beside.numbers.war.shown}. Months count from its own date.`;
    }
  }
  write(true);
  if (latest) showCurve(latest);
}

async function offerOthers() {
  const cases = (await (await fetch("/api/v1/cases")).json()).filter((each) => !each.problem && each.name !== name);
  at("beside").append(...cases.map((each) => element("option", { value: each.name }, each.title)));
  at("beside").value = new URLSearchParams(location.search).get("beside") ?? "";
  at("beside").addEventListener("change", besideAnother);
  if (at("beside").value) besideAnother();
}

// --- controls ---

function leverRow(lever) {
  const id = `lever-${lever.key}`;
  const box = element("input", { type: "checkbox", id });
  box.checked = changes.levers.includes(lever.key);
  box.addEventListener("change", () => change(changes.pulled(lever.key, box.checked), true));
  const words = element("label", { for: id }, lever.title, element("small", {}, ` ${lever.who} · effort ${lever.effort} of 5`));
  return element("div", { class: "lever" }, box, words);
}

function sliderRow(judgement) {
  const { path, low, mode, high } = judgement;
  const span = high - low || Math.max(Math.abs(mode), 0.1);
  const [least, most] = judgement.fixed ? [Math.min(0, mode), mode > 1 ? 2 * mode : Math.max(1, 2 * mode)] : [Math.max(low - span / 4, Math.min(low, 0)), high + span / 4];
  const value = changes.values[path] ?? mode;
  const id = `slider-${path}`;
  const slider = element("input", { type: "range", id, min: least, max: most, step: "any", "data-path": path });
  slider.value = value;
  const output = element("output", { for: id }, shown(value));
  const warn = element("p", { class: "warn" });
  const range = judgement.fixed ? "no range given" : `analyst’s range ${shown(low)} to ${shown(high)}`;
  const basis = [range, judgement.basis, judgement.confidence && `confidence ${judgement.confidence}`].filter(Boolean).join(" · ");
  const row = element(
    "div", { class: "slider" },
    element("div", { class: "name" }, element("label", { for: id }, judgement.name), output), slider, band(judgement, least, most),
    element("small", {}, basis), warn,
  );
  const mark = () => {
    const outside = !judgement.fixed && (Number(slider.value) < low || Number(slider.value) > high);
    row.classList.toggle("outside", outside);
    warn.textContent = outside ? `Outside the range that the case gives: ${shown(low)} to ${shown(high)}` : "";
    output.textContent = shown(slider.value);
  };
  slider.addEventListener("input", () => {
    mark();
    change(changes.with(path, short(slider.value)), false);
  });
  slider.addEventListener("change", () => write(true));
  slider.addEventListener("keydown", (event) => {
    const way = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key];
    if (!way) return;
    event.preventDefault();
    const step = event.shiftKey ? most - least : (most - least) / 20;
    slider.value = Number(slider.value) + way * step;
    slider.dispatchEvent(new Event("input"));
    slider.dispatchEvent(new Event("change"));
  });
  mark();
  return row;
}

// the analyst's range in grey, and a tick at the most likely value
function band(judgement, least, most) {
  const place = (value) => (100 * (value - least)) / (most - least || 1);
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 100 6");
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("aria-hidden", "true");
  for (const [x, width, fill] of [[place(judgement.low), place(judgement.high) - place(judgement.low), "var(--band)"], [place(judgement.mode) - 0.4, 0.8, "var(--ink)"]]) {
    const rect = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    for (const [key, of] of Object.entries({ x, y: 0, width: Math.max(width, 0), height: 6 })) rect.setAttribute(key, of);
    rect.style.fill = fill;
    svg.append(rect);
  }
  return svg;
}

function short(value) {
  return String(Number(Number(value).toPrecision(3)));
}

function shown(value) {
  return short(value);
}

const shownSliders = new Set();

function controls() {
  at("levers").replaceChildren(at("levers").querySelector("legend"), ...sheet.levers.map(leverRow));
  at("levers").hidden = !sheet.levers.length;
  for (const path of Object.keys(changes.values)) if (judged.has(path)) shownSliders.add(path);
  at("sliders").replaceChildren(at("sliders-title"), ...[...shownSliders].map((path) => sliderRow(judged.get(path))));
}

function find() {
  const words = at("find").value.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (each) => {
    const text = `${each.name} ${each.path} ${each.note ?? ""} ${each.basis ?? ""}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };
  const found = words.length ? sheet.judgements.filter(fits).slice(0, 12) : [];
  at("found").replaceChildren(
    ...found.map((each) => {
      const button = element("button", { type: "button" }, each.name, element("small", {}, ` ${shown(each.mode)}`));
      button.addEventListener("click", () => {
        at("find").value = "";
        at("found").replaceChildren();
        take(each.path);
      });
      return element("li", {}, button);
    }),
  );
}

// a judgement as a slider, at hand
function take(path) {
  shownSliders.add(path);
  controls();
  at(`slider-${path}`).focus();
}

// --- the address ---

function address() {
  const query = [changes.query, compared.size ? `posture=${[...compared].join(",")}` : "", at("beside").value ? `beside=${at("beside").value}` : "", dealt()].filter(Boolean).join("&");
  return `${location.pathname}${query ? `?${query}` : ""}${location.hash}`;
}

// the deal on the table, as its own part of the address
function dealt() {
  const deal = at("table").dataset.deal;
  return deal ? `deal=${deal}` : "";
}

// whatever is handed on has the changes in it
function follow() {
  for (const link of document.querySelectorAll("a.handed")) link.href = link.dataset.address + (changes.query ? `?${changes.query}` : "");
}

function write(asNew) {
  if (address() === `${location.pathname}${location.search}${location.hash}`) return;
  history[asNew ? "pushState" : "replaceState"](null, "", address());
}

let settled = address();

function change(to, asNew) {
  changes = to;
  if (asNew) {
    write(true);
    settled = address();
  }
  refresh();
}

function read() {
  const query = new URLSearchParams(location.search);
  changes = Changes.from(query.get("set") ?? "");
  compared.clear();
  for (const key of (query.get("posture") ?? "").split(",").filter(Boolean)) compared.add(key);
  controls();
  refresh();
}

addEventListener("popstate", read);
document.addEventListener("dealt", (event) => write(event.detail.asNew));
// the deal table asks for a judgement's slider, and for levers
document.addEventListener("slide", (event) => take(event.detail));
document.addEventListener("pull", (event) => {
  change(event.detail.reduce((to, lever) => to.pulled(lever, true), changes), true);
  controls();
});
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
});
at("read-back").addEventListener("change", async () => {
  const [file] = at("read-back").files;
  const response = await fetch(`/api/v1/cases/${name}/spreadsheet`, { method: "POST", headers: { "content-type": "application/octet-stream" }, body: file });
  const said = await response.json();
  at("read-back").value = "";
  const values = (three) => (three[0] === three[2] ? short(three[1]) : three.map(short).join(", "));
  at("reading-said").textContent = response.ok
    ? said.differences.length ? "Nothing is taken over before you say so." : "Nothing is otherwise than in the case."
    : said.problems.map((each) => `${each.path}: ${each.message}`).join(" · ");
  const rows = (said.differences ?? []).map((each) => element("tr", {}, element("th", { scope: "row" }, each.name), element("td", {}, values(each.was)), element("td", {}, values(each.now))));
  at("reading-rows").replaceChildren(...rows);
  at("reading-take").hidden = !rows.length;
  at("reading").returnValue = "";
  at("reading").onclose = () => {
    if (at("reading").returnValue === "take") {
      changes = Changes.from([changes.toString(), said.set].filter(Boolean).join(","));
      write(true);
      read();
    }
  };
  at("reading").showModal();
});
at("undo").addEventListener("click", () => history.back());
at("reset").addEventListener("click", () => {
  changes = new Changes();
  write(true);
  read();
});
at("find").addEventListener("input", find);
at("share").addEventListener("click", async () => {
  await navigator.clipboard.writeText(location.href);
  tell("The link is copied: it shows the same to whoever opens it on this machine.");
});
for (const tab of document.querySelectorAll("[data-series]")) {
  tab.addEventListener("click", () => {
    series = tab.dataset.series;
    for (const each of document.querySelectorAll("[data-series]")) each.setAttribute("aria-pressed", String(each === tab));
    showCurve(latest);
  });
}
addEventListener("keydown", (event) => {
  if (event.target.matches("input:not([type=range]):not([type=checkbox]), textarea, select") || event.ctrlKey || event.metaKey) return;
  if (event.key === "u") history.back();
  if (event.key === "?") at("help").showModal();
});

// --- details ---

async function fill(part) {
  const asked = changes.toString();
  if (part.dataset.filled === asked) return;
  const body = part.querySelector(".body");
  body.setAttribute("aria-busy", "true");
  const response = await fetch(`/case/${name}/part/${part.dataset.part}${changes.query ? `?${changes.query}` : ""}`);
  body.innerHTML = await response.text();
  body.removeAttribute("aria-busy");
  part.dataset.filled = asked;
}

// each part has an address of its own
function openPart() {
  const part = location.hash.startsWith("#part-") && at(location.hash.slice(1));
  if (part) part.open = true;
}

addEventListener("hashchange", openPart);
openPart();
for (const part of document.querySelectorAll("details.part")) part.addEventListener("toggle", () => part.open && fill(part));

// --- beginning ---

// until the fast engine is compiled, once on a machine, answers take seconds and there are no draws
async function whenCompiled() {
  const status = await (await fetch("/api/v1/status")).json();
  if (status.kernels === "ready") return;
  const notice = element("p", {}, "");
  const began = Date.now();
  const count = () => (notice.textContent = `The fast engine is being compiled, once on this machine, which takes about two minutes (${Math.round((Date.now() - began) / 1000)} s so far). Until then a change takes some seconds.`);
  count();
  at("compiling").replaceChildren(notice);
  const ticking = setInterval(count, 1000);
  await new Promise((resolve) => {
    const events = new EventSource("/api/v1/status/events");
    events.onmessage = (event) => {
      if (!JSON.parse(event.data).finished) return;
      events.close();
      resolve();
    };
  });
  clearInterval(ticking);
  at("compiling").replaceChildren();
}

async function begin() {
  read();
  offerOthers();
  try {
    await whenCompiled();
    draws.allow();
    afterwards();
    const { judgements } = await ask("matters", "");
    for (const each of judgements.slice(0, 3)) shownSliders.add(each.path);
    controls();
  } catch (error) {
    tell(error.message);
  }
}

begin();
