// Seven questions to a first case. The answers are the state; the server makes the text and says what is wrong with it.
import { Refused, History, afterPause, ask, at, element, slug } from "./asking.js";

const start = JSON.parse(at("start").textContent);
const WORTH = { "much-worse": "much worse", worse: "worse", same: "no better, no worse", better: "better", "much-better": "much better" };
const GIVES = { little: "little: almost nothing", some: "some: about a fifth of what is at stake", much: "much: two fifths or more" };
const BEARS = { little: "almost nothing", some: "some loss", much: "a heavy loss" };
const OFTEN = { rarely: "rarely", sometimes: "now and then", often: "often" };
const WAR = { cannot: "could not wage one", ruin: "would be ruin", heavy: "would be heavy", bearable: "could be borne" };
const TIME = { for: "works for it", neither: "works for nobody", against: "works against it" };
const SUCCESSOR = { less: "less", same: "as much", more: "more" };

const blankParty = () => ({ name: "", seat: "", shares: [], views: [], gives: "some", power: 50, time: "neither", hopes_other_gives_in: false, hopes_for_successor: false, war: "heavy" });
const blankIssue = () => ({ name: "", question: "", options: [{ text: "as it is today" }, { text: "" }] });
const first = () => ({
  title: "", region: "", summary: "", name: "", as_of: start.today, horizon: 36, step: 0, parties: [blankParty(), blankParty()], issues: [blankIssue()], groups: [], incidents: "sometimes", misreading: "sometimes", triggers: [], coming: [],
});

const history = new History(JSON.stringify(start.answers ?? first()));
let answers = JSON.parse(history.now);
let made = { text: "", problems: [{}], warnings: [] };

const QUESTIONS = [
  ["Who are the parties?", parties],
  ["What is in dispute?", issues],
  ["What does each want, and what will it not do?", wants],
  ["What does each hope for otherwise?", hopes],
  ["Who must agree at home?", home],
  ["What could go wrong?", wrong],
  ["What is coming?", coming],
];

// --- state ---

// every party has a share and a view for every issue and option
function squared() {
  const count = answers.issues.length;
  for (const party of answers.parties) {
    const had = party.shares.length;
    party.shares.length = count;
    party.views.length = count;
    for (let at = 0; at < count; at += 1) {
      party.shares[at] ??= 0;
      party.views[at] ??= [];
      const views = party.views[at];
      views.length = answers.issues[at].options.length;
      for (let place = 0; place < views.length; place += 1) views[place] ??= { worth: "same", never: false };
    }
    // untouched shares are even; those that were given make room for none
    const sum = party.shares.reduce((all, each) => all + each, 0);
    if ((had !== count && isEven(party.shares.slice(0, had))) || !sum) even(party.shares);
    else if (sum !== 100) rest(party.shares, -1);
  }
  for (const each of [...answers.groups, ...answers.coming]) each.party = Math.min(each.party, answers.parties.length - 1);
  for (const each of answers.groups) each.issue = Math.min(each.issue, count - 1);
}

function isEven(shares) {
  return shares.length < 2 || Math.max(...shares) - Math.min(...shares) <= 1;
}

function even(shares) {
  for (let at = 0; at < shares.length; at += 1) shares[at] = Math.floor(100 / shares.length) + (at < 100 % shares.length ? 1 : 0);
}

// the other shares give or take in proportion, in whole parts, so that all make 100
function rest(shares, kept) {
  const others = shares.map((_, at) => at).filter((at) => at !== kept);
  if (!others.length) {
    shares[kept] = 100;
    return;
  }
  const left = 100 - (kept < 0 ? 0 : shares[kept]);
  const sum = others.reduce((all, at) => all + shares[at], 0);
  for (const at of others) shares[at] = sum ? Math.floor((shares[at] * left) / sum) : Math.floor(left / others.length);
  const missing = 100 - shares.reduce((all, each) => all + each, 0);
  const largest = others.reduce((most, at) => (shares[at] > shares[most] ? at : most), others[0]);
  shares[largest] += missing;
}

function changed(anew = true, joined = false) {
  squared();
  history.put(JSON.stringify(answers), joined);
  if (anew) draw();
  buttons();
  makeSoon();
}

function move(by) {
  if (!history.move(by)) return;
  answers = JSON.parse(history.now);
  draw();
  buttons();
  makeSoon();
}

function buttons() {
  at("undo").disabled = history.place === 0;
  at("redo").disabled = history.place === history.states.length - 1;
}

