"""Dagster's UI and daemon, served so that no other site's page can use them."""
