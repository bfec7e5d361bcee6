"""Pages of docs/ that are made from the catalogue, the reference data and the questions."""
