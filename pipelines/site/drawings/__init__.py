"""Charts and the map, as SVG without script."""
