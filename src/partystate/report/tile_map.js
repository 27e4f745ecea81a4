// The map of tiles: month, quantity and region are chosen here; everything shown is in the page.
for (const map of document.querySelectorAll(".tilemap")) {
  const data = JSON.parse(map.querySelector("script").textContent);
  const tiles = [...map.querySelectorAll(".tile")];
  const [select, range, play] = ["select", "input", ".play"].map((s) => map.querySelector(s));
  const NAMES = "January February March April May June July August September October November December".split(" ");
  let chosen = -1, timer = 0;

  const nameOf = (m) => `${NAMES[(data.start + m) % 12]} ${Math.floor((data.start + m) / 12)}`;
  const quantity = () => data.quantities[+select.value];
  const value = (q, m, r) => q.values[m * data.regions.length + r] / 10 ** q.digits;
  const told = (q, v) => v.toFixed(q.digits);
  const step = (q, v) => { const n = q.breaks.filter((b) => v >= b).length; return q.low ? q.breaks.length - n : n; };

  function show() {
    const q = quantity(), m = +range.value;
    map.querySelector(".at").textContent = nameOf(m);
    map.querySelector(".title").textContent = `${q.title}, ${q.unit}`;
    range.setAttribute("aria-valuetext", nameOf(m));
    tiles.forEach((tile, r) => {
      const v = value(q, m, r), s = step(q, v), text = `${data.regions[r]}: ${told(q, v)}`;
      tile.style.background = data.ramp[s];
      tile.style.color = s >= data.dark ? "#fff" : "#1f2933";
      tile.querySelector(".value").textContent = told(q, v);
      tile.title = text;
      tile.setAttribute("aria-label", text);
      tile.setAttribute("aria-pressed", r === chosen);
    });
    legend(q);
    if (chosen >= 0) one(q, m);
  }

  function legend(q) {
    const ends = q.breaks.map((b) => `${+b.toPrecision(3)}`), n = ends.length;
    const words = [`under ${ends[0]}`, ...ends.slice(1).map((e, i) => `${ends[i]}–${e}`), `${ends[n - 1]} and more`];
    map.querySelectorAll(".legend li").forEach((item, i) => {
      item.querySelector(".swatch").style.background = data.ramp[q.low ? n - i : i];
      item.querySelector(".text").textContent = words[i];
    });
  }

  function one(q, m) {
    const all = Array.from({ length: data.months }, (_, i) => value(q, i, chosen)), top = Math.max(...all) || 1;
    const x = (i) => (660 * i) / (data.months - 1), y = (v) => 74 - (70 * v) / top;
    const svg = map.querySelector(".spark"), line = svg.querySelector("line"), marks = svg.querySelector("g");
    svg.querySelector("path").setAttribute("d", "M" + all.map((v, i) => `${x(i).toFixed(1)} ${y(v).toFixed(1)}`).join("L"));
    line.setAttribute("x1", x(m));
    line.setAttribute("x2", x(m));
    marks.replaceChildren(...all.map((_, i) => i).filter((i) => (data.start + i) % 60 === 0).map((i) => {
      const text = document.createElementNS(svg.namespaceURI, "text");
      text.setAttribute("x", x(i));
      text.setAttribute("y", 88);
      text.textContent = Math.floor((data.start + i) / 12);
      return text;
    }));
    map.querySelector(".readout").textContent = `${data.regions[chosen]}, ${nameOf(m)}: ${told(q, all[m])}; highest ${told(q, top)} in ${nameOf(all.indexOf(Math.max(...all)))}.`;
    map.querySelector(".one").hidden = false;
  }

  // One tile is in the order of the tab key; arrows go to the nearest tile in their direction.
  const place = (tile) => [+tile.dataset.row, +tile.dataset.column];
  const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  function nearest(from, [down, right]) {
    const [row, column] = place(from);
    const found = tiles.map((tile) => {
      const [r, c] = place(tile), along = down ? (r - row) * down : (c - column) * right, across = Math.abs(down ? c - column : r - row);
      return { tile, far: along > 0 ? along + 2 * across : Infinity };
    });
    return found.reduce((a, b) => (b.far < a.far ? b : a), { tile: from, far: Infinity }).tile;
  }
  tiles.forEach((tile, r) => {
    tile.tabIndex = r === 0 ? 0 : -1;
    tile.addEventListener("focus", () => tiles.forEach((t) => (t.tabIndex = t === tile ? 0 : -1)));
    tile.addEventListener("click", () => { chosen = r; show(); });
    tile.addEventListener("keydown", (event) => {
      if (!STEPS[event.key]) return;
      event.preventDefault();
      nearest(tile, STEPS[event.key]).focus();
    });
  });
  const move = (by) => { range.value = +range.value + by; show(); };
  const stop = () => { clearInterval(timer); timer = 0; play.textContent = "Play"; };
  range.addEventListener("input", show);
  select.addEventListener("change", show);
  map.querySelectorAll("[data-step]").forEach((b) => b.addEventListener("click", () => move(+b.dataset.step)));
  play.addEventListener("click", () => {
    if (timer) return stop();
    if (+range.value >= data.months - 1) range.value = 0;
    play.textContent = "Stop";
    timer = setInterval(() => (+range.value >= data.months - 1 ? stop() : move(1)), 250);
  });
  map.querySelector(".controls").hidden = false;
  show();
}
