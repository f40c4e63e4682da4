// The changes that the address holds, in the same short form as the server reads: levers, and path:value.
export class Changes {
  constructor(levers = [], values = {}) {
    this.levers = levers;
    this.values = values;
  }

  static from(text) {
    const changes = new Changes();
    for (const part of text.split(",").filter(Boolean)) {
      const colon = part.indexOf(":");
      if (colon < 0) changes.levers.push(part);
      else changes.values[part.slice(0, colon)] = part.slice(colon + 1);
    }
    return changes;
  }

  get count() {
    return this.levers.length + Object.keys(this.values).length;
  }

  with(path, value) {
    const values = { ...this.values };
    if (value === null) delete values[path];
    else values[path] = value;
    return new Changes(this.levers, values);
  }

  pulled(lever, on) {
    const others = this.levers.filter((name) => name !== lever);
    return new Changes(on ? [...others, lever] : others, this.values);
  }

  toString() {
    return [...this.levers, ...Object.entries(this.values).map(([path, value]) => `${path}:${value}`)].join(",");
  }

  // commas and colons may stand in a query as they are, which keeps links readable
  get query() {
    const text = encodeURIComponent(this.toString()).replaceAll("%2C", ",").replaceAll("%3A", ":");
    return text ? `set=${text}` : "";
  }
}
