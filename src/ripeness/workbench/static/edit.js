// The page on which a case is written. There is one truth, the text: the form and the file are made from it.
import { Refused, History, afterPause, ask, at, differences, element, slug } from "./asking.js";
import { Form } from "./form.js";

const start = JSON.parse(at("start").textContent);
const field = at("text");
// a text area knows one kind of line end, so that the file's own is put back in
const lineEnd = /\r\n/.test(start.text) ? "\r\n" : /\r/.test(start.text) ? "\r" : "\n";
const shown = (text) => text.replace(/\r\n?/g, "\n");
const filed = (text) => (lineEnd === "\n" ? text : text.replaceAll("\n", lineEnd));

// what is on disk as this page knows it: its text, and the digest by which a change of it is noticed
let disk = { text: shown(start.text), digest: start.digest };
let digest = start.draft ? start.draft.digest : start.digest;
const history = new History({ text: disk.text, from: 0, to: 0 });
let checkedText = null;
let problems = [];
let looks = [];

// --- the text ---

function put(text, from, to, joined = false) {
  history.put({ text, from, to }, joined);
  display();
  changed();
}

function display() {
  const { text, from, to } = history.now;
  if (field.value !== text) field.value = text;
  field.setSelectionRange(from, to);
  numbers();
}

function move(by) {
  if (!history.move(by)) return;
  display();
  changed();
}

function changed() {
  at("undo").disabled = history.place === 0;
  at("redo").disabled = history.place === history.states.length - 1;
  const isAsBegun = history.now.text === disk.text;
  tell(isSaved() ? "As it is on disk." : isAsBegun ? "Not saved yet." : "Changed; keeping a draft …");
  lookSoon();
  keepSoon();
}

const isSaved = () => history.now.text === disk.text && Boolean(disk.digest);

function tell(text) {
  at("state").textContent = text;
}

field.addEventListener("input", () => {
  history.put({ text: field.value, from: field.selectionStart, to: field.selectionEnd }, true);
  numbers();
  changed();
  if (!at("words").hidden) completeSoon();
});

// --- the draft ---

let isAway = false;

async function keep() {
  const { text } = history.now;
  try {
    if (text === disk.text) await drop();
    else await ask("PUT", `drafts/${start.name}`, { text: filed(text), digest });
    isAway = false;
    if (text === history.now.text && text !== disk.text) tell(`A draft of this is kept, ${new Date().toLocaleTimeString("en", { hour: "2-digit", minute: "2-digit", hour12: false })}; it is not saved yet.`);
  } catch (error) {
    if (error instanceof Refused) {
      tell(`No draft is kept: ${error.message}`);
      return;
    }
    isAway = true;
    tell("The server does not answer. Your text is in this page; a draft is kept as soon as it does.");
    keepSoon();
  }
}

const drop = () => ask("DELETE", `drafts/${start.name}`);

const keepSoon = afterPause(500, keep);

addEventListener("beforeunload", (event) => {
  if (isAway && !isSaved()) event.preventDefault();
});

// --- what is wrong ---

async function look() {
  const { text } = history.now;
  if (text === checkedText) return;
  try {
    const said = await ask("POST", "check", { text: filed(text) });
    if (text !== history.now.text) return;
    checkedText = text;
    problems = said.problems.map((each) => ({ ...each, kind: "wrong" }));
    looks = said.warnings.map((each) => ({ ...each, kind: "look" }));
    verdict();
    numbers();
    beside();
    form.show(said.data, said.problems);
  } catch (error) {
    at("verdict").className = "verdict no";
    at("verdict").textContent = error instanceof Refused ? error.message : "The server does not answer, so that nothing is checked.";
  }
}

const lookSoon = afterPause(250, look);

function verdict() {
  const count = problems.length;
  const worth = looks.length ? ` ${looks.length === 1 ? "One thing is" : `${looks.length} things are`} worth a look.` : "";
  at("verdict").className = `verdict ${count ? "no" : "yes"}`;
  at("verdict").textContent = count ? `${count === 1 ? "One thing is" : `${count} things are`} wrong; a case is saved once nothing is.` : `Nothing is wrong.${worth}`;
  const rows = [...problems, ...looks].map((each) => {
    const go = element("button", { type: "button" }, each.line ? `Line ${each.line}` : "Text");
    go.addEventListener("click", () => goTo(each));
    return element("li", { class: each.kind }, go, each.path ? `${each.path}: ` : "", each.message);
  });
  at("problems").replaceChildren(...(rows.length ? rows : [element("li", { class: "note" }, "Nothing.")]));
}

