"""Dagster's assets: thin, one module a layer; the work is in pipelines/."""
