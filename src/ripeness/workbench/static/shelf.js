// The shelf: finds cases by any word, and puts each case's sentence under its title.
const cards = [...document.querySelectorAll(".card")];
const field = document.getElementById("q");
const count = document.getElementById("count");

function sift() {
  const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const card of cards) {
    const fits = words.every((word) => card.dataset.text.includes(word));
    card.hidden = !fits;
    shown += fits;
  }
  count.textContent = words.length ? `${shown} of ${cards.length} cases` : "";
  const address = new URL(location);
  if (field.value) address.searchParams.set("q", field.value);
  else address.searchParams.delete("q");
  history.replaceState(null, "", address);
}

field.value = new URLSearchParams(location.search).get("q") ?? "";
field.addEventListener("input", sift);
field.form.addEventListener("submit", (event) => event.preventDefault());
if (field.value) sift();

for (const place of document.querySelectorAll("[data-case]")) {
  const response = await fetch(`/api/v1/cases/${place.dataset.case}/glance`);
  const said = await response.json();
  place.textContent = response.ok ? said.sentence : said.problems[0].message;
  place.removeAttribute("aria-busy");
}
