// The deal table: options chosen issue by issue, judged at once; the address holds the deal.
import { Changes } from "./changes.js";

const sheet = JSON.parse(document.getElementById("case").textContent);
const name = location.pathname.split("/")[2];
const at = (id) => document.getElementById(id);
const form = at("terms");
const rest = Object.fromEntries(sheet.issues.map((issue) => [issue.key, issue.options[0].key]));
const parties = new Map(sheet.parties.map((party) => [party.key, party.name]));
const judgements = new Map(sheet.judgements.map((each) => [each.path, each]));
const levers = new Map(sheet.levers.map((lever) => [lever.key, lever]));
const SHOWN_SWAPS = 10;

let query = "";
let latest = null;
let asking = false;
let wanted = false;
let allSwaps = false;

function element(tag, attributes = {}, ...inside) {
  const made = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...inside);
  return made;
}

function button(text, act, attributes = {}) {
  const made = element("button", { type: "button", ...attributes }, text);
  made.addEventListener("click", act);
  return made;
}

function listed(texts) {
  return texts.length > 1 ? `${texts.slice(0, -1).join(", ")} and ${texts.at(-1)}` : texts.join("");
}

// --- the deal and its address ---

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

// `as` says whether the address gets a new entry ("new"), another deal in its entry ("moved"), or has it already
function put(deal, as = "new") {
  for (const [issue, option] of Object.entries(deal)) {
    const radio = form.querySelector(`input[name="${CSS.escape(issue)}"][value="${CSS.escape(option)}"]`);
    if (radio) radio.checked = true;
  }
  changed(as);
}

function changed(as = "new") {
  at("table").dataset.deal = written(chosen());
  if (as !== "read") document.dispatchEvent(new CustomEvent("dealt", { detail: { asNew: as === "new" } }));
  for (const issue of sheet.issues) {
    const option = issue.options.find((each) => each.key === chosen()[issue.key]);
    const said = option === issue.options[0] || option.text === option.name ? "" : option.text;
    form.querySelector(`[data-issue="${CSS.escape(issue.key)}"] .text`).textContent = said;
  }
  judge();
}

// --- judging ---

function asked() {
  const deal = at("table").dataset.deal;
  return [query, deal && `deal=${deal}`].filter(Boolean).join("&");
}

async function ask(what) {
  const response = await fetch(`/api/v1/cases/${name}/${what}?${asked()}`);
  const said = await response.json();
  if (!response.ok) throw new Error(said.problems.map((each) => each.message).join(" · "));
  return said;
}

// one question at a time, and after it the newest
async function judge() {
  wanted = true;
  if (asking) return;
  asking = true;
  while (wanted) {
    wanted = false;
    const about = at("table").dataset.deal;
    try {
      const said = await ask("deal");
      if (!wanted) show(said, about);
    } catch (error) {
      verdict(error instanceof TypeError ? "The server has stopped. The deal is in the address of this page." : error.message);
    }
  }
  asking = false;
}

function verdict(text, kind = "", who = "") {
  at("deal-verdict").className = `verdict ${kind}`;
  at("deal-verdict").replaceChildren(text, ...(who ? [element("small", {}, who)] : []));
}

function show(said, about) {
  const blocks = Object.fromEntries((said.why?.sections[0].blocks ?? []).map((block) => [block.key, block.findings]));
  if (said.why) verdict(blocks["why.verdict"][0].text, said.why.acceptable ? "yes" : "no", whoAccepts(said.sides));
  else verdict(about ? sentence(said.problem) : "Nothing is on the table yet.", about ? "no" : "");
  at("deal-parties").replaceChildren(...said.sides.map((side) => sideOf(side, said.why)));
  at("deal-narrow").textContent = blocks["why.nearest"]?.[0].text ?? "";
  showNearest(said);
  showStarts(said.starts);
  showMarks(said);
  showSwaps(said.swaps);
  at("at-point").replaceChildren(...(about && said.why ? [`${sentence(inWords())} ${blocks["why.verdict"][0].text} `, element("a", { href: "#table" }, "To the table")] : []));
  at("deal-fix").hidden = !said.why || said.why.acceptable;
  fails = new Map((blocks["why.fails"] ?? []).map((each) => [each.key.replace("why.fails.", ""), each]));
  fix();
  at("judged").dataset.query = query;
  at("judged").dataset.deal = about;
  // the chart's thousands of points are drawn anew for it, so the verdict is painted first
  requestAnimationFrame(() => setTimeout(mark));
}

