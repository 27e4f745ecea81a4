// Who had been erased by a chosen month; without this file all who ever were stand in the list.
for (const gone of document.querySelectorAll(".gone")) {
  const NAMES = "January February March April May June July August September October November December".split(" ");
  const range = gone.querySelector("input"), start = +gone.dataset.start, persons = [...gone.querySelectorAll("li")];
  function show() {
    const month = start + +range.value, words = `${NAMES[month % 12]} ${Math.floor(month / 12)}`;
    persons.forEach((person) => (person.hidden = +person.dataset.month > month));
    gone.querySelector(".at").textContent = words;
    gone.querySelector(".count").textContent = persons.filter((person) => !person.hidden).length;
    range.setAttribute("aria-valuetext", words);
  }
  range.addEventListener("input", show);
  gone.querySelector(".controls").hidden = false;
}
