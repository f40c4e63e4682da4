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
  // `specification` is a function, asked anew when the colours of the system change
  constructor(place, specification) {
    this.place = place;
    this.specification = specification;
    this.rows = [];
    this.view = null;
    dark.addEventListener("change", () => this.draw());
  }

  async draw() {
    const specification = { ...this.specification(), data: { name: "rows", values: this.rows }, config: theme() };
    const options = { ast: true, actions: false, renderer: "canvas", defaultStyle: false, tooltip: { disableDefaultStyle: true } };
    const made = await window.vegaEmbed(this.place, specification, options);
    this.view?.finalize();
    this.view = made.view;
  }

  async show(rows) {
    this.rows = rows;
    if (!this.view) return this.draw();
    this.view.data("rows", rows);
    await this.view.runAsync();
  }
}
