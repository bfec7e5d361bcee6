"""Figures that reports print, and the metrics that they state."""
