// The form over a case: made from the data of its text, and each change goes back into the text.
import { element, slug } from "./asking.js";

const LABELS = {
  title: "Title", headline: "Headline", summary: "Summary", region: "Region", as_of: "As of (day of your judgement)", horizon: "Horizon, in months",
  name: "Name", seat: "Seat, who acts for it", question: "Question", text: "What it says",
};
const UNREAD = "The text cannot be read just now: mend it under “Text” first.";
const HEAD = ["title", "headline", "summary", "region", "as_of", "horizon"];
const CONFIDENCE = ["", "low", "moderate", "high"];
const SOURCE = ["title", "author", "publisher", "year", "url", "grade", "note"];

export class Form {
  constructor(root, amend, fields) {
    this.root = root;
    this.amend = amend;
    this.fields = fields;
    this.data = null;
    this.problems = [];
    this.open = new Set(["parties", "issues"]);
  }

  show(data, problems) {
    if (data) this.data = data;
    this.problems = problems;
    this.isReadable = Boolean(data);
    this.again();
  }

  // made anew, with what was open, in focus and half typed
  again() {
    if (!this.data) {
      this.root.replaceChildren(element("p", { class: "bad" }, UNREAD));
      return;
    }
    const active = this.root.contains(document.activeElement) ? document.activeElement : null;
    const held = active && { key: active.dataset.key, value: active.value, isTyped: active.matches("input, textarea") && active.value !== active.defaultValue };
    this.sources = Object.keys(mapping(this.data.sources));
    this.root.replaceChildren(...this.parts());
    if (!held?.key) return;
    const again = [...this.root.querySelectorAll("[data-key]")].find((each) => each.dataset.key === held.key);
    if (!again) return;
    if (held.isTyped) again.value = held.value;
    again.focus();
  }

  parts() {
    const unread = this.isReadable ? [] : [element("p", { class: "bad" }, `${UNREAD} This is how it was before.`)];
    return [
      ...unread,
      element("datalist", { id: "bases" }, ...[...this.sources, "judgement", "base-rate"].map((each) => element("option", { value: each }))),
      this.group("case", "The case", [], () => HEAD.map((key) => this.line([key], this.data[key], key))),
      this.group("parties", "Parties", ["parties"], () => [...this.each("parties", (key) => this.party(key)), this.adding("A new party", "its name", (name) => this.newParty(name))]),
      this.group("issues", "Issues", ["issues"], () => [...this.each("issues", (key) => this.issue(key)), this.adding("A new issue", "its name", (name) => this.newIssue(name))]),
      this.group("dynamics", "How the conflict moves, as chances a month", ["dynamics"], () => this.judgements(["dynamics"], this.fields.dynamics)),
      this.group("sources", "Sources", ["sources"], () => [...this.each("sources", (key) => this.source(key)), this.adding("A new source", "a short name", (name) => this.add(["sources", slug(name)], { title: name }))]),
    ];
  }

  // --- pieces ---

  group(id, title, path, inside) {
    const wrong = this.problems.filter((each) => path.length && (each.path === path.join(".") || each.path.startsWith(`${path.join(".")}.`))).length;
    const made = element("details", { open: this.open.has(id) }, element("summary", { "data-key": `summary ${id}` }, title, wrong ? element("span", { class: "bad" }, ` · ${wrong} wrong`) : ""));
    const body = element("div", { class: "inside" });
    const fill = () => body.childElementCount || body.append(...inside());
    if (this.open.has(id)) fill();
    made.addEventListener("toggle", () => {
      if (made.open) {
        this.open.add(id);
        fill();
      } else this.open.delete(id);
    });
    made.append(body);
    return made;
  }

  each(part, of) {
    return Object.keys(mapping(this.data[part])).map(of);
  }

  wrong(path, isWhole = true) {
    const dotted = path.join(".");
    return this.problems
      .filter((each) => each.path === dotted || (isWhole && each.path.startsWith(`${dotted}.`)))
      .map((each) => element("p", { class: "bad" }, each.path === dotted ? each.message : `${each.path.slice(dotted.length + 1)}: ${each.message}`));
  }

  id(path, part = "") {
    return `f-${[...path, part].join("-").replace(/[^A-Za-z0-9_-]/g, "_")}`;
  }

  set(path, value) {
    return this.amend([value === null ? { path, remove: true } : { path, value }]);
  }

