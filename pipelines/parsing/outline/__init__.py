"""A report as paragraphs in order: where its body begins and ends, headings, lists, rows, numbers."""
