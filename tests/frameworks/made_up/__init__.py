"""Frameworks that no inspectorate has, each a module of the form that pipelines/frameworks/ holds."""
