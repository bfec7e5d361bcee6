// DuckDB in the page, over the published file beside it: ready questions with their settings, results, CSV.
"use strict";

(() => {
  const MOST_SHOWN = 1000;
  const at = (id) => document.getElementById(id);
  const [form, question, settings, sql, answer] = ["ask", "question", "settings", "sql", "answer"].map(at);
  const table = answer.querySelector("table");
  const beside = (name) => new URL(`sql/${name}`, location.href).href;
  const say = (words) => (at("said").textContent = words);
  let opened = null;
  let rows = [];

  async function open() {
    const database = new duckdb.AsyncDuckDB(new duckdb.VoidLogger(), new Worker(beside("duckdb-browser-eh.worker.js")));
    await database.instantiate(beside("duckdb-eh.wasm"));
    await database.registerFileURL("warehouse.duckdb", beside("warehouse.duckdb"), duckdb.DuckDBDataProtocol.HTTP, false);
    await database.open({
      path: "warehouse.duckdb",
      accessMode: duckdb.DuckDBAccessMode.READ_ONLY,
      query: { castBigIntToDouble: true, castDecimalToDouble: true },
    });
    return database.connect();
  }

  // A value as SQL writes it: days and moments come as milliseconds.
  function written(value, type) {
    if (value === null || value === undefined) return "";
    if (type.startsWith("Date")) return new Date(Number(value)).toISOString().slice(0, 10);
    if (type.startsWith("Timestamp")) return new Date(Number(value)).toISOString().slice(0, 19).replace("T", " ");
    return String(value);
  }

  function row(cells, tag) {
    const node = document.createElement("tr");
    node.append(...cells.map((words) => Object.assign(document.createElement(tag), { textContent: words })));
    return node;
  }

  function show(result) {
    const fields = result.schema.fields;
    const types = fields.map(({ type }) => String(type));
    const found = result.toArray().map((one) => fields.map(({ name }, place) => written(one[name], types[place])));
    rows = [fields.map(({ name }) => name), ...found];
    table.tHead.replaceChildren(row(rows[0], "th"));
    for (const cell of table.tHead.rows[0].cells) cell.scope = "col";
    table.tBodies[0].replaceChildren(...found.slice(0, MOST_SHOWN).map((cells) => row(cells, "td")));
    answer.hidden = false;
    return found.length;
  }

  async function run() {
    const start = performance.now();
    say(opened ? "Asking …" : "Starting DuckDB, which is some 35 MB the first time …");
    at("run").disabled = true;
    try {
      opened ??= open();
      const connection = await opened;
      for (const field of settings.querySelectorAll("[name]")) {
        const value = field.value.replaceAll("'", "''");
        await connection.query(value ? `set variable ${field.name} = '${value}'` : `reset variable ${field.name}`);
      }
      const number = show(await connection.query(sql.value));
      const seconds = ((performance.now() - start) / 1000).toFixed(1);
      const some = number > MOST_SHOWN ? `, the first ${MOST_SHOWN} shown` : "";
      say(`${number === 1 ? "1 row" : `${number} rows`}${some}, in ${seconds} seconds.`);
    } catch (error) {
      if (!(await Promise.resolve(opened).catch(() => null))) opened = null;
      answer.hidden = true;
      say(String(error.message ?? error));
    }
    at("run").disabled = false;
  }

  function field([name, meaning, usual, values]) {
    const node = document.createElement("div");
    const label = Object.assign(document.createElement("label"), { htmlFor: `set-${name}`, textContent: name.replaceAll("_", " ") });
    const input = document.createElement(values.length ? "select" : "input");
    input.id = `set-${name}`;
    input.name = name;
    input.title = meaning;
    if (values.length) input.append(new Option(usual ? `${usual}, as usual` : "All", ""), ...values.map((one) => new Option(one)));
    else input.placeholder = usual;
    node.append(label, input);
    return node;
  }

  question.addEventListener("change", () => {
    const chosen = questions[question.value];
    settings.replaceChildren(...(chosen?.settings ?? []).map(field));
    if (chosen) sql.value = chosen.sql;
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    run();
  });
  sql.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) run();
  });
  at("csv").addEventListener("click", () => csv.save("answer.csv", rows));
  if (location.protocol === "file:") return;
  at("without").hidden = true;
  form.hidden = false;
})();