async function make() {
  const asked = history.now;
  try {
    const said = await ask("POST", "guide", answers);
    if (asked !== history.now) return;
    show(said);
    await ask("PUT", "drafts/_new", { text: said.text, answers });
    at("state").textContent = "Your answers are kept on this machine; every word stands for a number, which you can better afterwards.";
  } catch (error) {
    at("state").textContent = error instanceof Refused ? error.message : "The server does not answer. Your answers are in this page, and are kept as soon as it does.";
    if (!(error instanceof Refused)) setTimeout(makeSoon, 2000);
  }
}

const makeSoon = afterPause(250, make);

// the text, what is new in it marked
function show(said) {
  const before = new Set(made.text.split("\n"));
  const isFirst = !made.text;
  made = said;
  at("made").replaceChildren(...said.text.split("\n").flatMap((line) => [isFirst || before.has(line) ? line : element("ins", {}, line), "\n"]));
  const mark = at("made").querySelector("ins");
  if (mark) at("made").scrollTop = Math.max(0, mark.offsetTop - at("made").offsetTop - 60);
  const open = unanswered();
  const count = said.problems.length;
  const wrongs = `${count === 1 ? "One thing is" : `${count} things are`} wrong.`;
  const left = open.length === 1 ? "One answer is missing." : `${open.length} answers are missing.`;
  at("verdict").className = `verdict ${count || open.length ? "no" : "yes"}`;
  at("verdict").textContent = [count ? wrongs : "", open.length ? left : ""].filter(Boolean).join(" ") || "Nothing is wrong: this is a case.";
  at("problems").replaceChildren(
    ...said.problems.slice(0, 8).map((each) => element("li", { class: "wrong" }, [each.path, each.message].filter(Boolean).join(": "))),
    ...open.map((each) => element("li", {}, `Question ${each.step + 1}: ${each.words}`)),
  );
  const done = document.getElementById("finish");
  if (done) done.disabled = count + open.length > 0;
  [...at("steps").querySelectorAll("button")].forEach((button, step) => button.classList.toggle("answered", !open.some((each) => each.step === step) && step < 3));
}

// what is not answered yet, by question; without it there would be a case, but not of this dispute
function unanswered() {
  const open = [];
  const miss = (step, words) => open.push({ step, words });
  if (!answers.title.trim()) miss(0, "what the dispute is called");
  answers.parties.forEach((party, place) => party.name.trim() || miss(0, `the name of party ${place + 1}`));
  answers.issues.forEach((issue, place) => {
    if (!issue.name.trim()) miss(1, `the name of issue ${place + 1}`);
    if (issue.options.some((option) => !option.text.trim())) miss(1, `what each way to settle ${issueName(place)} is`);
  });
  answers.parties.forEach((party, place) => {
    const isFlat = party.views.every((views) => views.slice(1).every((view) => view.worth === "same"));
    if (isFlat) miss(2, `which ways are better and which worse for ${partyName(place)}`);
  });
  answers.groups.forEach((group, place) => group.name.trim() || miss(4, `the name of group ${place + 1}`));
  answers.coming.forEach((each, place) => each.date || miss(6, `the date of day ${place + 1}`));
  return open;
}

// --- pieces of a question ---

let counter = 0;

function entry(label, input, hint) {
  counter += 1;
  input.id ||= `q-${answers.step}-${counter}`;
  return element("div", { class: "entry" }, element("label", { for: input.id }, label, hint ? element("small", { class: "note" }, ` ${hint}`) : ""), input);
}

function text(of, key, label, hint, attributes = {}) {
  const input = element("input", { maxlength: "300", autocomplete: "off", ...attributes });
  input.value = of[key];
  input.addEventListener("input", () => {
    of[key] = attributes.type === "number" ? Math.min(Math.max(Number(input.value) || 0, Number(attributes.min ?? 0)), Number(attributes.max ?? 300)) : input.value;
    changed(false, true);
  });
  return entry(label, input, hint);
}

function choice(of, key, words, label, hint) {
  const select = element("select", {}, ...Object.entries(words).map(([value, each]) => element("option", { value, selected: String(of[key]) === value }, each)));
  select.addEventListener("change", () => {
    of[key] = typeof of[key] === "number" ? Number(select.value) : select.value;
    changed(false);
  });
  return entry(label, select, hint);
}

function tick(of, key, label) {
  counter += 1;
  const id = `q-${answers.step}-${counter}`;
  const box = element("input", { type: "checkbox", id, checked: of[key] });
  box.addEventListener("change", () => {
    of[key] = box.checked;
    changed(false);
  });
  return element("p", { class: "check" }, box, element("label", { for: id }, label));
}