function sentence(text) {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function inWords() {
  const deal = chosen();
  const moved = sheet.issues.filter((issue) => deal[issue.key] !== rest[issue.key]);
  return listed(moved.map((issue) => issue.options.find((option) => option.key === deal[issue.key]).name));
}

function whoAccepts(sides) {
  const names = (accepts) => sides.filter((side) => side.accepts === accepts).map((side) => parties.get(side.party));
  const [yes, no] = [names(true), names(false)];
  if (!no.length) return yes.length > 2 ? `All ${yes.length} accept.` : `${listed(yes)} accept.`;
  return [yes.length && `Accepted by ${listed(yes)}.`, `Not by ${listed(no)}.`].filter(Boolean).join(" ");
}

// --- party by party ---

function sideOf(side, why) {
  const says = side.accepts === null ? "does not sign" : side.accepts ? "✓ accepts" : "✗ does not accept";
  const kind = side.accepts === null ? "" : side.accepts ? "yes" : "no";
  const needs = side.needs ? `, needs ${side.needs.shown}` : "";
  const terms = (of) => of.map((term) => `${term.name} (${term.shown})`).join(", ");
  const list = element("dl", {}, row("Worth", `${side.worth.shown} of the most that any deal would give it${needs}`));
  if (side.accepts !== null) list.append(row("Can show at home", terms(side.shows) || "nothing"));
  if (side.gives.length) list.append(row("Gives up", terms(side.gives)));
  const made = element("li", { class: kind }, element("h3", {}, parties.get(side.party), " ", element("span", {}, says)), list);
  if (side.fails.length) made.append(element("ul", { class: "fails" }, ...side.fails.map((constraint) => failing(constraint, why))));
  return made;
}

function row(term, text) {
  return element("div", {}, element("dt", {}, term), element("dd", {}, text));
}

function failing(constraint, why) {
  const findings = why.sections[0].blocks.find((block) => block.key === "why.fails").findings;
  const said = findings.find((each) => each.key === `why.fails.${constraint}`);
  return element("li", {}, element("b", {}, said.label), said.text ? `; ${said.text}. ` : ". ", restsOn(why, constraint));
}

// on whose judgement a constraint rests; a judgement can be taken up as a slider
function restsOn(why, constraint) {
  const finding = why.sections[1].blocks[0].findings.find((each) => each.key === `why.constraint.${constraint}`);
  const lines = (finding?.basis ?? []).map((each) => {
    const known = judgements.get(each.path);
    const name = known ? button(known.name, () => document.dispatchEvent(new CustomEvent("slide", { detail: each.path })), { class: "link", title: "Ask what if it were another" }) : each.path;
    const sure = each.confidence && `confidence ${each.confidence}`;
    return element("li", {}, name, ` ${[each.says, each.basis, sure].filter(Boolean).join(" · ")}`, each.note ? element("span", { class: "why" }, ` ${each.note}`) : "");
  });
  if (!lines.length) return "";
  const many = `Rests on ${lines.length} ${lines.length === 1 ? "judgement" : "judgements"}`;
  return element("details", {}, element("summary", {}, many), element("ul", { class: "note rests" }, ...lines));
}

// --- from here to other deals ---

function showNearest(said) {
  const here = at("deal-open");
  here.replaceChildren();
  if (said.why?.acceptable) return;
  const { nearest } = said;
  if (!nearest) {
    here.append("No deal is open now.");
    return;
  }
  const many = nearest.changes.length;
  const among = nearest.of_all ? "" : " of those looked at";
  here.append(
    `Nearest open deal${among}, ${many} ${many === 1 ? "change" : "changes"} away: `,
    element("b", {}, nearest.changes.join("; ")), ". ",
    button("Put it on the table", () => put(nearest.settlement), { id: "take-nearest" }),
  );
}

function showStarts(starts) {
  const made = starts.map((start) => button(`the best ${start.rung}`, () => put(start.settlement), { title: start.label }));
  at("deal-starts").replaceChildren(...(made.length ? ["Start from what is open now: ", ...made] : ["No deal is open now."]));
}

// what each option would come to, beside the option itself
function showMarks(said) {
  const swaps = new Map(said.swaps.map((swap) => [`${swap.issue}.${swap.option}`, swap]));
  const shut = new Set(said.excluded.map((pair) => pair.join(".")));
  for (const radio of form.querySelectorAll("input[type=radio]")) {
    const key = `${radio.name}.${radio.value}`;
    const opens = swaps.get(key)?.fails === 0;
    radio.parentElement.classList.toggle("opens", opens);
    radio.parentElement.classList.toggle("shut", shut.has(key));
    radio.parentElement.querySelector(".hidden").textContent = opens ? ", would be open now" : shut.has(key) ? ", excluded beside the other terms" : "";
  }
}

function showSwaps(swaps) {
  const shown = allSwaps ? swaps : swaps.slice(0, SHOWN_SWAPS);
  const signing = sheet.parties.filter((party) => party.signatory);
  const columns = [...signing, ...sheet.parties.filter((party) => !party.signatory)];
  const rows = shown.map((swap) => {
    return element(
      "tr", { class: swap.fails ? "" : "open" },
      element("th", { scope: "row" }, button(swap.label, () => put({ ...chosen(), [swap.issue]: swap.option }))),
      element("td", {}, swap.fails ? "blocked" : "open now"),
      ...columns.map((party) => gained(swap, party)),
    );
  });
  const heads = ["another option", "then", ...columns.map((party) => party.name)];
  const head = element("tr", {}, ...heads.map((text, place) => element("th", { scope: "col", ...(place > 1 ? { class: "n" } : {}) }, text)));
  const table = element("table", {}, element("thead", {}, head), element("tbody", {}, ...rows));
  const more = swaps.length > SHOWN_SWAPS ? [button(allSwaps ? "Show fewer" : `Show all ${swaps.length}`, () => { allSwaps = !allSwaps; showSwaps(swaps); at("deal-swaps").querySelector(":scope > button").focus(); })] : [];
  at("deal-swaps").replaceChildren(
    element("h3", {}, "Swap one term"),
    element("p", { class: "note" }, "Every deal that differs in one issue, those open now first, then the kindest to whoever gains least. By party: whether it accepts that deal, and what it gains by the swap, as a part of the most that any deal would give it."),
    element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Swap one term" }, table), ...more,
  );
}

// whether a party accepts the deal with that swap, and what it gains by it
function gained(swap, party) {
  const amount = swap.gain[party.key];
  const kind = Math.abs(amount) < 0.0005 ? "" : amount > 0 ? " gains" : " loses";
  const accepts = swap.accepts.includes(party.key);
  const sign = party.signatory ? element("span", { class: accepts ? "yes" : "no" }, accepts ? "✓" : "✗", element("span", { class: "hidden" }, accepts ? " accepts," : " does not accept,")) : "";
  return element("td", { class: `n${kind}` }, sign, ` ${swap.shown[party.key]}`);
}

// --- what would fix it ---

let fails = new Map();
let fixed = "";

// asked for only while it is looked at, since it tries every lever
async function fix() {
  if (!at("deal-fix").open || at("deal-fix").hidden || fixed === asked()) return;
  const about = asked();
  at("deal-fixes").setAttribute("aria-busy", "true");
  try {
    const said = await ask("deal/fixes");
    if (about === asked()) {
      fixed = about;
      showFixes(said);
    }
  } catch (error) {
    at("deal-fixes").replaceChildren(element("p", { class: "bad" }, error.message));
  }
  at("deal-fixes").removeAttribute("aria-busy");
}

function pull(keys) {
  document.dispatchEvent(new CustomEvent("pull", { detail: keys }));
}

function titled(keys) {
  return keys.map((key) => levers.get(key)?.title ?? key);
}

function showFixes(said) {
  const plans = said.plans.map((plan) =>
    element("li", {}, `${titled(plan.levers).join("; and ")} (effort ${plan.effort}). `, button(plan.levers.length > 1 ? "Pull these levers" : "Pull this lever", () => pull(plan.levers))),
  );
  const lines = Object.entries(said.by_constraint).map(([constraint, keys]) => {
    const finding = fails.get(constraint);
    const helps = keys.length ? `. Done by: ${titled(keys).join("; ")}.` : ". No lever of this case does it alone.";
    return element("li", {}, element("b", {}, finding?.label ?? constraint), finding?.text ? `; ${finding.text}` : "", helps);
  });
  const opened = plans.length ? [element("p", {}, "It would be open if:"), element("ul", {}, ...plans)] : [element("p", {}, "No few levers of this case open it together; a term must be another, or a judgement.")];
  at("deal-fixes").replaceChildren(...opened, element("p", {}, "One by one:"), element("ul", {}, ...lines));
}

// --- the chart of deals ---

function points() {
  const space = latest?.glance.space;
  if (!space) return null;
  const [x, y] = latest.pair.map((key) => space.worth[key]);
  const span = (values) => Math.max(...values, 0) - Math.min(...values, 0) || 1;
  return { x, y, spans: [span(x), span(y)], open: new Set(space.open), options: space.options };
}

function place({ options }) {
  const deal = chosen();
  const wanted = sheet.issues.map((issue) => issue.options.findIndex((option) => option.key === deal[issue.key]));
  return at("table").dataset.deal ? options.findIndex((each) => each.every((option, i) => option === wanted[i])) : -1;
}

// where the deal on the table lies among the others
function mark() {
  const all = points();
  if (!all) return;
  const found = place(all);
  latest.cloud.show({ table: found >= 0 ? [{ x: all.x[found], y: all.y[found] }] : [] });
}

function take({ options }, found, as) {
  put(Object.fromEntries(options[found].map((option, i) => [sheet.issues[i].key, sheet.issues[i].options[option].key])), as);
}

at("cloud").addEventListener("click", (event) => {
  const all = points();
  const canvas = at("cloud").querySelector("canvas");
  if (!all || !canvas) return;
  const { view } = latest.cloud;
  const [left, top] = view.origin();
  const bounds = canvas.getBoundingClientRect();
  const x = view.scale("x").invert(event.clientX - bounds.left - left);
  const y = view.scale("y").invert(event.clientY - bounds.top - top);
  let best = -1;
  let least = Infinity;
  all.x.forEach((worth, i) => {
    // what is open is a larger mark, so it is hit from farther away
    const far = Math.hypot((worth - x) / all.spans[0], (all.y[i] - y) / all.spans[1]) - (all.open.has(i) ? 0.02 : 0);
    if (far < least) [best, least] = [i, far];
  });
  if (best >= 0) take(all, best, "new");
});

// to the nearest deal that way; with Shift, to the nearest that is open
at("cloud").addEventListener("keydown", (event) => {
  const [right, up] = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key] ?? [0, 0];
  const all = points();
  if (!all || (!right && !up)) return;
  event.preventDefault();
  const from = place(all);
  const [x, y] = from >= 0 ? [all.x[from], all.y[from]] : [0, 0];
  let best = -1;
  let least = Infinity;
  all.x.forEach((worth, i) => {
    if (event.shiftKey && !all.open.has(i)) return;
    const [across, along] = [(worth - x) / all.spans[0], (all.y[i] - y) / all.spans[1]];
    const [ahead, aside] = right ? [across * right, Math.abs(along)] : [along * up, Math.abs(across)];
    // with the least aside of the way; further off than a mark is wide
    if (ahead > 0.01 && (aside <= ahead || event.shiftKey) && ahead + 2 * aside < least) [best, least] = [i, ahead + 2 * aside];
  });
  if (best >= 0) take(all, best, "moved");
});

// --- beginning ---

document.addEventListener("glance", (event) => {
  latest = event.detail;
  mark();
  if (query === latest.changes.query) return;
  query = latest.changes.query;
  judge();
});
form.addEventListener("change", (event) => {
  event.target.scrollIntoView({ block: "nearest" });
  changed();
});
form.addEventListener("submit", (event) => event.preventDefault());
at("clear-deal").addEventListener("click", () => put(rest));
at("deal-fix").addEventListener("toggle", fix);

function fromAddress() {
  const address = new URLSearchParams(location.search);
  query = Changes.from(address.get("set") ?? "").query;
  put({ ...rest, ...read(address.get("deal") ?? "") }, "read");
}

// the verdict stays in sight below the headline, however many lines that has
new ResizeObserver(([headline]) => at("table").style.setProperty("--headline", `${headline.target.offsetHeight}px`)).observe(document.querySelector(".headline"));
addEventListener("popstate", fromAddress);
fromAddress();