function goTo({ line, column }) {
  select(tabs[0]);
  const lines = field.value.split("\n").slice(0, Math.max(line - 1, 0));
  const place = lines.reduce((sum, each) => sum + each.length + 1, 0) + Math.max(column - 1, 0);
  field.focus();
  field.setSelectionRange(place, place);
  field.scrollTop = Math.max(line - 6, 0) * lineHeight();
}

// --- lines, and what is said beside them ---

function lineHeight() {
  return parseFloat(getComputedStyle(field).lineHeight);
}

function numbers() {
  const marks = new Map();
  for (const each of [...looks, ...problems]) if (each.line) marks.set(each.line, each.kind);
  const count = field.value.split("\n").length;
  const gutter = at("gutter");
  while (gutter.children.length > count) gutter.lastChild.remove();
  while (gutter.children.length < count) gutter.append(element("div", {}, String(gutter.children.length + 1)));
  [...gutter.children].forEach((line, place) => {
    const kind = marks.get(place + 1) ?? "";
    if (line.className !== kind) line.className = kind;
  });
  scroll();
}

function beside() {
  const height = lineHeight();
  const inner = element("div");
  let free = 0;
  for (const each of [...problems, ...looks].filter(({ line }) => line).sort((a, b) => a.line - b.line)) {
    const row = Math.max(each.line - 1, free);
    free = row + 1;
    const note = element("button", { type: "button", class: each.kind, tabindex: "-1", title: each.message }, `${each.line}: ${each.message}`);
    note.style.top = `${row * height}px`;
    note.addEventListener("click", () => goTo(each));
    inner.append(note);
  }
  at("notes").replaceChildren(inner);
  scroll();
}

function scroll() {
  at("gutter").scrollTop = field.scrollTop;
  const inner = at("notes").firstElementChild;
  if (inner) inner.style.transform = `translateY(${-field.scrollTop}px)`;
}

field.addEventListener("scroll", () => {
  scroll();
  close();
});

// --- completion ---

let words = [];
let chosen = 0;
let replaces = 0;

async function complete() {
  const before = field.value.slice(0, field.selectionStart).split("\n");
  const place = { line: before.length, column: before.at(-1).length + 1 };
  let said;
  try {
    said = await ask("POST", "complete", { text: field.value, ...place });
  } catch {
    close();
    return;
  }
  words = said.words;
  replaces = said.replaces;
  if (!words.length) {
    close();
    return;
  }
  chosen = 0;
  const list = at("words");
  list.replaceChildren(...words.map((each, number) => {
    const row = element("li", { role: "option", id: `word-${number}`, "aria-selected": String(number === 0) }, element("b", {}, each.word), element("small", {}, each.meaning));
    row.addEventListener("mousedown", (event) => {
      event.preventDefault();
      chosen = number;
      accept();
    });
    return row;
  }));
  list.hidden = false;
  const size = measured();
  const top = (place.line * size.height) - field.scrollTop + 8;
  list.style.left = `${Math.max(0, Math.min((place.column - 1 - replaces) * size.width - field.scrollLeft, field.clientWidth - list.offsetWidth))}px`;
  list.style.top = `${top + list.offsetHeight > field.clientHeight ? Math.max(0, top - size.height - list.offsetHeight - 4) : top}px`;
  field.setAttribute("aria-activedescendant", "word-0");
}

const completeSoon = afterPause(60, complete);

function measured() {
  const sample = element("span", {}, "0".repeat(100));
  sample.style.cssText = "position:absolute;visibility:hidden;white-space:pre";
  sample.style.font = getComputedStyle(field).font;
  document.body.append(sample);
  const width = sample.getBoundingClientRect().width / 100;
  sample.remove();
  return { width, height: lineHeight() };
}

function choose(by) {
  chosen = (chosen + by + words.length) % words.length;
  [...at("words").children].forEach((row, number) => row.setAttribute("aria-selected", String(number === chosen)));
  at("words").children[chosen].scrollIntoView({ block: "nearest" });
  field.setAttribute("aria-activedescendant", `word-${chosen}`);
}

function accept() {
  const to = field.selectionStart;
  const from = to - replaces;
  const { insert } = words[chosen];
  close();
  put(field.value.slice(0, from) + insert + field.value.slice(to), from + insert.length, from + insert.length);
  field.focus();
}

