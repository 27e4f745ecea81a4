// What the pages do where scripts run. Everything shown is in the page without them.
const all = (query, within = document) => [...within.querySelectorAll(query)];
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;

// Tables: a button in each head sorts, a box above filters.
function tables(within) {
  for (const table of all("table.sortable", within)) {
    const body = table.tBodies[0];
    if (!body || body.rows.length < 2) continue;
    const key = (row, i) => {
      const cell = row.cells[i], text = (cell?.dataset.key ?? cell?.textContent ?? "").trim();
      const number = Number(text.replace(/[,\s+%]/g, ""));
      return text !== "" && !Number.isNaN(number) ? number : text.toLowerCase();
    };
    all("thead th", table).forEach((head, i) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "sort";
      button.append(...head.childNodes);
      head.append(button);
      head.setAttribute("aria-sort", "none");
      button.addEventListener("click", () => {
        const up = head.getAttribute("aria-sort") !== "ascending";
        all("thead th", table).forEach((one) => one.setAttribute("aria-sort", "none"));
        head.setAttribute("aria-sort", up ? "ascending" : "descending");
        const rows = [...body.rows].sort((a, b) => {
          const [x, y] = [key(a, i), key(b, i)];
          if (x === "" || y === "") return (x === "") - (y === "");
          if (typeof x !== typeof y) return typeof x === "number" ? -1 : 1;
          return (x < y ? -1 : x > y ? 1 : 0) * (up ? 1 : -1);
        });
        body.append(...rows);
      });
    });
    if (body.rows.length > 12) {
      const label = document.createElement("label"), box = document.createElement("input");
      label.className = "filter";
      box.type = "search";
      label.append("Filter the table ", box);
      table.parentElement.before(label);
      box.addEventListener("input", () => {
        const words = box.value.toLowerCase().split(/\s+/);
        for (const row of body.rows) row.hidden = !words.every((w) => row.textContent.toLowerCase().includes(w));
      });
    }
  }
}

// Charts: what the pointer finds is told beneath; arrow keys go along.
function charts(within) {
  for (const svg of all("svg.plot", within)) {
    const hits = all(".hit", svg), out = svg.parentElement.querySelector(".readout");
    if (!out || !hits.length) continue;
    let at = -1;
    const show = (i) => {
      hits[at]?.classList.remove("on");
      at = Math.max(0, Math.min(hits.length - 1, i));
      hits[at].classList.add("on");
      out.hidden = false;
      out.textContent = hits[at].querySelector("title").textContent;
    };
    hits.forEach((hit, i) => hit.addEventListener("pointerenter", () => show(i)));
    svg.setAttribute("tabindex", "0");
    svg.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1, PageUp: -12, PageDown: 12 }[event.key];
      if (step) { event.preventDefault(); show(at < 0 ? (step > 0 ? 0 : hits.length - 1) : at + step); }
    });
  }
}

// Links that only change the state of a page: the page is fetched and put in place.
let playing = 0;
async function swap(address) {
  const there = await fetch(address);
  if (!there.ok) { location.href = address; return; }
  const page = new DOMParser().parseFromString(await there.text(), "text/html");
  const fresh = page.querySelector("#swap"), old = document.querySelector("#swap");
  if (!fresh || !old) { location.href = address; return; }
  const focused = document.activeElement?.dataset?.move;
  old.replaceWith(fresh);
  document.title = page.title;
  enhance(fresh);
  const again = focused && all("[data-move]", fresh).find((one) => one.dataset.move === focused);
  again?.focus();
}
function swaps(within) {
  if (location.protocol === "file:") return;
  for (const link of all("a[data-swap]", within)) {
    link.addEventListener("click", async (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      history.pushState({}, "", link.href);
      await swap(link.href);
    });
  }
  const play = within.querySelector?.(".play");
  if (play && !still) {
    play.hidden = false;
    play.textContent = playing ? "Pause" : "Play";
    play.addEventListener("click", () => { playing = playing ? 0 : 1; play.textContent = playing ? "Pause" : "Play"; if (playing) tick(); });
  }
}
async function tick() {
  const next = all("#swap [data-move]").find((one) => one.dataset.move === "on");
  if (!playing || !next) { playing = 0; return; }
  history.replaceState({}, "", next.href);
  await swap(next.href);
  setTimeout(tick, 600);
}
addEventListener("popstate", () => { if (document.querySelector("#swap")) swap(location.href); });

// "link to this state" copies the address.
function copies(within) {
  for (const link of all("a[data-copy-link]", within)) {
    link.addEventListener("click", async (event) => {
      if (!navigator.clipboard) return;
      event.preventDefault();
      await navigator.clipboard.writeText(link.href);
      const words = link.textContent;
      link.textContent = "copied";
      setTimeout(() => { link.textContent = words; }, 1200);
    });
  }
}

// A job: what it says as it goes on.
function jobs() {
  const box = document.querySelector("#job[data-open]");
  if (!box || !window.EventSource) return;
  const source = new EventSource(`/job/${box.dataset.id}/events`);
  source.addEventListener("state", (event) => {
    const told = JSON.parse(event.data);
    box.querySelector(".state").textContent = told.words;
    const bar = box.querySelector("progress");
    bar.max = told.of;
    if (told.done || !told.is_open) bar.value = told.done; else bar.removeAttribute("value");
    narrowing(told.rows);
    if (!told.is_open) { source.close(); location.reload(); }
  });
}
function narrowing(rows) {
  const place = document.querySelector("#narrowing");
  if (!rows.length) return;
  const table = document.createElement("table");
  const line = (cells, kind) => {
    const row = document.createElement("tr");
    cells.forEach((text, i) => {
      const cell = document.createElement(i && kind === "td" ? "td" : "th");
      cell.textContent = text;
      if (i && i < 4) cell.className = "number";
      row.append(cell);
    });
    return row;
  };
  const head = table.createTHead(), body = table.createTBody();
  head.append(line(["outcome", "without", "with", "effect", "95 per cent interval", "unit"], "th"));
  for (const r of rows) body.append(line([r.what, r.base, r.changed, r.effect, r.interval, r.unit], "td"));
  const title = document.createElement("h2"), scroll = document.createElement("div");
  title.textContent = "So far";
  scroll.className = "scroll";
  scroll.append(table);
  place.replaceChildren(title, scroll);
}

// Choices that are made are shown at once.
function choices(within) {
  for (const form of all("form.controls:not([method=post]):not(.stacked)", within)) {
    for (const select of all("select", form)) select.addEventListener("change", () => form.requestSubmit());
  }
}

function enhance(within) { tables(within); charts(within); swaps(within); copies(within); choices(within); }
enhance(document);
jobs();
