// What the pages of writing share: elements made of text alone, questions to the server, and waiting for a pause.
export const at = (id) => document.getElementById(id);

export function element(tag, attributes = {}, ...inside) {
  const made = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(key, value);
  }
  made.append(...inside);
  return made;
}

export class Refused extends Error {
  constructor(status, said) {
    const problems = said?.problems ?? [];
    super(problems.map((each) => [each.path, each.message].filter(Boolean).join(": ")).join(" · ") || `The server said ${status}.`);
    this.status = status;
    this.said = said;
  }
}

export async function ask(method, address, body) {
  const sent = body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } };
  const response = await fetch(`/api/v1/${address}`, { method, ...sent });
  const said = await response.json();
  if (!response.ok) throw new Refused(response.status, said);
  return said;
}

export function afterPause(milliseconds, act) {
  let timer = 0;
  return (...details) => {
    clearTimeout(timer);
    timer = setTimeout(() => act(...details), milliseconds);
  };
}

// a name that a file may have, out of a title
export function slug(text) {
  return text.normalize("NFKD").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 60);
}

// undo and redo: texts or answers as they were; what comes in quick succession is one step
export class History {
  constructor(first) {
    this.states = [first];
    this.place = 0;
    this.when = 0;
  }

  get now() {
    return this.states[this.place];
  }

  put(state, joined = false) {
    const follows = joined && this.place > 0 && this.place === this.states.length - 1 && Date.now() - this.when < 900;
    this.states.length = this.place + 1;
    if (follows) this.states[this.place] = state;
    else this.place = this.states.push(state) - 1;
    this.when = Date.now();
    if (this.states.length > 300) {
      this.states.shift();
      this.place -= 1;
    }
  }

  move(by) {
    const to = this.place + by;
    if (to < 0 || to >= this.states.length) return false;
    this.place = to;
    this.when = 0;
    return true;
  }
}

// --- lines that differ ---

const MOST_CELLS = 4_000_000;

// rows of [sign, line of one, line of other, text]: " " for the same, "-" only in one, "+" only in the other
export function differences(one, other) {
  const [a, b] = [one.split("\n"), other.split("\n")];
  let begin = 0;
  while (begin < a.length && begin < b.length && a[begin] === b[begin]) begin += 1;
  let end = 0;
  while (end < a.length - begin && end < b.length - begin && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  const rows = [];
  for (let i = 0; i < begin; i += 1) rows.push([" ", i + 1, i + 1, a[i]]);
  rows.push(...middle(a.slice(begin, a.length - end), b.slice(begin, b.length - end), begin));
  for (let i = end; i > 0; i -= 1) rows.push([" ", a.length - i + 1, b.length - i + 1, a[a.length - i]]);
  return rows;
}

function middle(a, b, offset) {
  const gone = (i) => ["-", offset + i + 1, null, a[i]];
  const come = (j) => ["+", null, offset + j + 1, b[j]];
  if (a.length * b.length > MOST_CELLS) return [...a.map((_, i) => gone(i)), ...b.map((_, j) => come(j))];
  const width = b.length + 1;
  const longest = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      longest[i * width + j] = a[i] === b[j] ? longest[(i + 1) * width + j + 1] + 1 : Math.max(longest[(i + 1) * width + j], longest[i * width + j + 1]);
    }
  }
  const rows = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      rows.push([" ", offset + i + 1, offset + j + 1, a[i]]);
      i += 1;
      j += 1;
    } else if (j >= b.length || (i < a.length && longest[(i + 1) * width + j] >= longest[i * width + j + 1])) {
      rows.push(gone(i));
      i += 1;
    } else {
      rows.push(come(j));
      j += 1;
    }
  }
  return rows;
}