  add(path, value) {
    this.open.add(path.join("."));
    this.open.add(path[0]);
    return this.amend([{ path, value }]);
  }

  line(path, value, key, label = LABELS[key] ?? key.replaceAll("_", " ")) {
    const id = this.id(path);
    const isNumber = typeof value === "number" || ["horizon", "year"].includes(key);
    const isLong = ["summary", "text", "note"].includes(key);
    const type = key === "as_of" || key === "date" ? "date" : "text";
    const input = isLong
      ? element("textarea", { id, rows: "2", "data-key": id })
      : element("input", { id, type, "data-key": id, autocomplete: "off", ...(isNumber ? { inputmode: "decimal" } : {}) });
    const text = value === undefined || value === null ? "" : String(value);
    input.value = text;
    input.defaultValue = text;
    input.addEventListener("change", () => this.set(path, input.value === "" ? null : isNumber ? numberOr(input.value) : input.value));
    return element("div", { class: "entry" }, element("label", { for: id }, label), input, ...this.wrong(path));
  }

  judgement(path, value, of) {
    const parts = partsOf(value);
    const id = this.id(path);
    const inputs = {};
    const put = (key, input, label, isWide = false) => {
      inputs[key] = input;
      input.id = `${id}-${key}`;
      input.dataset.key = input.id;
      input.addEventListener("change", () => this.set(path, valueOf(inputs, value)));
      return element("span", isWide ? { class: "wide" } : {}, element("label", { for: input.id }, label), input);
    };
    const text = (key, attributes = {}) => {
      const input = element("input", { autocomplete: "off", ...attributes });
      input.value = input.defaultValue = parts[key] ?? "";
      return input;
    };
    const select = element("select", {}, ...CONFIDENCE.map((each) => element("option", { value: each, selected: each === (parts.confidence ?? "") }, each || "not said")));
    const gone = element("button", { type: "button", "aria-label": `Remove ${of.label}`, "data-key": `${id}-gone` }, "Remove");
    gone.addEventListener("click", () => this.set(path, null));
    return element(
      "div", { class: "judged", role: "group", "aria-label": of.label },
      element("span", { class: "name" }, of.label, of.meaning ? element("small", {}, of.meaning) : ""),
      element(
        "div", { class: "parts" },
        put("low", text("low", { inputmode: "decimal" }), "low"), put("mode", text("mode", { inputmode: "decimal" }), "most likely"), put("high", text("high", { inputmode: "decimal" }), "high"),
        put("confidence", select, "confidence"), put("basis", text("basis", { list: "bases" }), "basis: a source and the place in it", true), put("note", text("note"), "note", true), gone,
      ),
      ...this.wrong(path),
    );
  }

  // the judgements that are given, and a way to give others
  judgements(path, known) {
    const here = mapping(at(this.data, path));
    const given = known.filter((each) => each.key in here);
    const rows = given.map((each) => this.judgement([...path, each.key], here[each.key], { label: each.key.replaceAll("_", " "), meaning: each.meaning }));
    const missing = known.filter((each) => !(each.key in here));
    if (!missing.length) return rows;
    const id = this.id(path, "add");
    const select = element("select", { id, "data-key": id }, ...missing.map((each) => element("option", { value: each.key, title: each.meaning }, `${each.key.replaceAll("_", " ")} (${each.default} if left out)`)));
    const button = element("button", { type: "button", "data-key": `${id}-button` }, "Add");
    button.addEventListener("click", () => this.set([...path, select.value], missing.find((each) => each.key === select.value).default));
    return [...rows, element("div", { class: "adding" }, element("span", {}, element("label", { for: id }, "Another judgement"), select), button)];
  }

  adding(label, hint, act) {
    const id = `add-${slug(label)}`;
    const input = element("input", { id, placeholder: hint, "data-key": id, autocomplete: "off" });
    const button = element("button", { type: "button", "data-key": `${id}-button` }, "Add");
    const go = () => input.value.trim() && act(input.value.trim());
    button.addEventListener("click", () => {
      go();
      input.value = input.defaultValue;
    });
    input.addEventListener("keydown", (event) => event.key === "Enter" && button.click());
    return element("div", { class: "adding" }, element("span", {}, element("label", { for: id }, label), input), button);
  }

  removing(label, act) {
    const button = element("button", { type: "button", "data-key": `gone ${label}` }, label);
    button.addEventListener("click", act);
    return element("p", {}, button);
  }

  // --- parties ---

