"""Train: from documents to the models of `extractors.learned`, and what they are worth on documents held out.

`chitieu train CONFIG` runs `flow.train_flow`; the steps are plain functions in the modules beside it. Nothing here is
imported by a run that extracts.
"""
