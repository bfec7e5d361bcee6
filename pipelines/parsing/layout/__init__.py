"""How the lines of a page stand: running headers and footers, tables, grades beside headings, ends of lines."""