  party(key) {
    const path = ["parties", key];
    const party = mapping(at(this.data, path));
    const issues = mapping(this.data.issues);
    return this.group(path.join("."), `${party.name ?? key}`, path, () => [
      this.line([...path, "name"], party.name, "name"),
      this.line([...path, "seat"], party.seat, "seat"),
      element("h3", {}, "Of what it has at stake, how much lies in each issue"),
      ...Object.keys(issues).map((issue) => this.weight([...path, "salience", issue], mapping(party.salience)[issue], nameOf(issues, issue))),
      element("h3", {}, "Judgements"),
      ...this.judgements(path, this.fields.party),
      element("h3", {}, "What it will never accept"),
      ...Object.keys(issues).map((issue) => this.redLine(path, issue, mapping(party.red_lines)[issue])),
      this.removing(`Remove ${party.name ?? key} and all that is said of it`, () => this.amend(this.withoutParty(key))),
    ]);
  }

  weight(path, value, label) {
    if (value !== undefined) return this.judgement(path, value, { label });
    const id = this.id(path);
    const button = element("button", { type: "button", "data-key": id, "aria-label": `Give ${label} a weight` }, "Give it a weight");
    button.addEventListener("click", () => this.set(path, 0.1));
    return element("div", { class: "judged" }, element("span", { class: "name" }, label), element("div", { class: "parts" }, "nothing ", button));
  }

  redLine(path, issue, line) {
    const options = Object.keys(mapping(mapping(mapping(this.data.issues)[issue]).options)).slice(1);
    const chosen = new Set(mapping(line).options ?? []);
    const boxes = options.map((option) => {
      const id = this.id([...path, "red_lines", issue], option);
      const box = element("input", { type: "checkbox", id, "data-key": id, checked: chosen.has(option) });
      box.addEventListener("change", () => {
        const now = options.filter((each) => (each === option ? box.checked : chosen.has(each)));
        const where = [...path, "red_lines", issue];
        if (!now.length) this.set(where, null);
        else if (line) this.set([...where, "options"], now);
        else this.set(where, { options: now, softens: "never" });
      });
      return element("span", { class: "check" }, box, element("label", { for: id }, nameOf(mapping(mapping(this.data.issues)[issue].options), option)));
    });
    return element("div", { class: "judged", role: "group", "aria-label": nameOf(mapping(this.data.issues), issue) }, element("span", { class: "name" }, nameOf(mapping(this.data.issues), issue)), element("div", { class: "parts" }, ...boxes), ...this.wrong([...path, "red_lines", issue]));
  }

  newParty(name) {
    const key = free(name, mapping(this.data.parties), "party");
    const salience = Object.fromEntries(Object.keys(mapping(this.data.issues)).map((issue) => [issue, 0.1]));
    return this.add(["parties", key], { name, salience });
  }

  withoutParty(key) {
    const changes = [{ path: ["parties", key], remove: true }];
    for (const [issue, of] of Object.entries(mapping(this.data.issues))) {
      for (const [option, each] of Object.entries(mapping(of.options))) if (key in mapping(mapping(each).value)) changes.push({ path: ["issues", issue, "options", option, "value", key], remove: true });
    }
    for (const part of ["beliefs"]) if (key in mapping(this.data[part])) changes.push({ path: [part, key], remove: true });
    if (key in mapping(mapping(this.data.dynamics).capitulation)) changes.push({ path: ["dynamics", "capitulation", key], remove: true });
    return changes;
  }

  // --- issues ---

  issue(key) {
    const path = ["issues", key];
    const issue = mapping(at(this.data, path));
    return this.group(path.join("."), nameOf(mapping(this.data.issues), key), path, () => [
      this.line([...path, "name"], issue.name, "name"),
      this.line([...path, "question"], issue.question, "question"),
      ...this.judgements(path, this.fields.issue),
      element("h3", {}, "Options; the first is how things are today"),
      ...Object.keys(mapping(issue.options)).map((option, place) => this.option(path, option, place)),
      this.adding(`A new option of ${nameOf(mapping(this.data.issues), key)}`, "what it says", (text) => this.add([...path, "options", free(text, mapping(issue.options), "option")], { name: text, text })),
      this.removing(`Remove ${nameOf(mapping(this.data.issues), key)} and all that is said of it`, () => this.amend(this.withoutIssue(key))),
    ]);
  }

