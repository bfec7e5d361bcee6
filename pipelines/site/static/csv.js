// Rows as a CSV file that spreadsheets open as it is meant: in UTF-8, and with no text that they would run.
"use strict";

const csv = (() => {
  const BYTE_ORDER_MARK = "\ufeff";
  const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;
  const NUMBER = /^-?\d+(\.\d+)?$/;

  function cell(value) {
    const words = String(value ?? "");
    const harmless = FORMULA.test(words) && !NUMBER.test(words) ? `'${words}` : words;
    return `"${harmless.replaceAll('"', '""')}"`;
  }

  const text = (rows) => BYTE_ORDER_MARK + rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("");

  function save(name, rows) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text(rows)], { type: "text/csv;charset=utf-8" }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  // The cells of a table's row as a file has them: days and numbers as such where `isRaw` of the column, else words.
  const cells = (row, isRaw = []) =>
    [...row.cells].map((cell, place) =>
      isRaw[place] ? (cell.dataset.sort ?? "") : cell.textContent.replace(/\s+/g, " ").trim(),
    );

  return { save, cells };
})();
