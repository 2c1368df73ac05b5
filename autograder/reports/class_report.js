"use strict";
// Sorts and searches the tables. What students wrote is read and moved as it lies there, never made into markup or code.
const { compare } = new Intl.Collator(document.documentElement.lang);

function value(row, column) {
  const cell = row.cells[column];
  return cell.dataset.value ?? cell.textContent.trim();
}

function sort(body, column, sign) {
  const numbers = body.rows[0]?.cells[column].dataset.value !== undefined;
  const order = numbers ? (a, b) => a - b : compare;
  body.append(...[...body.rows].sort((a, b) => sign * order(value(a, column), value(b, column))));
}

for (const table of document.querySelectorAll("table.sortable")) {
  const heads = [...table.tHead.rows[0].cells];
  for (const [column, head] of heads.entries()) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      for (const other of heads) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      sort(table.tBodies[0], column, down ? -1 : 1);
    });
  }
}

const who = document.getElementById("who");
for (const column of document.querySelectorAll(".map a")) {
  for (const event of ["pointerenter", "focus"]) {
    column.addEventListener(event, () => {
      who.textContent = column.textContent.trim();
    });
  }
}

const search = document.getElementById("search");
if (search) {
  const rows = [...document.getElementById("table-of-students").tBodies[0].rows];
  const texts = rows.map((row) => row.textContent.toLowerCase());
  const found = document.getElementById("found");
  search.parentElement.hidden = false;
  search.addEventListener("input", () => {
    const words = search.value.toLowerCase().split(/\s+/);
    let count = 0;
    for (const [number, row] of rows.entries()) {
      row.hidden = !words.every((word) => texts[number].includes(word));
      count += row.hidden ? 0 : 1;
    }
    found.textContent = `${count} of ${rows.length}`;
  });
}