  option(path, key, place) {
    const here = [...path, "options", key];
    const option = mapping(at(this.data, here));
    const parties = mapping(this.data.parties);
    return this.group(here.join("."), nameOf(mapping(at(this.data, [...path, "options"])), key), here, () => [
      this.line([...here, "name"], option.name, "name"),
      this.line([...here, "text"], option.text, "text"),
      ...(place ? Object.keys(parties).map((party) => this.worth([...here, "value", party], mapping(option.value)[party], parties[party].name ?? party)) : [element("p", { class: "note" }, "How things are today is worth 0 to all; the others are set against it.")]),
      ...this.judgements(here, this.fields.option),
      this.removing(`Remove the option ${option.name ?? key}`, () => this.set(here, null)),
    ]);
  }

  worth(path, value, label) {
    if (value !== undefined) return this.judgement(path, value, { label: `worth to ${label}`, meaning: "from -1 to 1, against today" });
    const id = this.id(path);
    const button = element("button", { type: "button", "data-key": id, "aria-label": `Say what it is worth to ${label}` }, "Say another");
    button.addEventListener("click", () => this.set(path, 0.1));
    return element("div", { class: "judged" }, element("span", { class: "name" }, `worth to ${label}`), element("div", { class: "parts" }, "0 ", button));
  }

  newIssue(name) {
    const key = free(name, mapping(this.data.issues), "issue");
    this.open.add(`issues.${key}`);
    const weights = Object.keys(mapping(this.data.parties)).map((party) => ({ path: ["parties", party, "salience", key], value: 0.1 }));
    return this.amend([{ path: ["issues", key], value: { name, question: `What becomes of ${name}?`, options: { today: { name: "as it is today", text: "as it is today" }, other: { name: "another way", text: "another way" } } } }, ...weights]);
  }

  withoutIssue(key) {
    const changes = [{ path: ["issues", key], remove: true }];
    for (const [party, of] of Object.entries(mapping(this.data.parties))) {
      for (const part of ["salience", "red_lines", "preconditions"]) if (key in mapping(of[part])) changes.push({ path: ["parties", party, part, key], remove: true });
      for (const [group, each] of Object.entries(mapping(of.constituencies))) {
        for (const part of ["salience", "values"]) if (key in mapping(each[part])) changes.push({ path: ["parties", party, "constituencies", group, part, key], remove: true });
      }
    }
    return changes;
  }

  // --- sources ---

  source(key) {
    const path = ["sources", key];
    const source = mapping(at(this.data, path));
    return this.group(path.join("."), key, path, () => [
      ...SOURCE.map((each) => this.line([...path, each], source[each], each, each === "grade" ? "Grade, A-F and 1-6, such as B2" : undefined)),
      this.removing(`Remove the source ${key}`, () => this.set(path, null)),
    ]);
  }
}

function mapping(value) {
  return value && typeof value === "object" && !Array.isArray(value) ? value : {};
}

function at(data, path) {
  return path.reduce((here, key) => mapping(here)[key], data);
}

function nameOf(all, key) {
  const said = mapping(all[key]).name;
  return typeof said === "string" && said ? said : key;
}

function free(name, taken, otherwise) {
  const first = slug(name) || otherwise;
  let key = first;
  for (let number = 2; key in taken; number += 1) key = `${first}-${number}`;
  return key;
}

function numberOr(text) {
  const value = Number(text.trim().replace(",", "."));
  return text.trim() !== "" && Number.isFinite(value) ? value : text.trim();
}

function partsOf(value) {
  if (Array.isArray(value)) return { low: value[0], mode: value[1], high: value[2] };
  if (value && typeof value === "object") return value;
  return { mode: value };
}

// as short as it can be: a number, a range, or both with where they come from
function valueOf(inputs, before) {
  const text = (key) => inputs[key].value.trim();
  const numbers = Object.fromEntries(["low", "mode", "high"].filter((key) => text(key)).map((key) => [key, numberOr(text(key))]));
  const said = Object.fromEntries(["basis", "confidence", "note"].filter((key) => text(key)).map((key) => [key, text(key)]));
  const wasMapping = before && typeof before === "object" && !Array.isArray(before);
  if (Object.keys(said).length || (wasMapping && Object.keys(numbers).length)) return { ...numbers, ...said };
  if ("low" in numbers && "high" in numbers) return [numbers.low, numbers.mode ?? "", numbers.high];
  return Object.keys(numbers).length > 1 ? numbers : (numbers.mode ?? null);
}