function close() {
  at("words").hidden = true;
  field.removeAttribute("aria-activedescendant");
}

field.addEventListener("blur", close);
// not a stop for keys, which stay in the text; a wheel turns it all the same
at("words").addEventListener("wheel", (event) => {
  event.preventDefault();
  at("words").scrollTop += event.deltaY;
}, { passive: false });
field.addEventListener("keydown", (event) => {
  if (event.ctrlKey && event.code === "Space") {
    event.preventDefault();
    complete();
  } else if (!at("words").hidden) {
    const act = { ArrowDown: () => choose(1), ArrowUp: () => choose(-1), Enter: accept, Tab: accept, Escape: close }[event.key];
    if (act) {
      event.preventDefault();
      act();
    }
  } else if (event.key === "Enter" && !event.ctrlKey && !event.shiftKey) {
    // a new line begins where the last one did
    const before = field.value.slice(0, field.selectionStart);
    const line = before.slice(before.lastIndexOf("\n") + 1);
    const indent = line.match(/^ */)[0] + (/:\s*$/.test(line) && line.trim() ? "  " : "");
    event.preventDefault();
    put(`${before}\n${indent}${field.value.slice(field.selectionEnd)}`, before.length + 1 + indent.length, before.length + 1 + indent.length);
    field.blur();
    field.focus();
  }
});

addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey)) return;
  const key = event.key.toLowerCase();
  if (key === "s") {
    event.preventDefault();
    save();
  } else if ((key === "z" || key === "y") && (event.target === field || !event.target.matches("input, select, textarea"))) {
    event.preventDefault();
    move(key === "y" || event.shiftKey ? 1 : -1);
  }
});
at("undo").addEventListener("click", () => move(-1));
at("redo").addEventListener("click", () => move(1));

// --- the form writes into the text, one change after another ---

let writing = Promise.resolve();

function amend(changes) {
  writing = writing.then(async () => {
    const { text } = history.now;
    try {
      const said = await ask("POST", "amend", { text: filed(text), changes });
      put(shown(said.text), 0, 0);
      await look();
    } catch (error) {
      tell(`This could not be written into the text: ${error.message}`);
      form.again();
    }
  });
  return writing;
}

const form = new Form(at("form"), amend, start.fields);

// --- tabs ---

const tabs = [at("tab-text"), at("tab-form")];

function select(tab) {
  for (const each of tabs) {
    const is = each === tab;
    each.setAttribute("aria-selected", String(is));
    each.tabIndex = is ? 0 : -1;
    at(each.getAttribute("aria-controls")).hidden = !is;
  }
  const address = new URL(location);
  if (tab.id === "tab-form") address.searchParams.set("tab", "form");
  else address.searchParams.delete("tab");
  window.history.replaceState(null, "", address);
  if (tab.id === "tab-text") {
    numbers();
    beside();
  }
}

for (const tab of tabs) {
  tab.addEventListener("click", () => select(tab));
  tab.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    const other = tabs[1 - tabs.indexOf(tab)];
    select(other);
    other.focus();
  });
}

// --- saving ---

async function save() {
  await writing;
  const isNew = !start.own || !disk.digest;
  if (isNew) {
    name();
    return;
  }
  const { text } = history.now;
  try {
    settle(await ask("PUT", `cases/${start.name}`, { text: filed(text), digest }), text);
  } catch (error) {
    if (error.status === 409) differ(error.said.current);
    else refuse(error);
  }
}

async function settle(saved, text) {
  disk = { text, digest: saved.digest };
  digest = saved.digest;
  at("offer").replaceChildren();
  await drop();
  changed();
  const link = element("a", { href: `/case/${start.name}` }, "open the case");
  at("state").replaceChildren("Saved; ", link, ".");
}

function refuse(error) {
  if (!(error instanceof Refused)) {
    tell("The server does not answer, so that nothing is saved. Your text is in this page.");
    return;
  }
  tell(`Not saved: ${error.message}`);
  const first = problems[0];
  if (first && error.status === 422) goTo(first);
}

function name() {
  at("naming-said").textContent = "";
  at("new-name").value ||= start.name.startsWith("_") ? slug(form.data?.title ?? "") : disk.digest ? `${start.name}-2` : start.name;
  at("naming").showModal();
  at("new-name").select();
}

