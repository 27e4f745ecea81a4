// The food balance: place and year are chosen here; everything shown is in the page.
for (const box of document.querySelectorAll(".balance")) {
  const data = JSON.parse(box.querySelector("script").textContent);
  const [place, year] = [".place", ".year"].map((s) => box.querySelector(s));
  const whole = (x) => Math.round(x).toLocaleString("en-US");
  const thousand = (x) => whole(x / 1000);
  const make = (tag, kind, ...inside) => { const e = document.createElement(tag); e.className = kind; e.append(...inside); return e; };

  function parts(uses, amounts, side) {
    const total = amounts.reduce((a, b) => a + b, 0) || 1;
    return uses.map((use, i) => ({ words: data.uses[use][side], colour: data.uses[use][2], tonnes: amounts[i], share: (100 * amounts[i]) / total }));
  }

  function bar(name, found) {
    const line = make("div", "bar");
    for (const p of found) {
      const piece = make("span", "");
      piece.style.width = `${p.share}%`;
      piece.style.background = p.colour;
      piece.title = `${p.words}: ${thousand(p.tonnes)} thousand t`;
      line.append(piece);
    }
    return make("div", "side", make("span", "name", name), line);
  }

  function list(name, found, persons) {
    const head = make("tr", "", ...[name, "thousand t", "kg a head"].map((text) => { const th = make("th", "", text); th.scope = "col"; return th; }));
    const rows = found.map((p) => {
      const swatch = make("span", "swatch");
      swatch.style.background = p.colour;
      return make("tr", "", make("td", "", swatch, p.words), make("td", "", thousand(p.tonnes)), make("td", "", whole((p.tonnes * 1000) / Math.max(persons, 1))));
    });
    return make("table", "plain", make("thead", "", head), make("tbody", "", ...rows));
  }

  function show() {
    const of = data.places[place.value], [came, went, persons, told] = of.years[year.value], [into, out] = data.stores[of.store];
    const [plan, collected, harvest, known, deaths] = told, a = parts(into, came, 0), b = parts(out, went, 1);
    box.querySelector(".at").textContent = `${place.value}, ${year.selectedOptions[0].textContent}`;
    box.querySelector(".view").replaceChildren(bar("came in", a), bar("went out", b), make("div", "lists", list("came in", a, persons), list("went out", b, persons)));
    const part = plan ? `, ${Math.round((100 * collected) / plan)} per cent of it` : "";
    box.querySelector(".notes").textContent =
      `Plan ${thousand(plan)} thousand t, collected ${thousand(collected)}${part}. Harvest ${thousand(harvest)}, known as ${thousand(known)}. Deaths laid to hunger: ${(deaths / 1000).toFixed(1)} thousand.`;
  }
  place.addEventListener("change", show);
  year.addEventListener("change", show);
  box.querySelector(".controls").hidden = false;
  show();
}
