"""Dagster's assets: one module a layer; reading, modelling and publishing are in pipelines/."""