function asked(legend, ...inside) {
  return element("fieldset", { class: "asked" }, element("legend", {}, legend), ...inside);
}

function adder(words, act, isOff = false) {
  const button = element("button", { type: "button", disabled: isOff }, words);
  button.addEventListener("click", () => {
    act();
    changed();
    const inputs = [...at("question").querySelectorAll(".asked:last-of-type input")];
    (inputs.at(-1) ?? at("question")).focus();
  });
  return element("p", {}, button);
}

function remover(words, list, place) {
  const button = element("button", { type: "button" }, words);
  button.addEventListener("click", () => {
    list.splice(place, 1);
    changed();
  });
  return button;
}

const partyName = (place) => answers.parties[place]?.name || `party ${place + 1}`;
const issueName = (place) => answers.issues[place]?.name || `issue ${place + 1}`;
const numbered = (list, name) => Object.fromEntries(list.map((_, place) => [place, name(place)]));

// --- the seven ---

function parties() {
  return [
    text(answers, "title", "What is the dispute called?", "", { placeholder: "The United States and Iran, March 2020" }),
    text(answers, "region", "Where is it?", "", { placeholder: "Middle East" }),
    text(answers, "as_of", "On which day do you judge it?", "", { type: "date" }),
    text(answers, "horizon", "How many months do you look ahead?", "", { type: "number", min: "1", max: "240" }),
    ...answers.parties.map((party, place) =>
      asked(
        `Party ${place + 1}`,
        text(party, "name", "Its name in a sentence", "", { placeholder: place ? "Iran" : "the United States" }),
        text(party, "seat", "Who acts for it, if it has a name of its own", "", { placeholder: place ? "Tehran" : "Washington" }),
        text(party, "power", "Its share of the power between them, in parts of 100", "", { type: "number", min: "0", max: "100" }),
        ...(answers.parties.length > 2 ? [remover(`Remove ${partyName(place)}`, answers.parties, place)] : []),
      ),
    ),
    adder("Another party", () => answers.parties.push(blankParty()), answers.parties.length >= 8),
  ];
}

function issues() {
  return [
    element("p", { class: "note" }, "Take each question on which they could agree or not by itself. The first way to settle it is how things are today."),
    ...answers.issues.map((issue, place) =>
      asked(
        `Issue ${place + 1}`,
        text(issue, "name", "Its name in a sentence", "", { placeholder: "the nuclear programme" }),
        text(issue, "question", "The question", "", { placeholder: "How far may Iran enrich uranium?" }),
        ...issue.options.map((option, at) =>
          element(
            "div", {}, text(option, "text", at ? `Another way, ${at}` : "How things are today", "", { placeholder: at ? "the limits of 2015" : "as it is today" }),
            ...(at && issue.options.length > 2 ? [removerOfOption(issue, place, at)] : []),
          ),
        ),
        adderWithin("Another way to settle it", () => issue.options.push({ text: "" }), issue.options.length >= 12),
        ...(answers.issues.length > 1 ? [removerOfIssue(place)] : []),
      ),
    ),
    adder("Another issue", () => answers.issues.push(blankIssue()), answers.issues.length >= 20),
  ];
}

function adderWithin(words, act, isOff) {
  const button = element("button", { type: "button", disabled: isOff }, words);
  button.addEventListener("click", () => {
    const place = [...at("question").querySelectorAll(".asked")].indexOf(button.closest(".asked"));
    act();
    changed();
    [...at("question").querySelectorAll(".asked")[place].querySelectorAll("input")].at(-1).focus();
  });
  return element("p", {}, button);
}

function removerOfOption(issue, place, option) {
  const button = element("button", { type: "button" }, `Remove way ${option}`);
  button.addEventListener("click", () => {
    issue.options.splice(option, 1);
    for (const party of answers.parties) party.views[place]?.splice(option, 1);
    changed();
  });
  return button;
}

function removerOfIssue(place) {
  const button = element("button", { type: "button" }, `Remove ${issueName(place)}`);
  button.addEventListener("click", () => {
    answers.issues.splice(place, 1);
    for (const party of answers.parties) {
      party.shares.splice(place, 1);
      party.views.splice(place, 1);
    }
    changed();
  });
  return button;
}

