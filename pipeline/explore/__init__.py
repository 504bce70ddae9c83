"""The explorer: a run's tables in a browser, on this machine only (`chitieu serve`).

`pipeline.explore.app.create_app` makes the application; nothing is imported here, so that the command line starts fast.
"""