at("save").addEventListener("click", save);
at("save-as").addEventListener("click", name);
at("naming-cancel").addEventListener("click", () => at("naming").close());
at("naming").querySelector("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    const saved = await ask("POST", "cases", { name: at("new-name").value.trim(), text: filed(history.now.text) });
    await drop();
    disk = { text: history.now.text, digest: saved.digest };
    location.assign(`/case/${saved.name}`);
  } catch (error) {
    at("naming-said").textContent = error instanceof Refused ? error.message : "The server does not answer, so that nothing is saved.";
  }
});

// --- a file that changed meanwhile ---

let theirs = null;

function rowsOf(one, other) {
  const rows = differences(one, other);
  const near = new Set();
  rows.forEach(([sign], place) => {
    if (sign !== " ") for (let each = place - 2; each <= place + 2; each += 1) near.add(each);
  });
  const made = [];
  let skipped = 0;
  rows.forEach(([sign, left, right, text], place) => {
    if (!near.has(place)) {
      skipped += 1;
      return;
    }
    if (skipped) made.push(element("tr", { class: "skipped" }, element("td", { class: "n" }, "…"), element("td", { class: "n" }, "…"), element("td", {}, `${skipped} lines are the same`)));
    skipped = 0;
    const kind = { "-": "gone", "+": "come", " ": "" }[sign];
    made.push(element("tr", { class: kind }, element("td", { class: "n" }, String(left ?? "")), element("td", { class: "n" }, String(right ?? "")), element("td", {}, `${sign} ${text}`)));
  });
  return made;
}

function differ(current) {
  theirs = current;
  at("differing-said").textContent = "Another program wrote to it since you opened it. Lines with − are on disk only, lines with + are yours only. Nothing is written until you choose.";
  at("difference").replaceChildren(...rowsOf(shown(current.text), history.now.text));
  at("choices").hidden = false;
  at("differing-title").textContent = "The file has changed on disk";
  if (!at("differing").open) at("differing").showModal();
}

at("keep-mine").addEventListener("click", async () => {
  at("differing").close();
  digest = theirs.digest;
  await save();
});
at("take-theirs").addEventListener("click", () => {
  at("differing").close();
  take(theirs);
});
at("later").addEventListener("click", () => {
  at("differing").close();
  offer("The file has changed on disk since you opened it.", ["Show what differs", () => differ(theirs)]);
});

function take(current) {
  disk = { text: shown(current.text), digest: current.digest };
  digest = current.digest;
  at("offer").replaceChildren();
  put(disk.text, 0, 0);
}

function offer(text, ...acts) {
  const buttons = acts.map(([words, act]) => {
    const button = element("button", { type: "button" }, words);
    button.addEventListener("click", act);
    return button;
  });
  at("offer").replaceChildren(element("p", {}, text, ...buttons));
}

let known = start.digest;

async function watch() {
  if (document.hidden || !start.digest || at("differing").open) return;
  let current;
  try {
    current = await ask("GET", `cases/${start.name}/text`);
  } catch (error) {
    if (error.status === 404 && known) {
      known = "";
      offer("The file is not there any more. Your text is here: save it as a new case.");
    }
    return;
  }
  if (current.digest === disk.digest || current.digest === known) return;
  known = current.digest;
  if (history.now.text === disk.text) {
    take(current);
    offer("The file has changed on disk; this is how it is now. Undo brings back what you had.");
  } else {
    theirs = current;
    offer("The file has changed on disk since you opened it.", ["Show what differs", () => differ(theirs)]);
  }
}

addEventListener("focus", watch);
setInterval(watch, 4000);

// --- beginning ---

if (start.draft) {
  history.put({ text: shown(start.draft.text), from: 0, to: 0 });
  if (start.digest) {
    const since = start.draft.digest === start.digest ? "" : " The file has changed on disk since it was begun.";
    offer(
      `This is your draft, which is not saved yet.${since}`,
      ["Show what differs", () => {
        differ({ text: disk.text, digest: disk.digest });
        at("differing-title").textContent = "Your draft and the file";
        at("differing-said").textContent = "Lines with − are on disk only, lines with + are in your draft only.";
        at("choices").hidden = false;
      }],
      ["Go back to the file", async () => {
        take({ text: disk.text, digest: disk.digest });
        await keep();
      }],
    );
  } else {
    offer("This is your draft, which is not saved yet.");
  }
}
display();
changed();
if (new URLSearchParams(location.search).get("tab") === "form") select(tabs[1]);
look();