function wants() {
  return answers.parties.map((party, place) =>
    asked(
      partyName(place),
      shares(party, place),
      ...answers.issues.map((issue, at) => worths(party, place, issue, at)),
      choice(party, "gives", GIVES, `How much would ${partyName(place)} give up in a deal, all in all?`),
    ),
  );
}

function shares(party, place) {
  const bar = element("div", { class: "whole", "aria-hidden": "true" });
  const rows = [];
  const refresh = (but) => {
    bar.replaceChildren(...party.shares.map((share) => {
      const part = element("i");
      part.style.width = `${share}%`;
      return part;
    }));
    rows.forEach(({ slider, number }, at) => {
      if (slider !== but) slider.value = party.shares[at];
      if (number !== but) number.value = party.shares[at];
    });
  };
  const made = answers.issues.map((_, at) => {
    const label = `How much of what ${partyName(place)} has at stake is ${issueName(at)}?`;
    const id = `share-${place}-${at}`;
    const slider = element("input", { type: "range", id, min: "0", max: "100", step: "1" });
    const number = element("input", { type: "number", min: "0", max: "100", "aria-label": `${label} In parts of 100` });
    for (const input of [slider, number]) {
      input.addEventListener("input", () => {
        party.shares[at] = Math.round(Math.min(Math.max(Number(input.value) || 0, 0), 100));
        rest(party.shares, at);
        refresh(input);
        changed(false, true);
      });
    }
    rows.push({ slider, number });
    return element("div", { class: "share" }, element("label", { for: id }, label), slider, number);
  });
  refresh();
  return element("div", {}, ...made, bar, element("p", { class: "note" }, "The parts make 100 together: what one gains the others give."));
}

function worths(party, place, issue, at) {
  const head = element("thead", {}, element("tr", {}, ...["", "against today", "will never accept it"].map((each) => (each ? element("th", { scope: "col" }, each) : element("td")))));
  const rows = issue.options.slice(1).map((option, number) => {
    const view = party.views[at][number + 1];
    const said = option.text || `way ${number + 1}`;
    const select = element("select", { "aria-label": `${said}: what it is worth to ${partyName(place)}` }, ...Object.entries(WORTH).map(([value, each]) => element("option", { value, selected: view.worth === value }, each)));
    select.addEventListener("change", () => {
      view.worth = select.value;
      changed(false);
    });
    const box = element("input", { type: "checkbox", checked: view.never, "aria-label": `${said}: ${partyName(place)} will never accept it` });
    box.addEventListener("change", () => {
      view.never = box.checked;
      changed(false);
    });
    return element("tr", {}, element("th", { scope: "row" }, said), element("td", {}, select), element("td", {}, box));
  });
  const title = element("caption", { class: "note" }, `${issueName(at)}: what would each way be to ${partyName(place)}?`);
  return element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": `${partyName(place)} on ${issueName(at)}` }, element("table", { class: "worths" }, title, head, element("tbody", {}, ...rows)));
}

function hopes() {
  return answers.parties.map((party, place) =>
    asked(
      partyName(place),
      choice(party, "time", TIME, "Without an agreement, time"),
      tick(party, "hopes_other_gives_in", `${partyName(place)} hopes that pressure makes the other give in`),
      tick(party, "hopes_for_successor", `${partyName(place)} hopes that the other’s next leaders will be easier (the day stands in the last question)`),
    ),
  );
}

function home() {
  return [
    element("p", { class: "note" }, "A parliament, an army, core supporters: whoever can stop what is signed. Leave it empty where nobody can."),
    ...answers.groups.map((group, place) =>
      asked(
        `Group ${place + 1}`,
        text(group, "name", "Its name in a sentence", "", { placeholder: "Congress" }),
        choice(group, "party", numbered(answers.parties, partyName), "Whose agreement does it give or refuse?"),
        choice(group, "issue", numbered(answers.issues, issueName), "What does it care about most?"),
        choice(group, "bears", BEARS, "How much of a loss would it bear in a deal?"),
        remover(`Remove ${group.name || `group ${place + 1}`}`, answers.groups, place),
      ),
    ),
    adder("A group at home", () => answers.groups.push({ party: 0, name: "", issue: 0, bears: "little" }), answers.groups.length >= 12),
  ];
}

