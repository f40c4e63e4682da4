// Draws in the background: begun once the hand is still, stopped by the next change, shown as ranges and bands.
const DRAWS = 1024;
const AFTER = 900;

export class Draws {
  constructor(name, place, whenFinished) {
    this.name = name;
    this.place = place;
    this.whenFinished = whenFinished;
    this.allowed = false;
    this.key = null;
    this.events = null;
    this.answer = null;
    this.waiting = 0;
  }

  allow() {
    this.allowed = true;
  }

  begin(changes) {
    clearTimeout(this.waiting);
    if (!this.allowed || this.shownFor === changes.toString()) return;
    this.waiting = setTimeout(() => this.#begin(changes), AFTER);
  }

  // what is stopped keeps what it has finished, and goes on from there when the same is asked again
  stop() {
    clearTimeout(this.waiting);
    this.events?.close();
    if (this.key && !this.answer) fetch(`/api/v1/draws/${this.key}`, { method: "DELETE" });
    this.key = null;
    this.answer = null;
    this.shownFor = null;
    this.place.replaceChildren();
  }

  async #begin(changes) {
    const query = [changes.query, `draws=${DRAWS}`].filter(Boolean).join("&");
    const response = await fetch(`/api/v1/cases/${this.name}/draws?${query}`, { method: "POST" });
    const job = await response.json();
    if (!response.ok) {
      this.#say(`No ranges: ${job.problems.map((each) => each.message).join(" · ")}`);
      return;
    }
    this.key = job.key;
    this.shownFor = changes.toString();
    this.events = new EventSource(`/api/v1/draws/${job.key}/events`);
    this.events.onmessage = (event) => this.#heard(job.key, JSON.parse(event.data));
  }

  async #heard(key, said) {
    if (key !== this.key) return;
    if (said.problems) {
      this.events.close();
      this.#say(`No ranges: ${said.problems[0].message}`);
    } else if (said.finished) {
      this.events.close();
      const answer = await (await fetch(`/api/v1/draws/${key}/answer`)).json();
      if (key !== this.key) return;
      this.answer = answer;
      this.#show();
      this.whenFinished();
    } else {
      this.#say(`Ranges: ${said.done.toLocaleString("en")} of ${said.draws.toLocaleString("en")} draws …`, said.done / said.draws);
    }
  }

  #say(text, share = null) {
    const words = document.createElement("span");
    words.textContent = text;
    const progress = document.createElement("progress");
    progress.setAttribute("aria-label", "draws");
    if (share !== null) progress.value = share;
    this.place.replaceChildren(words, ...(share === null ? [] : [" ", progress]));
  }

  #show() {
    const of = this.answer.over_draws;
    const percent = (p) => (p === 0 ? "0 %" : p < 0.1 ? `${(100 * p).toFixed(1)} %` : `${Math.round(100 * p)} %`);
    const span = (line) => `${percent(line.q05)} to ${percent(line.q95)}`;
    const words = [
      `Over ${this.answer.draws.toLocaleString("en")} draws of the ranges, in nine of ten: a deal in force ${span(of.bottom_line.deal)}`,
      `war ${span(of.bottom_line.war)}`,
      `a deal beyond small steps is open now in ${percent(of.beyond_now.share)} of the draws`,
    ];
    this.place.textContent = `${words.join("; ")}.`;
  }

  // the ends of the curve of `series`, by month; null until there are draws
  band(series) {
    if (!this.answer) return null;
    const future = this.answer.over_draws.futures["as-is"];
    if (series === "war") return { low: future.war_by_month.q05, high: future.war_by_month.q95 };
    return null;
  }
}
