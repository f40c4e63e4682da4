// Vega-Lite charts that are drawn once and then only given other data, which is what keeps a slider light.
const dark = matchMedia("(prefers-color-scheme: dark)");

function theme() {
  const style = getComputedStyle(document.documentElement);
  const of = (name) => style.getPropertyValue(`--${name}`).trim();
  return {
    background: "transparent",
    font: getComputedStyle(document.body).fontFamily,
    view: { stroke: null },
    axis: {
      labelColor: of("ink"), titleColor: of("ink"), gridColor: of("line"), domainColor: of("faint"), tickColor: of("faint"),
      labelFontSize: 12, titleFontSize: 12, titleFontWeight: "normal",
    },
    legend: { labelColor: of("ink"), titleColor: of("ink"), labelFontSize: 12, orient: "bottom", title: null },
    text: { color: of("ink"), fontSize: 12 },
  };
}

export class Drawing {
  // `specification` is a function, asked anew when the colours of the system change; its data are named sets
  constructor(place, specification) {
    this.place = place;
    this.specification = specification;
    this.sets = {};
    this.written = {};
    this.view = null;
    dark.addEventListener("change", () => this.view && this.draw());
  }

  async draw() {
    const specification = { ...this.specification(), datasets: this.sets, config: theme() };
    const options = { ast: true, actions: false, renderer: "canvas", defaultStyle: false, tooltip: { disableDefaultStyle: true } };
    const made = await window.vegaEmbed(this.place, specification, options);
    this.view?.finalize();
    this.view = made.view;
  }

  // only sets that have changed are drawn anew: thousands of points take longer than a hand waits
  async show(sets) {
    let changed = false;
    for (const [name, rows] of Object.entries(sets)) {
      const written = JSON.stringify(rows);
      if (this.written[name] === written) continue;
      this.written[name] = written;
      this.sets[name] = rows;
      this.view?.data(name, rows);
      changed = true;
    }
    if (!this.view) await this.draw();
    else if (changed) await this.view.runAsync();
  }
}