function wrong() {
  return [
    choice(answers, "incidents", OFTEN, "Does an incident turn the stalemate into a crisis?"),
    choice(answers, "misreading", OFTEN, "Does one side misread the other, so that there is war though nobody wants it?"),
    ...answers.parties.map((party, place) => choice(party, "war", WAR, `For ${partyName(place)} a war`)),
    ...answers.triggers.map((trigger, place) =>
      asked(
        `Event ${place + 1}`, text(trigger, "name", "What happens elsewhere?", "", { placeholder: "an ally is attacked" }), choice(trigger, "often", OFTEN, "How often?"),
        remover(`Remove ${trigger.name || `event ${place + 1}`}`, answers.triggers, place),
      ),
    ),
    adder("An event elsewhere that could set it off", () => answers.triggers.push({ name: "", often: "rarely" }), answers.triggers.length >= 12),
  ];
}

function coming() {
  answers.name ||= slug(answers.title);
  const finish = element("button", { type: "button", id: "finish", class: "main", disabled: made.problems.length + unanswered().length > 0 }, "Save the case");
  finish.addEventListener("click", save);
  return [
    element("p", { class: "note" }, "Elections and other days on which a party may change its leaders. Leave it empty where there are none."),
    ...answers.coming.map((each, place) =>
      asked(
        `Day ${place + 1}`,
        choice(each, "party", numbered(answers.parties, partyName), "Who may change its leaders?"),
        text(each, "date", "On which day?", "", { type: "date" }),
        text(each, "chance", "How likely is a change, in 100?", "", { type: "number", min: "0", max: "100" }),
        choice(each, "gives", SUCCESSOR, "Would the next leaders give up more in a deal, or less?"),
        remover(`Remove day ${place + 1}`, answers.coming, place),
      ),
    ),
    adder("A day on which leaders may change", () => answers.coming.push({ party: 0, date: "", chance: 50, gives: "same" }), answers.coming.length >= 4),
    asked("The case file", text(answers, "name", "Its name: lower-case letters, digits and hyphens", "", { maxlength: "80" }), element("p", {}, finish), element("p", { id: "saving-said", class: "bad", role: "alert" })),
  ];
}

async function save() {
  at("saving-said").textContent = "";
  try {
    const { text } = await ask("POST", "guide", answers);
    const saved = await ask("POST", "cases", { name: answers.name, text });
    await ask("DELETE", "drafts/_new").catch(() => null);
    at("question").replaceChildren(
      element("div", { class: "done", tabindex: "-1", id: "done" }, element("h2", {}, "The case is saved, and nothing is wrong with it."), element("p", {}, element("a", { href: `/case/${saved.name}` }, "Open the case"), " · ", element("a", { href: `/case/${saved.name}/edit` }, "Go on writing"))),
    );
    at("done").focus();
    at("steps").replaceChildren();
  } catch (error) {
    at("saving-said").textContent = error instanceof Refused ? error.message : "The server does not answer, so that nothing is saved. Your answers are in this page.";
  }
}

// --- the page ---

function draw() {
  const active = at("question").contains(document.activeElement) ? document.activeElement.id : "";
  counter = 0;
  const [title, of] = QUESTIONS[answers.step];
  const go = (step) => {
    answers.step = step;
    changed();
    at("question-title").focus();
  };
  const buttons = [];
  if (answers.step) buttons.push(["Back", answers.step - 1]);
  if (answers.step < QUESTIONS.length - 1) buttons.push(["Next", answers.step + 1]);
  const nav = buttons.map(([words, step]) => {
    const button = element("button", { type: "button", class: words === "Next" ? "main" : null }, words);
    button.addEventListener("click", () => go(step));
    return button;
  });
  at("question").replaceChildren(element("h2", { id: "question-title", tabindex: "-1" }, `${answers.step + 1}. ${title}`), ...of(), element("div", { class: "nav" }, ...nav));
  at("steps").replaceChildren(...QUESTIONS.map(([words], step) => {
    const button = element("button", { type: "button", "aria-current": step === answers.step ? "step" : null }, element("span", {}, words));
    button.addEventListener("click", () => go(step));
    return element("li", {}, button);
  }));
  if (active) document.getElementById(active)?.focus();
}

at("question").addEventListener("submit", (event) => event.preventDefault());
at("undo").addEventListener("click", () => move(-1));
at("redo").addEventListener("click", () => move(1));
addEventListener("keydown", (event) => {
  const key = event.key.toLowerCase();
  if (!(event.ctrlKey || event.metaKey) || (key !== "z" && key !== "y") || event.target.matches("input:not([type=range]):not([type=checkbox])")) return;
  event.preventDefault();
  move(key === "y" || event.shiftKey ? 1 : -1);
});

squared();
history.states[0] = JSON.stringify(answers);
draw();
buttons();
makeSoon();
