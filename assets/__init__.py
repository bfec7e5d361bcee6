"""Dagster's assets: a module a stage; reading, modelling and publishing are in pipelines/."""
