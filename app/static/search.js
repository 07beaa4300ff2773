// Search page: filter long lists of values while typing; open filters and conditions on wide pages in browsers that cannot do it by style.
"use strict";

for (const facet of document.querySelectorAll("[data-filter]")) {
  const box = facet.querySelector("input[type=search]");
  const more = facet.querySelector("details");
  const values = [...facet.querySelectorAll("li")];
  box.addEventListener("input", () => {
    const wanted = box.value.trim().toLocaleLowerCase();
    for (const value of values) {
      value.hidden = wanted !== "" && !value.textContent.toLocaleLowerCase().includes(wanted);
    }
    if (more) more.open = wanted !== "";
  });
}

if (!CSS.supports("selector(::details-content)") && matchMedia("(min-width: 40.001rem)").matches) {
  for (const chip of document.querySelectorAll("details.chip-more")) chip.open = true;
}

const filters = document.querySelector("details.filters");
if (filters && !CSS.supports("selector(::details-content)") && matchMedia("(min-width: 60.001rem)").matches) filters.open = true;
